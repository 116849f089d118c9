import { expect } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { dumpOf } from './dump.ts';
import type { History } from './history.ts';
import { seeded } from './random.ts';
import { contextOn, makeWorld, readAll, type World } from './world.ts';

function originOf(fork: string, history: History): string | undefined {
  const origin = /"requestSessionId":"([^"]+)"/.exec(history.get(fork)!.join(' '))?.[1];
  return origin && `-work-pond/${origin}.jsonl`;
}

const bytesOf = (history: History): Map<string, Buffer> =>
  new Map([...history].map(([path, lines]) => [path, Buffer.from(lines.join('\n') + '\n')]));

/** Hands out the files' bytes in pieces of any size, the files in turn; a fork begins when its original ended. */
export function* growth(history: History, seed: number): Generator<{ path: string; bytes: Buffer }> {
  const random = seeded(seed);
  const left = bytesOf(history);
  while (left.size > 0) {
    const path = random.pick([...left.keys()].filter((name) => !left.has(originOf(name, history) ?? '')));
    const bytes = left.get(path)!;
    const size = random.chance(0.5) ? random.between(1, 400) : random.between(1, 20_000);
    yield { path, bytes: bytes.subarray(0, size) };
    if (size >= bytes.length) left.delete(path);
    else left.set(path, bytes.subarray(size));
  }
}

/** What a clean run over the files as they are now stores. */
export async function cleanRun(grown: World): Promise<string[]> {
  const other = makeWorld();
  try {
    const context = contextOn(openStore(other.database));
    await readAll(context, grown);
    const dump = dumpOf(context.store);
    context.store.close();
    return dump;
  } finally {
    other.remove();
  }
}

/** Shows the lines that differ, not the whole history. */
export function expectSame(found: string[], expected: string[]): void {
  const cut = (lines: string[]): string[] => lines.map((line) => line.slice(0, 300)).slice(0, 6);
  const wanted = new Set(expected);
  const got = new Set(found);
  expect({
    tooMuch: cut(found.filter((line) => !wanted.has(line))),
    missing: cut(expected.filter((line) => !got.has(line))),
  }).toEqual({ tooMuch: [], missing: [] });
  expect(found).toEqual(expected);
}
