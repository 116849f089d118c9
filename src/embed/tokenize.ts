/** Text → ids of word pieces, as models/static/README.md (Tokenisation) describes it. */

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

/** Words come again and again; 20,000 of them with their ids take about 5 MB. */
const CACHED_TOKENS = 20_000;
const LONGEST_CACHED_TOKEN = 64;

export class Tokenizer {
  readonly #vocabulary: Vocabulary;
  readonly #cache = new Map<string, readonly number[]>();

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /**
   * Ids of a text, in its order. Stops after the raw token with which `enough` ids are reached; all ids of that
   * token are there, so there can be a few more.
   */
  encode(text: string, enough = Infinity): number[] {
    const ids: number[] = [];
    RAW_TOKEN.lastIndex = 0;
    while (ids.length < enough) {
      const match = RAW_TOKEN.exec(text);
      if (match === null) break;
      for (const id of this.#idsOf(match[0])) ids.push(id);
    }
    return ids;
  }

  #idsOf(raw: string): readonly number[] {
    const known = this.#cache.get(raw);
    if (known !== undefined) return known;
    const ids = tokenIds(raw, this.#vocabulary);
    if (raw.length <= LONGEST_CACHED_TOKEN) {
      if (this.#cache.size >= CACHED_TOKENS) this.#cache.clear();
      this.#cache.set(ownCopy(raw), ids);
    }
    return ids;
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

/** V8 keeps the whole text alive behind a cut-out piece of it, so a cached key must not be such a piece. */
function ownCopy(text: string): string {
  return Buffer.from(text).toString();
}
