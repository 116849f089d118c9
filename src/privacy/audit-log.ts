import { createHash } from 'node:crypto';
import { appendFile, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../shared/errors.ts';
import { makeFolder } from '../shared/private-files.ts';
import { auditFile, auditFiles, auditLines, FULL_BYTES, MOST_FULL, rotate } from './audit-files.ts';

export { auditFile, auditLines } from './audit-files.ts';

/**
 * Who read or changed which sessions: `HER_HOME/log/audit.jsonl`, one JSON document a line, each holding the
 * hash of the line before, so that a line that was changed, removed or put in shows. Ids and names alone:
 * no question and no text. Writing is asynchronous; an answer never waits for it.
 */
export interface AuditEntry {
  action: 'read' | 'change';
  /** Tool, resource or command. */
  what: string;
  sessions: readonly string[];
  who: {
    /** Name of the MCP client, or `her` for the command. */
    client: string;
    /** The client's own session, where it tells. */
    session?: string;
  };
}

export interface AuditLine extends AuditEntry {
  seq: number;
  /** ISO time. */
  at: string;
  pid: number;
  prev: string;
  hash: string;
}

export interface AuditLog {
  note(entry: AuditEntry): void;
  /** Resolves when all that was noted is on disk. Never rejects. */
  settled(): Promise<void>;
}

/** The last line that was written. */
export interface AuditEnd {
  seq: number;
  hash: string;
}

export interface AuditOptions {
  now?: () => number;
  /** Told what the log ends with, to keep it elsewhere: see `verifyAudit`. */
  keepEnd?: (end: AuditEnd) => void | Promise<void>;
  /** For tests: when a file is full. */
  fullBytes?: number;
}

/** @param onTrouble told once when the log cannot be written; answers go on */
export function openAuditLog(
  home: string,
  onTrouble: (sentence: string) => void,
  { now = Date.now, keepEnd, fullBytes = FULL_BYTES }: AuditOptions = {},
): AuditLog {
  const path = auditFile(home);
  let waiting: (AuditEntry & { at: string })[] = [];
  let writing: Promise<void> = Promise.resolve();
  let hasTold = false;

  async function flush(): Promise<void> {
    const entries = waiting;
    waiting = [];
    if (entries.length === 0) return;
    try {
      const end = await append(home, entries, fullBytes);
      await keepEnd?.(end);
    } catch (error) {
      if (!hasTold) onTrouble(`The audit log ${path} cannot be written (${codeOf(error) ?? String(error)}).`);
      hasTold = true;
    }
  }

  return {
    note(entry) {
      waiting.push({ ...entry, at: new Date(now()).toISOString() });
      writing = writing.then(flush);
    },
    settled: () => writing,
  };
}

const START = '0'.repeat(64);

async function append(
  home: string,
  entries: readonly (AuditEntry & { at: string })[],
  fullBytes: number,
): Promise<AuditEnd> {
  const path = auditFile(home);
  makeFolder(dirname(path));
  return alone(`${path}.lock`, async () => {
    let last = (await lastLine(path)) ?? (await lastOfFull(home));
    let text = '';
    for (const { at, who, action, what, sessions } of entries) {
      const seq = (last?.seq ?? 0) + 1;
      const body = { seq, at, who, action, what, sessions, pid: process.pid, prev: last?.hash ?? START };
      last = { ...body, hash: hashOf(body) };
      text += JSON.stringify(last) + '\n';
    }
    await appendFile(path, text, { mode: 0o600 });
    if ((await stat(path)).size >= fullBytes) await rotate(home, last!.seq);
    return { seq: last!.seq, hash: last!.hash };
  });
}

/** Right after a file was put aside, the line before is the last one in it. */
async function lastOfFull(home: string): Promise<AuditLine | undefined> {
  const full = (await auditFiles(home)).at(-2);
  return full === undefined ? undefined : lastLine(full);
}

function hashOf(body: Omit<AuditLine, 'hash'>): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}

const LOCK_WAIT_MS = 10;
/** Appending takes a millisecond; whoever holds the lock longer was killed. */
const LOCK_STALE_MS = 3000;

/** Several processes write one chain: a lock file lets them in one by one. */
async function alone<Result>(lock: string, work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      await (await open(lock, 'wx', 0o600)).close();
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      const since = await stat(lock).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (since > LOCK_STALE_MS) await rm(lock, { force: true });
      else await sleep(LOCK_WAIT_MS);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

const TAIL_BYTES = 65_536;

async function lastLine(path: string): Promise<AuditLine | undefined> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return undefined;
  try {
    for (let bytes = TAIL_BYTES; ; bytes *= 4) {
      const { size } = await file.stat();
      const from = Math.max(0, size - bytes);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
      const lines = buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n');
      if (lines.length > 1 || from === 0) return parse(lines.at(-1)!);
    }
  } finally {
    await file.close();
  }
}

function parse(line: string): AuditLine | undefined {
  try {
    return JSON.parse(line) as AuditLine;
  } catch {
    return undefined; // cut off by a crash: `verify` shows where
  }
}

export interface AuditVerdict {
  entries: number;
  /** Hash of the last line. */
  head: string;
  /** The first line that does not fit; null when the chain is whole. */
  broken: { line: number; reason: string } | null;
}

/**
 * Checks the whole chain, over all files.
 * @param kept what the log ended with when it was last written, known from elsewhere: shows what was cut off since
 */
export async function verifyAudit(home: string, kept?: AuditEnd): Promise<AuditVerdict> {
  const files = await auditFiles(home);
  // The oldest file was removed for its age: only then may the chain begin in its middle.
  const mayBeginLate = files.length > MOST_FULL;
  let prev = START;
  let seq = 0;
  let entries = 0;
  for (const [index, text] of (await auditLines(home)).entries()) {
    const broken = (reason: string): AuditVerdict => ({
      entries,
      head: prev,
      broken: { line: index + 1, reason },
    });
    const line = parse(text);
    if (!line) return broken('is no record');
    const { hash, ...body } = line;
    if (line.prev !== prev && !(index === 0 && mayBeginLate))
      return broken('does not follow the line before it: one was removed, added or moved');
    if (hashOf(body) !== hash) return broken('was changed after it was written');
    if (line.seq === kept?.seq && hash !== kept.hash)
      return broken('is not the one that was written: the log was made anew');
    prev = hash;
    seq = line.seq;
    entries += 1;
  }
  if (kept && kept.seq > seq) {
    const gone = kept.seq - seq;
    return {
      entries,
      head: prev,
      broken: {
        line: entries + 1,
        reason: `is missing: the log was cut off at its end by ${gone} ${gone === 1 ? 'line' : 'lines'}`,
      },
    };
  }
  return { entries, head: prev, broken: null };
}

/** The sessions that an answer tells of, whatever its shape: each once. */
export function sessionsIn(answer: unknown): string[] {
  const found = new Set<string>();
  look(answer, '');
  return [...found];

  function look(value: unknown, under: string): void {
    if (Array.isArray(value)) for (const item of value) look(item, under);
    else if (typeof value === 'object' && value !== null)
      for (const [name, item] of Object.entries(value)) {
        const isSession = name === 'session_id' || (name === 'id' && /^sessions?$/.test(under));
        if (isSession && typeof item === 'string') found.add(item);
        else look(item, name);
      }
  }
}
