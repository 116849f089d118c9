import { readFileSync } from 'node:fs';
import { SOURCES } from '../sources/registry.ts';
import { forgottenIn } from '../store/forgotten.ts';
import type { Store } from '../store/open.ts';
import { discover } from './discover.ts';

/** The texts of forgotten sessions, as far as their transcripts are still on disk: for a proof that comes later. */
export function* forgottenTexts(store: Store, env: NodeJS.ProcessEnv): Generator<string> {
  const forgotten = forgottenIn(store);
  for (const { source, path } of discover(SOURCES, env)) {
    if (!forgotten.session(source.reader(path).session)) continue;
    for (const line of readFileSync(path, 'utf8').split('\n')) yield* strings(parsed(line));
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // a line that is half written was never stored
  }
}

function* strings(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const item of Object.values(value)) yield* strings(item);
}
