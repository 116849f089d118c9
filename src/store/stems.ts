/**
 * Texts as the full-text index sees them: words of letters and digits without case or accents, each cut to its stem
 * (Porter, "An algorithm for suffix stripping", 1980), so that lists of our own and FTS5 (`porter unicode61`)
 * agree on what a word is. Words are told apart by numbers, which cost less than texts.
 */
const WORD = /[\p{L}\p{N}\p{Co}]+/gu;
const OTHER_LETTER = /(?!\p{ASCII})[\p{L}\p{N}\p{M}\p{Co}]/u;

export interface StemVisitor {
  /** A number of 32 bits for a word's stem: two words that mean the same share it, others hardly ever. */
  word(stem: number): void;
  /** Two words that stand together without white space (`auth.ts`): visited after the second. */
  pair?(first: number, second: number): void;
  /** A word glued by capitals or digits, as it is written (`parseLine2`); its stem is visited before it. */
  glued?(word: string): void;
}

/** Visits the words of a text in order. */
export function visitStems(text: string, visitor: StemVisitor): void {
  const plain = OTHER_LETTER.test(text) ? spelledOut(text) : text;
  let raw = SEED;
  let from = -1;
  let kinds = 0;
  let isGlued = false;
  let before = 0;
  let isJoined = false;
  for (let at = 0; at <= plain.length; at++) {
    const code = at < plain.length ? plain.charCodeAt(at) : 0;
    const kind = code < 128 ? KIND[code]! : 0;
    if (kind !== 0) {
      if (from < 0) from = at;
      else if (kind !== kinds && (kinds !== CAPITAL || kind !== SMALL || at - from > 1)) isGlued = true;
      kinds = kind;
      raw = Math.imul(raw ^ (kind === CAPITAL ? code | 0x20 : code), PRIME);
    } else if (from >= 0) {
      const stem = stemOfRaw(raw, plain, from, at);
      visitor.word(stem);
      if (isJoined) visitor.pair?.(before, stem);
      before = stem;
      isJoined = true;
      if (isGlued && at - from > 3) visitor.glued?.(plain.slice(from, at));
      from = -1;
      raw = SEED;
      isGlued = false;
    }
    if (code <= SPACE || code === NO_BREAK_SPACE) isJoined = false;
  }
}

const SPACE = 0x20;
const NO_BREAK_SPACE = 0xa0;

/** The number of two words that stand together. */
export function pairOf(first: number, second: number): number {
  return mixed(Math.imul(first ^ ((second << 16) | (second >>> 16)), 0x9e3779b1));
}

/** The numbers of a text's words, in order. */
export function stemsOf(text: string): number[] {
  const stems: number[] = [];
  visitStems(text, { word: (stem) => stems.push(stem) });
  return stems;
}

/** FNV-1a's (Fowler, Noll, Vo). */
const SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;
const [SMALL, CAPITAL, DIGIT] = [1, 2, 3];
const KIND = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[a-z]/.test(character)
    ? SMALL
    : /[A-Z]/.test(character)
      ? CAPITAL
      : /\d/.test(character)
        ? DIGIT
        : 0;
});

/** Most words of a text have been met before: an open table from a word's own hash to its stem's. */
const SLOTS = 1 << 17;
const metRaw = new Int32Array(SLOTS);
const metStem = new Uint32Array(SLOTS);

function stemOfRaw(raw: number, text: string, from: number, to: number): number {
  const slot = (raw ^ (raw >>> 15)) & (SLOTS - 1);
  // The last word that fell here; another takes its place.
  if (metRaw[slot] === raw && metStem[slot] !== 0) return metStem[slot]!;
  const stem = hashOf(stemOf(text.slice(from, to).toLowerCase()));
  metRaw[slot] = raw;
  metStem[slot] = stem;
  return stem;
}

function hashOf(stem: string): number {
  let hash = SEED;
  for (let at = 0; at < stem.length; at++) hash = Math.imul(hash ^ stem.charCodeAt(at), PRIME);
  return mixed(hash);
}

/** Each bit of a hash in each of the result (Wellons, "Prospecting for hash functions"); never 0, which is no word's. */
function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  return (once ^ (once >>> 15)) >>> 0 || 1;
}

