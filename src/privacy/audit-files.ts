import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../shared/errors.ts';

/**
 * The audit log's files: `audit.jsonl` is written; when it is full it becomes `audit.<number of its last line>.jsonl`.
 * The chain goes on from file to file.
 */
export function auditFile(home: string): string {
  return join(home, 'log', 'audit.jsonl');
}

/** About 30,000 lines. */
export const FULL_BYTES = 10_000_000;
/** Full ones that are kept; the oldest beyond them is removed. */
export const MOST_FULL = 10;
const DIGITS = 12;

/** Paths, the oldest first; the one that is written is the last, whether it is there or not. */
export async function auditFiles(home: string): Promise<string[]> {
  const folder = dirname(auditFile(home));
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const full = names.filter((name) => /^audit\.\d{12}\.jsonl$/.test(name)).sort();
  return [...full.map((name) => join(folder, name)), auditFile(home)];
}

/** Puts the full file aside. @param last the number of its last line */
export async function rotate(home: string, last: number): Promise<void> {
  const path = auditFile(home);
  await rename(path, join(dirname(path), `audit.${String(last).padStart(DIGITS, '0')}.jsonl`));
  const full = (await auditFiles(home)).slice(0, -1);
  for (const old of full.slice(0, Math.max(0, full.length - MOST_FULL))) await rm(old, { force: true });
}

/** The log's lines as they are, oldest first; none when nothing was noted. */
export async function auditLines(home: string): Promise<string[]> {
  const lines: string[] = [];
  for (const file of await auditFiles(home)) {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return '';
      throw error;
    });
    for (const line of text.split('\n')) if (line !== '') lines.push(line);
  }
  return lines;
}
