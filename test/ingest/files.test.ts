import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linesFrom } from '../../src/ingest/lines.ts';
import { ingestAll, ingestSafely } from '../../src/ingest/pass.ts';
import type { IngestContext } from '../../src/ingest/file.ts';
import { claudeCode } from '../../src/sources/claude-code/claude-code.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import { dumpOf } from './dump.ts';
import { lines, speak } from './records.ts';
import { fileRow, makeWorld, openContext, promptsIn, readAll, turnsIn, type World } from './world.ts';

let world: World;
let context: IngestContext;
beforeEach(() => {
  world = makeWorld();
  context = openContext(world);
});
afterEach(() => {
  context.store.close();
  world.remove();
});

const FILE = '-work-pond/0000aaaa-0000-4000-8000-000000000001.jsonl';
const SESSION = '0000aaaa-0000-4000-8000-000000000001';

/** A conversation of so many turns, a record a line. */
function talk(turns: number, session = SESSION) {
  const say = speak({ session });
  return Array.from({ length: turns }, (_, n) => [
    say.user(`Question ${n + 1}`),
    say.reply(`Answer ${n + 1}`),
  ]).flat();
}
const questions = (count: number): string[] => Array.from({ length: count }, (_, n) => `Question ${n + 1}`);
const sessions = () => context.store.db.prepare('SELECT key FROM session').pluck().all();
const replies = (): string[] => turnsIn(context.store).map(({ reply }) => reply);
const read = () => readAll(context, world);