/** Each word with letters beyond ASCII as one in ASCII that no other word is spelled as. */
function spelledOut(text: string): string {
  return folded(text).replace(WORD, (word) =>
    OTHER_LETTER.test(word)
      ? `u${[...word].map((letter) => letter.codePointAt(0)!.toString(36)).join('u')}u`
      : word,
  );
}

/** Without case and accents. */
export function folded(text: string): string {
  const lower = text.toLowerCase();
  return OTHER_LETTER.test(lower) ? lower.normalize('NFD').replace(/\p{Mn}/gu, '') : lower;
}

/** @param word lower case, without accents */
export function stemOf(word: string): string {
  return word.length < 3 || word.length > 64 ? word : stripped(word);
}

function stripped(word: string): string {
  let stem = withoutPlural(word);
  stem = withoutPast(stem);
  if (stem.endsWith('y') && hasVowel(stem.slice(0, -1))) stem = `${stem.slice(0, -1)}i`;
  stem = replaced(stem, STEP_2, 0);
  stem = replaced(stem, STEP_3, 0);
  stem = stem.endsWith('ion') ? withoutIon(stem) : replaced(stem, STEP_4, 1);
  return tidied(stem);
}

function withoutPlural(word: string): string {
  if (word.endsWith('sses') || word.endsWith('ies')) return word.slice(0, -2);
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function withoutPast(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const ending = word.endsWith('ed') ? 2 : word.endsWith('ing') ? 3 : 0;
  const stem = word.slice(0, word.length - ending);
  if (ending === 0 || !hasVowel(stem)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (/([^aeiou])\1$/.test(stem) && !/[lsz]$/.test(stem)) return stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

type Endings = readonly (readonly [ending: string, instead: string])[];

const STEP_2: Endings = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['logi', 'log'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
];
const STEP_3: Endings = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];
const STEP_4: Endings = [
  ...'al ance ence er ic able ible ant ement ment ent'.split(' '),
  ...'ou ism ate iti ous ive ize'.split(' '),
].map((ending) => [ending, ''] as const);

/** The first ending that fits decides, whether the stem before it is long enough or not. */
function replaced(word: string, endings: Endings, longerThan: number): string {
  const fitting = endings.find(([ending]) => word.endsWith(ending));
  if (!fitting) return word;
  const stem = word.slice(0, -fitting[0].length);
  return measure(stem) > longerThan ? stem + fitting[1] : word;
}

/** "-ion" goes after an s or a t only. */
function withoutIon(word: string): string {
  const stem = word.slice(0, -3);
  return /[st]ion$/.test(word) && measure(stem) > 1 ? stem : word;
}

function tidied(word: string): string {
  let stem = word;
  if (stem.endsWith('e')) {
    const rest = stem.slice(0, -1);
    const length = measure(rest);
    if (length > 1 || (length === 1 && !endsShort(rest))) stem = rest;
  }
  return stem.endsWith('ll') && measure(stem) > 1 ? stem.slice(0, -1) : stem;
}

/** Porter's m: how often a vowel is followed by a consonant. */
function measure(stem: string): number {
  let count = 0;
  let before = false;
  for (let at = 0; at < stem.length; at++) {
    const vowel = isVowel(stem, at);
    if (before && !vowel) count += 1;
    before = vowel;
  }
  return count;
}

function hasVowel(stem: string): boolean {
  for (let at = 0; at < stem.length; at++) if (isVowel(stem, at)) return true;
  return false;
}

/** Consonant, vowel, consonant, the last not w, x or y: as in "hop", which was "hoping" or "hope". */
function endsShort(stem: string): boolean {
  const last = stem.length - 1;
  return (
    last >= 2 &&
    !isVowel(stem, last) &&
    !/[wxy]$/.test(stem) &&
    isVowel(stem, last - 1) &&
    !isVowel(stem, last - 2)
  );
}

/** A y is a vowel after a consonant. */
function isVowel(stem: string, at: number): boolean {
  const letter = stem[at]!;
  if (letter === 'y') return at > 0 && !isVowel(stem, at - 1);
  return 'aeiou'.includes(letter);
}
