import { stemOf } from '../../src/store/stems.ts';

/** Reads models/words/synonyms.txt (format: models/words/README.md). */
const LINE = /^([a-z]+): (\S.*)$/;
/** A head that names a word says less of it than the word's own line: as if it stood two places further on. */
const BEHIND = 2;

/** Synonyms by head, best first. @throws on a line of another form, or a head that has two */
export function readSynonyms(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of text.trimEnd().split('\n')) {
    const [, head, synonyms] = LINE.exec(line) ?? [];
    if (head === undefined || synonyms === undefined) throw new Error(`Not "head: synonym, …": ${line}`);
    if (found.has(head)) throw new Error(`${head} has two lines.`);
    found.set(head, synonyms.split(', '));
  }
  return found;
}

/** Of each stem (Porter) the synonyms of the words that have it, best first, also those whose own line names it. */
export function synonymsByStem(lines: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const places = new Map<string, Map<string, number>>();
  const pairs = [...lines].flatMap(([head, synonyms]) =>
    synonyms.map((synonym, place) => ({ head, synonym, place })),
  );
  for (const { head, synonym, place } of pairs) put(places, head, synonym, place);
  for (const { head, synonym, place } of pairs) put(places, synonym, head, place + BEHIND);
  return new Map(
    [...places].map(([stem, near]) => [
      stem,
      [...near].sort((a, b) => a[1] - b[1]).map(([synonym]) => synonym),
    ]),
  );
}

function put(places: Map<string, Map<string, number>>, of: string, synonym: string, place: number): void {
  const stem = stemOf(of);
  if (stemOf(synonym) === stem) return;
  const near = places.get(stem) ?? new Map<string, number>();
  places.set(stem, near);
  near.set(synonym, Math.min(place, near.get(synonym) ?? Infinity));
}
