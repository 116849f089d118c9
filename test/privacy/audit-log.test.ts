import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  auditFile,
  openAuditLog,
  sessionsIn,
  verifyAudit,
  type AuditEnd,
  type AuditEntry,
} from '../../src/privacy/audit-log.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'her-audit-'));
  [kept, fullBytes] = [undefined, undefined];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const read = (...sessions: string[]): AuditEntry => ({
  action: 'read',
  what: 'search_sessions',
  sessions,
  who: { client: 'claude-code', session: 's1' },
});

let kept: AuditEnd | undefined;
let fullBytes: number | undefined;

async function noted(...entries: AuditEntry[]): Promise<void> {
  const log = openAuditLog(home, () => {}, {
    now: () => Date.UTC(2026, 10, 23),
    keepEnd: (end) => void (kept = end),
    fullBytes,
  });
  for (const entry of entries) log.note(entry);
  await log.settled();
}

const lines = (): string[] => readFileSync(auditFile(home), 'utf8').trimEnd().split('\n');

test('says who read which sessions with what, in order, in a file of its owner alone', async () => {
  await noted(read('a', 'b'), { action: 'change', what: 'forget', sessions: ['a'], who: { client: 'her' } });
  expect(lines().map((line) => JSON.parse(line))).toMatchObject([
    {
      seq: 1,
      at: '2026-11-23T00:00:00.000Z',
      action: 'read',
      sessions: ['a', 'b'],
      who: { client: 'claude-code' },
    },
    { seq: 2, action: 'change', what: 'forget', sessions: ['a'] },
  ]);
  expect(statSync(auditFile(home)).mode & 0o777).toBe(0o600);
  expect(await verifyAudit(home)).toMatchObject({ entries: 2, broken: null });
});

describe('verify finds', () => {
  beforeEach(() => noted(read('a'), read('b'), read('c')));

  test.each([
    ['a line that was changed', (all: string[]) => [all[0]!, all[1]!.replace('"b"', '"x"'), all[2]!], 2],
    ['a line that was removed', (all: string[]) => [all[0]!, all[2]!], 2],
    ['the first line removed', (all: string[]) => all.slice(1), 1],
    ['a line that was put in', (all: string[]) => [all[0]!, all[0]!, all[1]!, all[2]!], 2],
    ['lines that were moved', (all: string[]) => [all[1]!, all[0]!, all[2]!], 1],
    ['what is no record', (all: string[]) => [all[0]!, '{"seq":', all[2]!], 2],
  ])('%s', async (_, tamper, line) => {
    writeFileSync(auditFile(home), tamper(lines()).join('\n') + '\n');
    expect((await verifyAudit(home)).broken).toMatchObject({ line });
  });
});

describe('with the end kept elsewhere, verify finds', () => {
  beforeEach(() => noted(read('a'), read('b'), read('c')));

  test('that lines were cut off at the end', async () => {
    const cut = lines();
    writeFileSync(auditFile(home), cut.slice(0, 1).join('\n') + '\n');
    expect((await verifyAudit(home)).broken).toBeNull();
    expect((await verifyAudit(home, kept)).broken).toMatchObject({
      line: 2,
      reason: expect.stringContaining('cut off at its end by 2 lines'),
    });
    writeFileSync(auditFile(home), cut.slice(0, 2).join('\n') + '\n');
    expect((await verifyAudit(home, kept)).broken).toMatchObject({
      line: 3,
      reason: expect.stringMatching(/cut off at its end by 1 line$/),
    });
  });

  test('that the whole log is gone, or was made anew', async () => {
    rmSync(auditFile(home));
    expect((await verifyAudit(home, kept)).broken).toMatchObject({ line: 1 });
    const before = kept;
    await noted(read('x'), read('y'), read('z'));
    expect((await verifyAudit(home)).broken).toBeNull();
    expect((await verifyAudit(home, before)).broken).toMatchObject({
      line: 3,
      reason: expect.stringContaining('made anew'),
    });
  });
});

describe('a full file is put aside', () => {
  const files = (): string[] => readdirSync(join(home, 'log')).sort();

  test('and the chain goes on in the next', async () => {
    fullBytes = 1;
    for (const name of ['a', 'b', 'c']) await noted(read(name));
    expect(files()).toEqual([
      'audit.000000000001.jsonl',
      'audit.000000000002.jsonl',
      'audit.000000000003.jsonl',
    ]);
    expect(await verifyAudit(home, kept)).toMatchObject({ entries: 3, broken: null });
    rmSync(join(home, 'log', 'audit.000000000001.jsonl'));
    expect((await verifyAudit(home, kept)).broken).toMatchObject({ line: 1 });
  });

  test('and of ten the oldest goes', async () => {
    fullBytes = 1;
    for (let n = 0; n < 12; n++) await noted(read(String(n)));
    expect(files()).toHaveLength(10);
    expect(files()[0]).toBe('audit.000000000003.jsonl');
    expect(await verifyAudit(home, kept)).toMatchObject({ entries: 10, broken: null });
  });
});

test('several processes write one chain', async () => {
  const script = `
    import { openAuditLog } from ${JSON.stringify(fileURLToPath(new URL('../../src/privacy/audit-log.ts', import.meta.url)))};
    const log = openAuditLog(${JSON.stringify(home)}, (text) => { throw new Error(text); });
    for (let i = 0; i < 20; i++) {
      log.note({ action: 'read', what: 'x', sessions: [String(i)], who: { client: 'test' } });
      await log.settled();
    }`;
  const ended = Array.from({ length: 4 }, () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    return new Promise((resolve) => child.once('exit', resolve));
  });
  expect(await Promise.all(ended)).toEqual([0, 0, 0, 0]);
  expect(await verifyAudit(home)).toMatchObject({ entries: 80, broken: null });
});

test('a process that was killed with the lock does not hold up the others for good', async () => {
  await noted(read('a'));
  writeFileSync(`${auditFile(home)}.lock`, '');
  await noted(read('b'));
  expect(await verifyAudit(home)).toMatchObject({ entries: 2, broken: null });
});

test('finds the sessions in answers of every shape', () => {
  expect(sessionsIn({ hits: [{ session_id: 'a' }, { session_id: 'b' }], query: 'id' })).toEqual(['a', 'b']);
  expect(sessionsIn({ session: { id: 'a', project: 'p' }, turns: [{ id: 'no' }] })).toEqual(['a']);
  expect(sessionsIn({ sessions: [{ id: 'a' }, { id: 'b' }] })).toEqual(['a', 'b']);
});
