/**
 * How fast is redaction, and what does it change over real transcripts?
 *
 *   HER_CORPUS=<folder with projects/**.jsonl> node bench/redact.ts [--list]
 *
 * Prints MB/s (UTF-16 code units, one pass over every string of message contents, tool inputs and tool results),
 * the strings changed, and with `--list` each changed place with its surroundings.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createRedactor } from '../src/privacy/redact.ts';

const AROUND = 60;
/** Ids, dates and signatures that ingest never stores as text. */
const NOT_TEXT = new Set([
  'uuid',
  'parentUuid',
  'sessionId',
  'timestamp',
  'signature',
  'id',
  'messageId',
  'requestId',
  'tool_use_id',
]);

const corpus = process.env['HER_CORPUS'];
if (corpus === undefined) {
  console.error('Set HER_CORPUS to a folder that holds transcripts (*.jsonl, in subfolders too).');
  process.exit(2);
}
const texts = [...textsUnder(corpus)];
const characters = texts.reduce((sum, text) => sum + text.length, 0);

const redactor = createRedactor();
const started = process.cpuUsage();
const redacted = texts.map((text) => redactor.redact(text));
const { user, system } = process.cpuUsage(started);
const seconds = (user + system) / 1e6;

const changed = texts.flatMap((text, index) =>
  redacted[index] === text ? [] : [[text, redacted[index]!] as const],
);
const places = new Map<string, number>();
for (const [before, after] of changed)
  for (const place of changesOf(before, after)) places.set(place, (places.get(place) ?? 0) + 1);

console.log(`texts     ${texts.length} (${(characters / 1e6).toFixed(1)} M characters)`);
console.log(`cpu       ${seconds.toFixed(2)} s, ${(characters / 1e6 / seconds).toFixed(0)} M characters/s`);
console.log(
  `changed   ${changed.length} texts, 1 in ${Math.round(texts.length / Math.max(1, changed.length))}; ${places.size} different places`,
);
for (const [kind, count] of [...redactor.counts].sort((a, b) => b[1] - a[1]))
  console.log(`  ${kind.padEnd(24)} ${count}`);
if (process.argv.includes('--list')) {
  for (const [place, count] of [...places].sort((a, b) => b[1] - a[1]))
    console.log(`${String(count).padStart(4)}  ${place}`);
}

function* textsUnder(folder: string): Generator<string> {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.jsonl')) continue;
    for (const line of readFileSync(path.join(folder, name), 'utf8').split('\n')) {
      yield* textsOf(parsed(line));
    }
  }
}

/** A broken line counts as one text: redaction has to cope with it, too. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    if (value.length >= 4) yield value;
  } else if (Array.isArray(value)) {
    for (const item of value) yield* textsOf(item);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) if (!NOT_TEXT.has(key)) yield* textsOf(item);
  }
}

/** Each replaced piece with what stands around it, found by walking along the marks. */
function* changesOf(before: string, after: string): Generator<string> {
  let from = 0;
  let done = 0;
  for (const mark of after.matchAll(/\[redacted:[a-z0-9-]+\]/g)) {
    const start = from + (mark.index - done);
    done = mark.index + mark[0].length;
    if (before.startsWith(mark[0], start)) {
      from = start + mark[0].length;
      continue;
    }
    const next = after.slice(done, done + 24).split('[redacted:')[0]!;
    const end = next === '' ? before.length : before.indexOf(next, start + 1);
    const clean = (text: string): string => text.replace(/\s+/g, ' ');
    yield `${mark[0]}  ${clean(before.slice(Math.max(0, start - AROUND), start))}⟦${clean(before.slice(start, end))}⟧${clean(before.slice(end, end + 20))}`;
    from = end;
  }
}
