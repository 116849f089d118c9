import { seeded } from './seeded.ts';

/** Seeded chance for fuzzing: the same seed gives the same input on every machine. */
export interface Chance {
  /** In `[0, below)`. */
  int(below: number): number;
  pick<T>(from: readonly T[]): T;
  /** True once in `times`. */
  once(times: number): boolean;
}

export function chanceOf(seed: number): Chance {
  const next = seeded(seed);
  const int = (below: number): number => Math.floor(next() * below);
  return { int, pick: (from) => from[int(from.length)]!, once: (times) => int(times) === 0 };
}

/** What breaks careless readers: ends of ranges, nothing, other types, names with a meaning of their own. */
const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  0.5,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  '__proto__',
  'constructor',
  '2026-13-45T99:99:99Z',
  '-271821-04-20T00:00:00.000Z',
  'latest',
  [],
  [[]],
  {},
  { type: 'text' },
  { toString: null },
];
const ODD_TEXTS: readonly string[] = [
  '\u0000',
  '\n',
  '\r\n',
  '"',
  "'",
  '\\',
  '\\u0000',
  '\\ud800',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '*',
  'NEAR(',
  ' OR ',
  'NOT ',
  '%',
  '%ff',
  '../',
  '\u001b[2J',
  '\u202e',
  '\u{e0041}',
  '\ufffd',
  'é',
  '漢',
  '9999999999999999999',
  'last week',
  '31st of february',
  '<private>',
  '</private>',
];

/** A text with a few places changed, doubled, dropped or repeated; at most `longest` characters. */
export function mutatedText(
  chance: Chance,
  text: string,
  others: readonly string[],
  longest: number,
): string {
  let changed = text;
  for (let edits = 1 + chance.int(6); edits > 0; edits--) {
    const at = chance.int(changed.length + 1);
    const length = chance.int(Math.min(changed.length - at, 64) + 1);
    const before = changed.slice(0, at);
    const after = changed.slice(at);
    const piece = after.slice(0, length);
    const other = chance.pick(others);
    const from = chance.int(other.length + 1);
    const ways = [
      () => before + chance.pick(ODD_TEXTS) + after,
      () => before + after.slice(length),
      () => before + String.fromCharCode(chance.int(0x10000)) + after.slice(1),
      () => before + piece.repeat(2 + chance.int(50)) + after,
      () => before + other.slice(from, from + chance.int(200)) + after,
      () => before + chance.pick(ODD_TEXTS).repeat(chance.int(2000)) + after,
      () => (chance.once(4) ? before : changed),
    ];
    changed = chance.pick(ways)();
  }
  return changed.slice(0, longest);
}

/** The value with some of its parts replaced, dropped, doubled or nested. */
export function mutatedValue(chance: Chance, value: unknown, rate = 12): unknown {
  if (chance.once(rate)) return chance.pick(ODD_VALUES);
  if (chance.once(rate * 20)) return nested(value, chance.int(3000));
  if (Array.isArray(value)) {
    const items = value.flatMap((item: unknown) =>
      chance.once(rate) ? [] : [mutatedValue(chance, item, rate), ...(chance.once(rate) ? [item] : [])],
    );
    return items;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).flatMap(([key, item]) =>
      chance.once(rate * 2) ? [] : [[key, mutatedValue(chance, item, rate)] as const],
    );
    return Object.fromEntries(entries);
  }
  if (typeof value === 'string' && chance.once(rate))
    return mutatedText(chance, value, [value, 'x'], 100_000);
  return value;
}

function nested(value: unknown, depth: number): unknown {
  let outer = value;
  for (let level = 0; level < depth; level++) outer = level % 2 === 0 ? [outer] : { input: outer };
  return outer;
}
