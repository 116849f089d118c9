import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Event } from '../../shared/events.ts';
import { asNumber, asObject, asString, type JsonObject } from '../../shared/json.ts';
import type { KeepImage, LineVerdict, RecordReader, Source } from '../source.ts';
import { clearedSession, isClear } from './cleared.ts';
import { forkedFrom } from './forked-from.ts';
import { agentSession, ownerOf, type Owner } from './owner.ts';
import { parseLine } from './parse.ts';
import { timeOf } from './parts.ts';
import { readRecord } from './records.ts';
import { leavesOf } from './summaries.ts';

/** Claude Code, versions 2.0.76 to 2.1.330: `<dir>/projects/**` (real-client FACTS, section 1). */
export const claudeCode: Source = {
  id: 'claude-code',

  roots(env) {
    const listed = (env['CLAUDE_CONFIG_DIR'] ?? '')
      .split(',')
      .map((dir) => dir.trim())
      .filter((dir) => dir !== '');
    const home = env['HOME'] ?? homedir();
    const dirs =
      listed.length > 0
        ? listed
        : [join(home, '.config', 'claude'), join(home, '.claude')].filter(existsSync);
    return [...new Set(dirs.map((dir) => resolve(dir, 'projects')))];
  },

  isTranscript(path) {
    if (!path.endsWith('.jsonl') || path.includes(`${sep}tool-results${sep}`)) return false;
    // A workflow's list of its sub-agents' results (`subagents/workflows/<run>/`), each of which has its own file there.
    return basename(path) !== 'journal.jsonl' || !path.includes(`${sep}subagents${sep}`);
  },

  reader: openReader,
};

/** Records in which the list of what was typed is asked again for the `/clear` before them. */
const MOST_ASKED = 5;

function openReader(path: string, memory: JsonObject = {}, keepImage?: KeepImage): RecordReader {
  const owner: Owner = { ...ownerOf(path), isOwnLeaf: leavesOf(path), keepImage };
  let clear = asClear(memory['clear']);
  const known = { cwd: '', branch: '', version: '', fork: '' };
  const agentFiles = new Map<string, boolean>();

  return {
    session: owner.session,

    forkedFrom: () => (owner.isSubagent ? undefined : forkedFrom(path, owner.main)),

    about() {
      if (!owner.isSubagent) return [];
      const meta = readMeta(path.replace(/\.jsonl$/, '.meta.json'));
      const callId = asString(meta['toolUseId']);
      const agentType = asString(meta['agentType']);
      const outer = asString(meta['parentAgentId']);
      const parent = outer ? agentSession(owner.main, outer) : owner.main;
      return [
        {
          type: 'session',
          session: owner.session,
          at: null,
          parent: { session: parent, kind: 'subagent', ...(callId ? { callId } : {}) },
          ...(agentType ? { agentType } : {}),
        },
      ];
    },

    memory: () => (clear ? { clear } : {}),

    read(line) {
      const parsed = parseLine(line);
      if (parsed.kind === 'skipped') return parsed;
      if (parsed.kind === 'bad') {
        if (!parsed.recovered) return { kind: 'bad', reason: parsed.reason };
        const rest = readOwn(parsed.recovered);
        return rest.kind === 'events'
          ? { ...rest, lost: parsed.reason }
          : { kind: 'bad', reason: parsed.reason };
      }
      return readOwn(parsed.record);
    },
  };

  function readOwn(record: JsonObject): LineVerdict {
    return toldByAgentFile(record) ? { kind: 'skipped' } : withSession(record, readRecord(record, owner));
  }

  /** A sub-agent with a file of its own is read from there; its progress records say the same again. */
  function toldByAgentFile(record: JsonObject): boolean {
    if (record['type'] !== 'progress' || owner.isSubagent) return false;
    const agentId = asString(asObject(record['data'])['agentId']);
    if (!agentId) return false;
    let told = agentFiles.get(agentId);
    if (told === undefined) {
      const file = `agent-${agentId}.jsonl`;
      told =
        existsSync(join(path.replace(/\.jsonl$/, ''), 'subagents', file)) ||
        existsSync(join(dirname(path), file));
      agentFiles.set(agentId, told);
    }
    return told;
  }

  /** The session that the `/clear` of this one ended, once it is known. */
  function clearedBefore(record: JsonObject, cwd: string): string | undefined {
    if (owner.isSubagent) return undefined;
    if (isClear(record)) clear = { at: timeOf(record['timestamp']) ?? 0, asked: 0 };
    if (!clear || record['type'] !== 'user') return undefined;
    const session = clearedSession(path, { session: owner.main, cwd, at: clear.at });
    clear.asked += 1;
    if (session !== undefined || clear.asked >= MOST_ASKED) clear = undefined;
    return session;
  }

  /** Puts what the record says of its session before its events, when it is news. */
  function withSession(record: JsonObject, verdict: LineVerdict): LineVerdict {
    if (verdict.kind === 'unknown' || verdict.kind === 'bad') return verdict;
    const cwd = asString(record['cwd']) ?? known.cwd;
    const branch = asString(record['gitBranch']) ?? known.branch;
    const version = asString(record['version']) ?? known.version;
    const origin = asString(record['requestSessionId']) ?? '';
    const fork = origin !== owner.main && !owner.isSubagent ? origin : '';
    const cleared = clearedBefore(record, cwd);
    const isNews =
      cleared !== undefined ||
      cwd !== known.cwd ||
      branch !== known.branch ||
      version !== known.version ||
      (fork !== '' && fork !== known.fork);
    if (!isNews) return verdict;
    Object.assign(known, { cwd, branch, version, fork: fork || known.fork });
    const about: Event = {
      type: 'session',
      session: owner.session,
      at: null,
      cwd,
      branch,
      version,
      ...(cleared ? { parent: { session: cleared, kind: 'clear' } } : {}),
      ...(fork ? { parent: { session: fork, kind: 'fork' } } : {}),
    };
    if (verdict.kind === 'events') return { kind: 'events', events: [about, ...verdict.events] };
    return { kind: 'events', events: [about] };
  }
}

function asClear(value: unknown): { at: number; asked: number } | undefined {
  const at = asNumber(asObject(value)['at']);
  const asked = asNumber(asObject(value)['asked']);
  return at === undefined || asked === undefined ? undefined : { at, asked };
}

function readMeta(path: string): JsonObject {
  try {
    return asObject(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {}; // older versions write none
  }
}
