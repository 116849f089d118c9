/** Copies of a folder of transcripts as other people's work would be: other ids, other rare words, the same shape. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ARCHIVE = fileURLToPath(new URL('../../shared/transcripts/projects.tar.xz', import.meta.url));
const YESTERDAY = Date.now() / 1000 - 86_400;

/** The folder that `HER_CORPUS` names, with `projects/` in it; else the shared archive, unpacked. Ends the process when there is neither. */
export function corpusFolder(): { folder: string; remove: () => void } {
  const given = process.env['HER_CORPUS'];
  if (given) return { folder: given, remove: () => undefined };
  if (!existsSync(ARCHIVE)) {
    console.error(
      'Set HER_CORPUS to a folder that holds projects/ with transcripts: the development corpus is not here.',
    );
    process.exit(2);
  }
  const unpacked = mkdtempSync(join(tmpdir(), 'her-corpus-'));
  execFileSync('tar', ['xJf', ARCHIVE, '-C', unpacked]);
  const folder = existsSync(join(unpacked, 'projects'))
    ? unpacked
    : join(unpacked, readdirSync(unpacked)[0] ?? '');
  return { folder, remove: () => rmSync(unpacked, { recursive: true, force: true }) };
}

/**
 * Writes copy `n` of the transcripts of `from` into `to`; copy 0 is the original. All were changed yesterday.
 * @returns bytes written
 */
export function copyChanged(from: string, to: string, n: number): number {
  const root = join(from, 'projects');
  let bytes = 0;
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.jsonl') && !name.endsWith('.meta.json')) continue;
    const path = join(to, 'projects', changedIds(name.replace('/', n === 0 ? '/' : `-${n}/`), n));
    const original = readFileSync(join(root, name));
    const content = n === 0 ? original : changed(original, n);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    utimesSync(path, YESTERDAY, YESTERDAY);
    if (name.endsWith('.jsonl')) bytes += content.length;
  }
  return bytes;
}

export function changed(content: Buffer, n: number): Buffer {
  return Buffer.from(changedWords(changedIds(content.toString('utf8'), n), n));
}

/** Ids of sessions, records, prompts (uuids), messages, requests and calls. */
function changedIds(text: string, n: number): string {
  if (n === 0) return text;
  const mark = n.toString(16).padStart(4, '0');
  return text
    .replace(/\b[0-9a-f]{4}([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/g, `${mark}$1`)
    .replace(/\b(toolu|msg|req)_([A-Za-z0-9]{2})[A-Za-z0-9]{4}/g, `$1_$2${mark}`);
}

/** A third of the long words between blanks: those are never keys of JSON, nor names of tools. */
function changedWords(text: string, n: number): string {
  return text.replace(/(?<= )[a-z]{8,}(?= )/g, (word) =>
    (word.charCodeAt(2) + word.length) % 3 === 0 ? `${word}q${n.toString(36)}` : word,
  );
}
