/** Text → ids of word pieces, as models/static/README.md (Tokenisation) describes it. */
import { TokenCache } from './token-cache.ts';

/** Piece → id, where the id is the number of its line in vocab.txt, from 0. */
export type Vocabulary = ReadonlyMap<string, number>;

/** Letters, digits and underscores, joined by single hyphens, dots or apostrophes: `don't`, `config.json`. */
const RAW_TOKEN = /[\p{L}\p{N}_]+(?:[-.'’][\p{L}\p{N}_]+)*/gu;
const COMMIT_ID_OR_UUID = /^(?=.*\d)[0-9a-f-]{12,}$/i;
const APOSTROPHE = /['’](?:s(?!\p{L}))?/gu;
const SMALL_LETTERS = /^\p{Ll}+$/u;
const PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|\p{L}+/gu;
const LONGEST_PIECE = 24;
const LONGEST_SPELLED_PART = 64;

/** UTF-16 units of a text that are kept room for; a fragment has at most a few hundred. */
const KEPT_UNITS = 4096;

const OTHER = 0;
const WORD = 1;
const JOINER = 2;
/** What an ASCII character is to RAW_TOKEN. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /\w/.test(character) ? WORD : /[-.']/.test(character) ? JOINER : OTHER;
});

export class Tokenizer {
  readonly #vocabulary: Vocabulary;
  readonly #cache = new TokenCache();
  readonly #units = new Uint16Array(KEPT_UNITS);

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /**
   * Ids of a text, in its order. Stops after the raw token with which `enough` ids are reached; all ids of that
   * token are there, so there can be a few more.
   */
  encode(text: string, enough = Infinity): number[] {
    const ids: number[] = [];
    const units = this.#unitsOf(text);
    let to = 0;
    while (ids.length < enough) {
      let from = afterOthers(units, to, text.length);
      if (from === text.length) break;
      to = asciiTokenEnd(units, from, text.length);
      if (to === NOT_ASCII) {
        RAW_TOKEN.lastIndex = from;
        const match = RAW_TOKEN.exec(text);
        if (match === null) break;
        from = match.index;
        to = RAW_TOKEN.lastIndex;
      }
      this.#push(text, units, from, to, ids);
    }
    return ids;
  }

  #push(text: string, units: Uint16Array, from: number, to: number, ids: number[]): void {
    if (this.#cache.pushKnown(units, from, to, ids)) return;
    const found = tokenIds(text.slice(from, to), this.#vocabulary);
    this.#cache.add(units, from, to, found);
    for (const id of found) ids.push(id);
  }

  /** Copied once, for `charCodeAt` of a part of a longer text is slow. There may be more units than characters. */
  #unitsOf(text: string): Uint16Array {
    const units = text.length <= KEPT_UNITS ? this.#units : new Uint16Array(text.length);
    Buffer.from(units.buffer).write(text, 'utf16le');
    return units;
  }
}

/** The first place from `at` where a token can begin: a letter, digit or underscore, or anything beyond ASCII. */
function afterOthers(units: Uint16Array, at: number, length: number): number {
  while (at < length && units[at]! < 128 && KINDS[units[at]!] !== WORD) at++;
  return at;
}

const NOT_ASCII = -1;

/** Where the token that begins at `at` ends; NOT_ASCII when a character beyond ASCII may belong to it. */
function asciiTokenEnd(units: Uint16Array, at: number, length: number): number {
  for (;;) {
    while (at < length && KINDS[units[at]!] === WORD) at++;
    if (at === length) return at;
    if (units[at]! >= 128) return NOT_ASCII;
    if (KINDS[units[at]!] !== JOINER || at + 1 === length) return at;
    if (units[at + 1]! >= 128) return NOT_ASCII;
    if (KINDS[units[at + 1]!] !== WORD) return at;
    at++;
  }
}

/** The lower-case parts of a raw token: `parseHTTPRequest2` → parse, http, request, 2. A commit id has none. */
export function partsOf(raw: string): string[] {
  if (COMMIT_ID_OR_UUID.test(raw)) return [];
  const word = raw.replace(APOSTROPHE, '');
  if (SMALL_LETTERS.test(word)) return [word];
  return (word.match(PART) ?? []).map((part) => part.toLowerCase());
}

function tokenIds(raw: string, vocabulary: Vocabulary): number[] {
  const parts = partsOf(raw);
  const ids = parts.flatMap((part) => partIds(part, vocabulary));
  const whole = parts.length > 1 ? vocabulary.get(raw.toLowerCase()) : undefined;
  if (whole !== undefined) ids.push(whole);
  return ids;
}

function partIds(part: string, vocabulary: Vocabulary): number[] {
  const whole = vocabulary.get(part);
  if (whole !== undefined) return [whole];
  return part.length <= LONGEST_SPELLED_PART ? spelled(part, vocabulary) : [];
}

/** Longest piece from the left, again and again; a character at which no piece begins is skipped. */
function spelled(part: string, vocabulary: Vocabulary): number[] {
  const ids: number[] = [];
  let start = 0;
  while (start < part.length) {
    const mark = start === 0 ? '' : '##';
    let end = Math.min(part.length, start + LONGEST_PIECE);
    let id = vocabulary.get(mark + part.slice(start, end));
    while (id === undefined && end > start + 1) {
      end--;
      id = vocabulary.get(mark + part.slice(start, end));
    }
    if (id !== undefined) ids.push(id);
    start = end;
  }
  return ids;
}
