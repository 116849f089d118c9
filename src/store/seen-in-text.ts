import { PARTS_WEIGHT, weightOfKind } from './column-weights.ts';
import { once } from './once.ts';
import type { Store } from './open.ts';
import { unpackPieces } from './passages.ts';
import { stemsOf } from './stems.ts';
import { shareOf } from './word-lists.ts';
import { indexedParts } from './words.ts';

/** The first so many are looked at in their text. */
const SEEN_FIRST = 20;
const MOST_SEEN = 60;

interface Counted {
  /** Numbers of the word's stems, which stand together in this order. */
  stems: readonly number[];
  /** Its inverse frequency. */
  weight: number;
}

/**
 * BM25 of the first hits by their text where no list tells how often a word stands in them.
 * @param scores of hits
 * @param unlisted those without lists
 * @param averageChars of a passage
 * @returns all hits, best first
 */
export function seenInText(
  { db }: Store,
  words: readonly Counted[],
  averageChars: number,
  scores: Map<number, number>,
  unlisted: ReadonlySet<number>,
): Map<number, number> {
  const seen = new Set<number>();
  let sorted = ordered(scores);
  while (seen.size < MOST_SEEN) {
    const next = sorted
      .slice(0, SEEN_FIRST)
      .map(([id]) => id)
      .filter((id) => !seen.has(id) && unlisted.has(id));
    if (next.length === 0) break;
    for (const { id, chars, pieces } of textsIn(db).all(JSON.stringify(next)))
      scores.set(id, scoreOf(pieces, chars / averageChars, words));
    for (const id of next) seen.add(id);
    sorted = ordered(scores);
  }
  return new Map(sorted);
}

function ordered(scores: ReadonlyMap<number, number>): [number, number][] {
  return [...scores].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
}

interface PassageText {
  id: number;
  chars: number;
  pieces: string;
}

const textsIn = once((db) =>
  db.prepare<[string], PassageText>(
    'SELECT id, chars, pieces FROM passage WHERE id IN (SELECT value FROM json_each(?))',
  ),
);

/** @param length 1 for a passage of average length */
function scoreOf(packed: string, length: number, words: readonly Counted[]): number {
  const counts = words.map(() => 0);
  const texts: string[] = [];
  const count = (text: string, weight: number): void => {
    const stems = stemsOf(text);
    for (const [index, word] of words.entries()) counts[index]! += weight * timesIn(stems, word.stems);
  };
  for (const { kind, text } of unpackPieces(packed)) {
    if (kind === 'thinking') continue;
    count(text, weightOfKind(kind));
    texts.push(text);
  }
  count(indexedParts(texts.join('\n')), PARTS_WEIGHT);
  return words.reduce(
    (sum, { weight }, index) => sum + (counts[index] === 0 ? 0 : weight * shareOf(counts[index]!, length)),
    0,
  );
}

function timesIn(stems: readonly number[], wanted: readonly number[]): number {
  let times = 0;
  for (let at = 0; at + wanted.length <= stems.length; at++)
    if (wanted.every((stem, offset) => stems[at + offset] === stem)) times += 1;
  return times;
}
