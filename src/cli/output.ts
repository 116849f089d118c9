import { once } from 'node:events';
import { lookFor, type Look } from '../render/look.ts';

/** What a command says: its answer to stdout; notices to stderr, and only when a person watches. */

export function look(): Look {
  return lookFor(process.stdout, process.env);
}

/** Waits when the reader is slower than we are. */
export async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

export async function writeJson(value: unknown): Promise<void> {
  await write(JSON.stringify(value) + '\n');
}

export function notice(sentence: string): void {
  if (process.stderr.isTTY) process.stderr.write(`her: ${sentence}\n`);
}
