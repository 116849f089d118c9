/** Ids and small "random" numbers for the sample: all are hashes of a name, so that every run writes the same bytes. */
import { createHash } from 'node:crypto';

const sha = (seed: string): string => createHash('sha256').update(seed).digest('hex');

/** A v4-shaped UUID that depends on `seed` alone. */
export function uuidOf(seed: string): string {
  const hex = sha(seed);
  const variant = '89ab'[parseInt(hex[16]!, 16) % 4]!;
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** The API's style of id: a prefix and 20 characters, for example `msg_01…`. */
export const idOf = (prefix: string, seed: string): string => prefix + sha(`${prefix}${seed}`).slice(0, 20);

/** A whole number in `[low, high]` that depends on `seed` alone. */
export const numberOf = (seed: string, low: number, high: number): number =>
  low + (parseInt(sha(`n:${seed}`).slice(0, 8), 16) % (high - low + 1));
