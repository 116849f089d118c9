import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { termsOf } from '../src/insight/rules/complaint.ts';

/** What a project's CLAUDE.md says already, and since when. Reads files and asks git; changes nothing. */
export interface WrittenRule {
  file: string;
  line: string;
  /** Milliseconds; absent when git does not tell. */
  since?: number;
}

const FILES = ['CLAUDE.md', join('.claude', 'CLAUDE.md'), 'CLAUDE.local.md'];
const GIT_MS = 2000;
const LARGEST = 200_000;

/** The first line that holds all these words. @param folders of projects */
export async function writtenRule(
  folders: readonly string[],
  terms: readonly string[],
): Promise<WrittenRule | undefined> {
  for (const folder of folders) {
    for (const name of FILES) {
      const file = join(folder, name);
      const line = (await linesOf(file)).find((one) => {
        const own = termsOf(one);
        return terms.every((term) => own.has(term));
      });
      if (line === undefined) continue;
      const since = await addedAt(file, line);
      return { file, line: line.trim(), ...(since === undefined ? {} : { since }) };
    }
  }
  return undefined;
}

async function linesOf(file: string): Promise<string[]> {
  try {
    if ((await stat(file)).size > LARGEST) return [];
    return (await readFile(file, 'utf8')).split('\n');
  } catch {
    return []; // no such file, or none that can be read: nothing is written there
  }
}

/** When the line came into the file, by its history; its first commit. */
async function addedAt(file: string, line: string): Promise<number | undefined> {
  const folder = dirname(file);
  try {
    const { stdout } = await promisify(execFile)(
      'git',
      ['-C', folder, 'log', '--reverse', '--format=%at', `-S${line.trim()}`, '--', relative(folder, file)],
      { timeout: GIT_MS },
    );
    const seconds = Number(stdout.split('\n')[0]);
    return seconds > 0 ? seconds * 1000 : undefined;
  } catch {
    return undefined; // no git, or no repository
  }
}
