import { seeded as numbers } from '../../bench/seeded.ts';

/** Choices that are the same in every run. */
export function seeded(seed: number) {
  const next = numbers(seed);
  return {
    next,
    /** A whole number in [from, to). */
    between: (from: number, to: number): number => from + Math.floor(next() * (to - from)),
    chance: (share: number): boolean => next() < share,
    pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!,
  };
}