describe('lines', () => {
  it('a half-written last line is read once, when it is complete', async () => {
    const whole = Buffer.from(lines(...talk(2)));
    const cut = whole.length - 30;
    world.put(FILE, whole.subarray(0, cut));
    await read();
    expect(replies()).toEqual(['Answer 1', '']);
    world.append(FILE, whole.subarray(cut));
    await read();
    await read();
    expect(replies()).toEqual(['Answer 1', 'Answer 2']);
    expect(fileRow(context, world.at(FILE))).toMatchObject({ offset: whole.length, lines: 4, bad_lines: 0 });
  });

  it('half a line is not taken for whole because what stands before its copied result is', async () => {
    const say = speak({ session: SESSION });
    const result = say.result('toolu_1', 'short', {
      toolUseResult: { stdout: 'x'.repeat(4000) },
      last: 'kept',
    });
    const text = lines(say.user('Look'), say.call('toolu_1', 'Bash', { command: 'ls' }), result);
    for (let at = text.length - 3000; at < text.length - 1; at += 500) {
      world.put(FILE, text.slice(0, at));
      await read();
      expect(fileRow(context, world.at(FILE)).lines).toBe(2);
    }
    world.put(FILE, text);
    await read();
    expect(fileRow(context, world.at(FILE))).toMatchObject({ lines: 3, bad_lines: 0 });
  });

  it('a whole last line without its newline is read, and once when the newline comes', async () => {
    const text = lines(...talk(1));
    world.put(FILE, text.trimEnd());
    expect(await read()).toMatchObject({ lines: 2 });
    expect(replies()).toEqual(['Answer 1']);
    world.append(FILE, '\n' + lines(...talk(2).slice(2)));
    expect(await read()).toMatchObject({ lines: 2 });
    expect(replies()).toEqual(['Answer 1', 'Answer 2']);
  });

  it('a file that grows while it is read is read as far as it is there', () => {
    const path = world.put(FILE, 'one\ntwo\n');
    const file = openSync(path, 'r');
    const found: string[] = [];
    for (const line of linesFrom(file, 0)) {
      if (line.kind === 'too-long') continue;
      found.push(line.line.toString());
      if (found.length === 1) world.append(FILE, 'three\nfo');
    }
    closeSync(file);
    expect(found).toEqual(['one', 'two', 'three', 'fo']);
  });

  it('a line longer than is read is skipped, named by its number, and the rest is read', async () => {
    const [first, answer, ...rest] = talk(2);
    world.put(FILE, lines(first, answer));
    const file = openSync(world.at(FILE), 'a');
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    for (let mb = 0; mb < 50; mb += 1) writeSync(file, chunk);
    closeSync(file);
    world.append(FILE, '\n' + lines(...rest));
    await read();
    expect(replies()).toEqual(['Answer 1', 'Answer 2']);
    expect(context.store.db.prepare('SELECT line, reason FROM bad_line').all()).toEqual([
      { line: 3, reason: 'longer than 32 MB, skipped' },
    ]);
  });

  it('a line of 200 MB costs no more memory than the longest line that is read', () => {
    const path = world.put(FILE, '');
    truncateSync(path, 200 * 1024 * 1024);
    const before = process.memoryUsage().arrayBuffers;
    const file = openSync(path, 'r');
    const kinds = [...linesFrom(file, 0)].map(({ kind }) => kind);
    const grown = process.memoryUsage().arrayBuffers - before;
    closeSync(file);
    expect(kinds).toEqual(['too-long']);
    expect(grown).toBeLessThan(100 * 1024 * 1024);
  });

  it('of a line that is no JSON it is noted where it breaks, never what it holds', async () => {
    world.put(
      FILE,
      'token=quokka7f3\n{"key": quokka7f3}\n{"key": "quokka7f3" "b": 1}\n{"key": "quokka\n[]\n',
    );
    await read();
    const notes = context.store.db.prepare<[], string>('SELECT reason FROM bad_line').pluck().all();
    expect(notes.join()).not.toContain('quokka');
    expect(notes).toEqual([
      'not JSON',
      'not JSON',
      'not JSON from character 21 on',
      'not JSON from character 16 on',
      'not a JSON object',
    ]);
  });

  it('a file that is no JSON is counted line by line, and others are read', async () => {
    world.put('-work-pond/notes.jsonl', 'Dear diary,\n\nno JSON here.\n[1, 2]\n');
    world.put(FILE, lines(...talk(1)));
    await read();
    expect(replies()).toEqual(['Answer 1']);
    expect(fileRow(context, world.at('-work-pond/notes.jsonl')).bad_lines).toBe(3);
    expect(context.store.db.prepare('SELECT line FROM bad_line ORDER BY line').pluck().all()).toEqual([
      1, 3, 4,
    ]);
  });

  it('two records glued together: the later one is read, and the loss is said', async () => {
    const [first, answer, second] = talk(2).map((record) => JSON.stringify(record));
    world.put(FILE, lines(first ?? '', (answer ?? '').slice(0, 40) + (second ?? '')));
    await read();
    expect(promptsIn(context.store)).toEqual(questions(2));
    expect(fileRow(context, world.at(FILE)).bad_lines).toBe(1);
  });
});

describe('what records may hold', () => {
  it('lone surrogates are replaced, missing and absurd times do without', async () => {
    const say = speak({ session: SESSION });
    world.put(
      FILE,
      lines(
        say.user('half a \ud83d duck', { timestamp: 'yesterday' }),
        say.reply('first', { timestamp: '0001-01-01T00:00:00Z' }),
        say.user('no time', { timestamp: undefined }),
        say.reply('second', { timestamp: '9999-12-31T00:00:00Z' }),
        say.user('a time', {}),
      ),
    );
    await read();
    expect(promptsIn(context.store)).toEqual(['half a \ufffd duck', 'no time', 'a time']);
    const times = context.store.db.prepare('SELECT started_at FROM turn ORDER BY n').pluck().all();
    expect(times.slice(0, 2)).toEqual([null, null]);
    expect(times[2]).toBeGreaterThan(Date.UTC(2026, 0, 1));
  });

  it('a record of an unknown kind does not swallow where its session takes place', async () => {
    const say = speak({ session: SESSION });
    world.put(FILE, lines(say.record('new-thing'), say.user('Question 1'), say.reply('Answer 1')));
    await read();
    const place = context.store.db.prepare('SELECT cwd, branch, version FROM session').get();
    expect(place).toEqual({ cwd: '/work/pond', branch: 'main', version: '2.1.330' });
  });

  it('a circle of parents ends nowhere and is read as it stands', async () => {
    const [a, b, c, d] = talk(2);
    const circle = [
      { ...a, parentUuid: d?.['uuid'] },
      { ...b, requestSessionId: '0000aaaa-0000-4000-8000-000000000002' },
      c,
      d,
    ];
    world.put(FILE, lines(...circle));
    const other = circle.map((record) => ({ ...record, requestSessionId: SESSION }));
    world.put('-work-pond/0000aaaa-0000-4000-8000-000000000002.jsonl', lines(...other));
    await read();
    expect(promptsIn(context.store).sort()).toEqual(questions(2));
  });
});

