import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stemOf } from '../store/stems.ts';

/** What is known of English words (models/words/README.md), read when it is first asked for. */

let places: Map<string, number> | undefined;
let synonyms: { text: string; lines: Map<string, [from: number, to: number]> } | undefined;
let subjects: { words: Map<string, string[]>; ofStem: Map<string, string[]> } | undefined;

/** How usual a word is where people write about software: 1 for the most usual stem; undefined for an unusual one. */
export function placeOf(word: string): number | undefined {
  places ??= new Map(
    textOf('usual-stems.txt')
      .trim()
      .split('\n')
      .map((stem, index) => [stem, index + 1]),
  );
  return /^[a-z]+$/.test(word) ? places.get(stemOf(word)) : undefined;
}

let triples: Uint8Array | undefined;

/** Whether each three letters that follow one another do so in some usual word or technical name. @param letters a to z */
export function isWordlike(letters: string): boolean {
  triples ??= triplesIn(textOf('usual-stems.txt'), textOf('technical-terms.txt'));
  for (let at = 0; at + 3 <= letters.length; at++) if (triples[tripleAt(letters, at)] === 0) return false;
  return true;
}

function triplesIn(...texts: readonly string[]): Uint8Array {
  const found = new Uint8Array(LETTERS ** 3);
  for (const text of texts)
    for (let at = 0, run = 0, triple = 0; at < text.length; at++) {
      const letter = text.charCodeAt(at) - FIRST_LETTER;
      run = letter >= 0 && letter < LETTERS ? run + 1 : 0;
      triple = ((triple * LETTERS) % found.length) + (run > 0 ? letter : 0);
      if (run >= 3) found[triple] = 1;
    }
  return found;
}

const LETTERS = 26;
const FIRST_LETTER = 97;

function tripleAt(letters: string, at: number): number {
  const code = (place: number): number => letters.charCodeAt(place) - FIRST_LETTER;
  return (code(at) * LETTERS + code(at + 1)) * LETTERS + code(at + 2);
}

/** Words and phrases that others use for the same, best first. The file stays one text: its parts would take ten times as much. */
export function synonymsOf(word: string): string[] {
  synonyms ??= linesByStem(textOf('synonyms.txt'));
  const line = /^[a-z]+$/.test(word) ? synonyms.lines.get(stemOf(word)) : undefined;
  return line ? synonyms.text.slice(...line).split(', ') : [];
}

/** What a word is used for that people write software about ("invoice": accounting, documents); a word may have several. */
export function subjectsOf(word: string): readonly string[] {
  return /^[a-z\d]+$/.test(word) ? (readSubjects().ofStem.get(stemOf(word)) ?? []) : [];
}

/** The words of a subject, one of each stem. */
export function wordsOn(subject: string): readonly string[] {
  return readSubjects().words.get(subject) ?? [];
}

let terms: Map<string, string[]> | undefined;

/**
 * The technical things that words of a question may name, each by all that it is called; none where they are no such name.
 */
export function thingsNamed(words: readonly string[]): string[][] {
  terms ??= linesByName(textOf('technical-terms.txt'));
  const name = words.join(' ').toLowerCase();
  const lines = singulars(name).flatMap((spelling) => terms?.get(spelling) ?? []);
  return [...new Set(lines)].map((line) => [...new Set([name, ...line.split(/[:,] /)])]);
}

/** A name as it is and, where it may be a plural, as one: the list has singulars, and stems would take too long. */
function singulars(name: string): string[] {
  if (!name.endsWith('s')) return [name];
  return [name, name.slice(0, -1), name.replace(/es$/, ''), name.replace(/ies$/, 'y')];
}

/** By what names a thing only; behind a semicolon stand everyday words that tell of it. */
function linesByName(text: string): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const line of text.trimEnd().split('\n'))
    for (const name of line.split(/[:,] /)) {
      const others = lines.get(name);
      if (others) others.push(line);
      else lines.set(name, [line]);
    }
  return lines;
}

function readSubjects(): NonNullable<typeof subjects> {
  if (subjects) return subjects;
  subjects = { words: new Map(), ofStem: new Map() };
  for (const line of textOf('subjects.txt').trimEnd().split('\n')) {
    const [subject = '', words = ''] = line.split(': ');
    subjects.words.set(subject, words.split(', '));
    for (const word of words.split(', ')) {
      const stem = stemOf(word);
      const others = subjects.ofStem.get(stem);
      if (others) others.push(subject);
      else subjects.ofStem.set(stem, [subject]);
    }
  }
  return subjects;
}

function linesByStem(text: string): { text: string; lines: Map<string, [number, number]> } {
  const lines = new Map<string, [number, number]>();
  for (let from = 0; from < text.length;) {
    const head = text.indexOf(': ', from);
    const to = text.indexOf('\n', from);
    const stem = stemOf(text.slice(from, head));
    if (!lines.has(stem)) lines.set(stem, [head + 2, to]);
    from = to + 1;
  }
  return { text, lines };
}

/** Two things are made of some of them, and what is made of one keeps its text in memory as it is. */
const texts = new Map<string, string>();

/** Seen from `src/search/` in a checkout and from the bundle in `dist/`. */
function textOf(name: string, from = import.meta.url): string {
  const file = `models/words/${name}`;
  const text =
    texts.get(name) ??
    readFileSync(fileURLToPath(new URL(from.endsWith('.ts') ? `../../${file}` : `../${file}`, from)), 'utf8');
  texts.set(name, text);
  return text;
}
