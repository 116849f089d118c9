import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { IngestContext } from '../../src/ingest/file.ts';
import { makeWorld, openContext, readAll } from './world.ts';

/** The development corpus, counted by two programs: Her, and the plain one below that only knows JSON lines. */
const SHARED = fileURLToPath(new URL('../../../shared', import.meta.url));
const ARCHIVE = join(SHARED, 'transcripts/projects.tar.xz');
const LABELS = join(SHARED, 'labels/labels.jsonl');
const isHere = existsSync(ARCHIVE) && existsSync(LABELS);
const world = makeWorld();
afterAll(() => world.remove());

type Raw = Record<string, unknown>;
const object = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {});
const array = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function* records(): Generator<Raw> {
  for (const entry of readdirSync(world.at(''), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.jsonl')) continue;
    for (const line of readFileSync(join(entry.parentPath, entry.name), 'utf8').split('\n')) {
      try {
        yield object(JSON.parse(line));
      } catch {
        continue;
      }
    }
  }
}

/** Ids of what the main conversations' records hold. */
function countPlainly() {
  const calls = new Set<string>();
  const messages = new Set<string>();
  const files = readdirSync(world.at(''), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name.endsWith('.jsonl'),
  );
  for (const record of records()) {
    if (record['type'] !== 'assistant') continue;
    const message = object(record['message']);
    if (message['model'] !== '<synthetic>' && typeof message['id'] === 'string') messages.add(message['id']);
    for (const block of array(message['content']).map(object))
      if (block['type'] === 'tool_use') calls.add(String(block['id']));
  }
  return { calls, messages, files: files.length };
}

describe.skipIf(!isHere)('the development corpus (skipped where ../shared is absent)', () => {
  let context: IngestContext;

  it('is read without a record of an unknown type, and its one broken line is named', async () => {
    mkdirSync(join(world.root, 'claude'), { recursive: true });
    execFileSync('tar', ['xJf', ARCHIVE, '-C', join(world.root, 'claude')]);
    context = openContext(world);
    const totals = await readAll(context, world);
    expect(totals).toMatchObject({ unknown_lines: 0, bad_lines: 1 });
    expect(totals.files).toBe(countPlainly().files);
  }, 180_000);

  it('every typed prompt is the prompt of exactly one turn', () => {
    const labels = readFileSync(LABELS, 'utf8')
      .trim()
      .split('\n')
      .map((line) => object(JSON.parse(line)));
    const typed = labels.filter((label) => label['typed'] === true).map((label) => String(label['uuid']));
    const turns = context.store.db
      .prepare<[string], number>('SELECT count(*) FROM turn WHERE prompt_uuid = ?')
      .pluck();
    expect(typed).toHaveLength(871);
    expect(typed.filter((uuid) => turns.get(uuid) !== 1)).toEqual([]);
  });

  it('nothing else is a prompt of a person but one that is an image alone', () => {
    const labelled = new Set(
      readFileSync(LABELS, 'utf8')
        .trim()
        .split('\n')
        .map((line) => object(JSON.parse(line))['uuid']),
    );
    const others = context.store.db
      .prepare<[], { prompt_uuid: string; role: string; prompt: string; images: number }>(
        "SELECT prompt_uuid, role, prompt, images FROM turn WHERE role IN ('person', 'command')",
      )
      .all()
      .filter((turn) => !labelled.has(turn.prompt_uuid));
    expect(others.filter(({ prompt, images }) => !(prompt.trim() === '' && images > 0))).toEqual([]);
  });

  it('calls and messages are those that a plain count finds', () => {
    const { calls, messages } = countPlainly();
    const stored = <T extends string>(sql: string): Set<T> =>
      new Set(context.store.db.prepare<[], T>(sql).pluck().all());
    const actions = stored('SELECT call_id FROM action');
    const usage = stored('SELECT message_id FROM usage');
    expect([...calls].filter((id) => !actions.has(id))).toEqual([]);
    expect([...messages].filter((id) => !usage.has(id))).toEqual([]);
    context.store.close();
  });
});