describe('files', () => {
  it("a workflow's list of results beside its sub-agents is not read, and no session", async () => {
    const run = `-work-pond/${SESSION}/subagents/workflows/wf_1`;
    const agent = speak({ session: SESSION });
    world.put(`${run}/agent-a1.jsonl`, lines(agent.user('Count the ducks'), agent.reply('Three.')));
    world.put(
      `${run}/journal.jsonl`,
      lines(
        { type: 'started', key: 'k', agentId: 'a1' },
        { type: 'result', key: 'k', agentId: 'a1', result: 'Three.' },
      ),
    );
    expect(await read()).toMatchObject({ files: 1, unknown_lines: 0 });
    expect(sessions()).toEqual([`${SESSION}/agent-a1`]);
  });

  it.each([
    ['by itself', FILE],
    ['in a folder of sub-agents', `-work-pond/${SESSION}/subagents/notes.jsonl`],
    ['called as a sub-agent', `-work-pond/${SESSION}/subagents/agent-a1.jsonl`],
    ['called as a sub-agent of older versions', '-work-pond/agent-a1.jsonl'],
  ])('a file without a record of a transcript makes no session: %s', async (_, path) => {
    const strange = {
      type: 'started',
      cwd: '/work/pond',
      gitBranch: 'main',
      version: '2.1.330',
      sessionId: SESSION,
    };
    world.put(path, lines({ key: 'k' }, strange, { type: 'result', result: {} }) + 'no JSON\n');
    expect(await read()).toMatchObject({ lines: 4, unknown_lines: 3, bad_lines: 1 });
    expect(sessions()).toEqual([]);
  });

  it('a file that was truncated and written again says nothing twice and goes on', async () => {
    world.put(FILE, lines(...talk(3)));
    await read();
    const before = dumpOf(context.store).filter((line) => !line.includes('"offset"'));
    world.put(FILE, lines(...talk(1)));
    await read();
    expect(dumpOf(context.store).filter((line) => !line.includes('"offset"'))).toEqual(before);
    world.put(FILE, lines(...talk(4)));
    await read();
    expect(replies()).toEqual(['Answer 1', 'Answer 2', 'Answer 3', 'Answer 4']);
  });

  it('a turn that goes on after its file was cut back goes on where it was', async () => {
    const say = speak({ session: SESSION });
    const records = [say.user('Question 1'), say.reply('one'), say.reply('two'), say.reply('three')];
    world.put(FILE, lines(...records.slice(0, 3)));
    await read();
    world.put(FILE, lines(...records.slice(0, 2)));
    await read();
    world.append(FILE, lines(...records.slice(2)));
    await read();
    expect(replies()).toEqual(['one\n\ntwo\n\nthree']);
  });

  it('a file replaced by other content is read from its start, and what was read stays', async () => {
    world.put(FILE, lines(...talk(2)));
    await read();
    rmSync(world.at(FILE));
    const say = speak({ session: 'another', start: Date.UTC(2026, 10, 9) });
    const other = [say.user('Something else entirely'), say.reply('Indeed'), ...talk(0)];
    world.put(FILE, lines(...other));
    await read();
    expect(promptsIn(context.store)).toEqual([...questions(2), 'Something else entirely']);
  });

  it('a rotated file goes on under its new name, and the new one is read as new', async () => {
    world.put(FILE, lines(...talk(2)));
    await read();
    renameSync(world.at(FILE), world.at(FILE.replace('1.jsonl', '1.old.jsonl')));
    world.put(FILE, lines(...talk(1, 'newer').map((record) => ({ ...record, sessionId: SESSION }))));
    await read();
    expect(promptsIn(context.store)).toHaveLength(3);
    await read();
    expect(promptsIn(context.store)).toHaveLength(3);
  });

  it('a file moved to another project folder goes on where it was', async () => {
    world.put(FILE, lines(...talk(2)));
    await read();
    const to = FILE.replace('-work-pond', '-work-lake');
    mkdirSync(dirname(world.at(to)), { recursive: true });
    renameSync(world.at(FILE), world.at(to));
    world.append(to, lines(...talk(3).slice(4)));
    const totals = await read();
    expect(replies()).toEqual(['Answer 1', 'Answer 2', 'Answer 3']);
    expect(totals.lines).toBe(2);
    expect(context.files.all()).toHaveLength(1);
  });

  it('what a deleted file said stays, and when it comes back it is not said again', async () => {
    world.put(FILE, lines(...talk(2)));
    await read();
    rmSync(world.at(FILE));
    await read();
    expect(replies()).toEqual(['Answer 1', 'Answer 2']);
    world.put('-restored/' + FILE.split('/')[1]!, lines(...talk(3)));
    await read();
    expect(replies()).toEqual(['Answer 1', 'Answer 2', 'Answer 3']);
  });

  it('a file that vanishes before it is opened is nothing to speak of', () => {
    expect(
      ingestSafely(context, { source: claudeCode, path: world.at('-work-pond/gone.jsonl') }),
    ).toMatchObject({
      lines: 0,
      more: false,
    });
    expect(context.files.all()).toEqual([]);
  });

  it('a file that cannot be read is named, waits longer each time, and blocks no other', async () => {
    let clock = Date.UTC(2026, 10, 23);
    context.lease.release();
    context.store.close();
    context = openContext(world, () => clock);
    mkdirSync(world.at('-work-pond/folder.jsonl'), { recursive: true });
    const waits: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      ingestSafely(context, { source: claudeCode, path: world.at('-work-pond/folder.jsonl') });
      const row = fileRow(context, world.at('-work-pond/folder.jsonl'));
      expect(row).toMatchObject({ error_code: 'EISDIR', error_count: attempt + 1 });
      waits.push((row.retry_at ?? 0) - clock);
      clock += 60_000;
    }
    expect(waits).toEqual([2000, 4000, 8000]);
    world.put(FILE, lines(...talk(1)));
    await read();
    expect(replies()).toEqual(['Answer 1']);
  });

  it('a link to a folder or file that is read already adds nothing, and a loop ends', async () => {
    world.put(FILE, lines(...talk(2)));
    symlinkSync(world.at(''), world.at('-work-pond/loop'));
    symlinkSync(world.at(FILE), world.at('-work-pond/alias.jsonl'));
    linkSync(world.at(FILE), world.at('-work-pond/hard.jsonl'));
    await read();
    ingestSafely(context, { source: claudeCode, path: world.at('-work-pond/alias.jsonl') });
    ingestSafely(context, { source: claudeCode, path: world.at('-work-pond/hard.jsonl') });
    expect(promptsIn(context.store)).toEqual(questions(2));
    expect(context.files.all()).toHaveLength(1);
    expect((await read()).files).toBe(0);
  });

  it('a linked project folder elsewhere is read', async () => {
    const elsewhere = join(world.root, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, FILE.split('/')[1]!), lines(...talk(1)));
    mkdirSync(world.at(''), { recursive: true });
    symlinkSync(elsewhere, world.at('linked'));
    await read();
    expect(replies()).toEqual(['Answer 1']);
  });

  it('every folder of CLAUDE_CONFIG_DIR is read, and once when it is named twice', async () => {
    const second = join(world.root, 'second', 'projects', '-work-lake');
    mkdirSync(second, { recursive: true });
    writeFileSync(join(second, '0000aaaa-0000-4000-8000-000000000009.jsonl'), lines(...talk(1, 'lake')));
    world.put(FILE, lines(...talk(1)));
    const env = {
      ...world.env,
      CLAUDE_CONFIG_DIR: `${join(world.root, 'claude')}, ${join(world.root, 'second')},${join(world.root, 'second')}/`,
    };
    const totals = await ingestAll(context, { sources: SOURCES, env });
    expect(totals).toMatchObject({ files: 2, lines: 4 });
  });

  it.each(['-work-日本語', '-work-with space', '-work-ünïcödé', '-work-🦆', '-work-\'"$(x)'])(
    'a folder named %s is read',
    async (name) => {
      world.put(`${name}/0000aaaa-0000-4000-8000-000000000001.jsonl`, lines(...talk(1)));
      await read();
      expect(replies()).toEqual(['Answer 1']);
    },
  );

  it('small files are written together, and one that cannot be read takes none with it', async () => {
    for (let n = 0; n < 100; n += 1)
      world.put(`-work-pond/small-${n}.jsonl`, lines(speak({ session: `s${n}` }).user(`Question ${n}`)));
    world.put('-work-pond/folder.jsonl', lines(speak({ session: 'folder' }).user('Never read')));
    const batches: number[] = [];
    let sabotaged = false;
    const admits = context.admission.file;
    context.admission.file = (source, path) => {
      if (path.endsWith('small-0.jsonl') && !sabotaged) {
        sabotaged = true;
        rmSync(world.at('-work-pond/folder.jsonl'));
        mkdirSync(world.at('-work-pond/folder.jsonl'));
      }
      return admits(source, path);
    };
    await ingestAll(context, {
      sources: SOURCES,
      env: world.env,
      onProgress: ({ files }) => batches.push(files),
    });
    expect(batches).toEqual([101]);
    expect(promptsIn(context.store).toSorted()).toEqual(
      Array.from({ length: 100 }, (_, n) => `Question ${n}`).toSorted(),
    );
    expect(fileRow(context, world.at('-work-pond/folder.jsonl'))).toMatchObject({
      error_code: 'EISDIR',
      offset: 0,
    });
  });

  it('the newest file is read first', async () => {
    for (const [index, day] of [3, 9, 6].entries()) {
      const path = world.put(
        `-work-pond/0000aaaa-0000-4000-8000-00000000000${index}.jsonl`,
        lines(speak({ session: `s${day}` }).user(`Day ${day}`)),
      );
      utimesSync(path, new Date(Date.UTC(2026, 10, day)), new Date(Date.UTC(2026, 10, day)));
    }
    await readAll(context, world);
    const prompts = context.store.db.prepare('SELECT prompt FROM turn ORDER BY id').pluck().all();
    expect(prompts).toEqual(['Day 9', 'Day 6', 'Day 3']);
  });

  it('a second pass over 5,000 files reads none of them', async () => {
    for (let index = 0; index < 5000; index += 1) {
      const id = String(index).padStart(12, '0');
      world.put(
        `-work-${index % 50}/0000aaaa-0000-4000-8000-${id}.jsonl`,
        `{"type":"mode","sessionId":"${id}"}\n`,
      );
    }
    expect(await read()).toMatchObject({ files: 5000, lines: 5000 });
    expect(await read()).toEqual({ files: 0, bytes: 0, lines: 0, unknown_lines: 0, bad_lines: 0 });
  });
});
