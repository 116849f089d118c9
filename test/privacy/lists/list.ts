/**
 * What every list of the redaction tests is made of. A list is written from sources outside the rules (providers'
 * documents, scanners' lists, manuals of tools) and its values are drawn when the tests run: no file of the project
 * holds anything that looks like a real key.
 */
import { makeSecrets } from '../secrets.ts';

export interface SecretCase {
  kind: string;
  text: string;
  /** Each stands in `text`; none of it may be left. */
  secrets: readonly string[];
}

type Add = (kind: string, text: string, ...secrets: string[]) => void;
type One = (kind: string, secret: string, place: (secret: string) => string) => void;

export const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
export const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

const WORDS =
  'maple otter gravel lantern copper violet harbor meadow pepper rocket saddle timber walnut yellow zephyr orchid';

/** The generators of a seed, with passwords of the styles that people choose. */
export function drawn(seed: number) {
  const g = makeSecrets(seed);
  const word = (): string => WORDS.split(' ')[Math.floor(g.random() * 16)]!;
  const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
  return {
    ...g,
    word,
    base64Of: (text: string): string => Buffer.from(text).toString('base64'),
    /** `Lantern2031!` */
    seasonal: (): string => capital(word()) + '20' + g.from('0123456789', 2) + g.from('!?#', 1),
    /** `c0pp3r_h4rb0r` with two digits */
    leet: (): string =>
      `${word()}_${word()}`.replace(/[aeo]/g, (c) => ({ a: '4', e: '3', o: '0' })[c] ?? c) +
      g.from('23456789', 2),
    /** `otter-violet-47` */
    words: (): string => `${word()}-${word()}-${g.from('0123456789', 2)}`,
    /** `xK#9v$Lm2&qT` */
    marked: (): string =>
      g.alnum(2) +
      g.from('#$%&*', 1) +
      g.from(g.DIGITS, 1) +
      g.alnum(2) +
      g.from('!@^~', 1) +
      g.alnum(3) +
      g.from(g.DIGITS, 1) +
      g.from(g.UPPER, 1),
    /** `hunter2`-like: letters and a digit */
    short: (): string => g.from(g.LOWER, 6) + g.from(g.DIGITS, 1),
    /** What a password manager makes: 16 to 20 letters and digits */
    generated: (): string => g.alnum(9) + g.from(g.DIGITS, 2) + g.alnum(7),
  };
}
export type Drawn = ReturnType<typeof drawn>;

/** A list of secrets: `write` adds its cases for the generators of a seed. */
export function secretList(write: (g: Drawn, one: One, add: Add) => void): (seed: number) => SecretCase[] {
  return (seed) => {
    const cases: SecretCase[] = [];
    const add: Add = (kind, text, ...secrets) => {
      cases.push({ kind, text, secrets });
    };
    write(drawn(seed), (kind, secret, place) => add(kind, place(secret), secret), add);
    return cases;
  };
}
