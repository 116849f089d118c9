import { addChunk, topOf, type Top } from './add-up.ts';
import { allowedPlaces, type ListsOfProjects } from './allowed-places.ts';
import { inverseFrequency } from './column-weights.ts';
import type { Store } from './open.ts';
import { passagesAmong, type SearchFilter } from './passage-filter.ts';
import { seenInText } from './seen-in-text.ts';
import { withinTimes, type Gap } from './unlisted.ts';
import { passagesWithKinds } from './word-index.ts';
import { CHUNK, chunkNumbers, passagesIn, SHARE_OF_LEVEL, type Chunk, type WordLists } from './word-lists.ts';

/** BM25's share of a word of which is known only that it is there: that of a passage of average length. */
const SOME_SHARE = 1;

/** A word as it was looked up. */
export interface Word {
  word: string;
  /** What FTS5 is asked for it. */
  phrase: string;
  /** Numbers of its stems: of a compound several, which stand together in this order. */
  stems: number[];
  /** By chunk. */
  lists: Map<number, Uint16Array>;
  /** Passages without lists that hold it. */
  unlisted: Set<number>;
  count: number;
}

/** What words are looked up in. */
export interface Searched {
  store: Store;
  lists: WordLists;
  chunks: readonly Chunk[];
  /** Ids without lists. */
  gaps: readonly Gap[];
  /** Lists of the projects that all of this is limited to; undefined when it is not. */
  ofProjects: ListsOfProjects | undefined;
  /** Passages in all of this. */
  passages: number;
}

export function bestOfLists(
  searched: Searched,
  words: readonly Word[],
  filter: SearchFilter,
  limit: number,
): Map<number, number> {
  const { store, chunks } = searched;
  const weighed = words.map((word) => ({ ...word, weight: inverseFrequency(word.count, searched.passages) }));
  const top = topOf(limit);
  addListed(top, searched, weighed, filter);
  const unlisted = scoresOfUnlisted(searched, weighed, filter);
  const others = { turns: filter.turns, projects: searched.ofProjects ? undefined : filter.projects };
  for (const [id, score] of fitting(store, unlisted, others, limit)) top.add(id, score);
  const chars = chunks.reduce((sum, chunk) => sum + chunk.chars, 0);
  const averageChars = Math.max(1, chars / Math.max(1, passagesIn(chunks)));
  return seenInText(store, weighed, averageChars, top.best(), new Set(unlisted.keys()));
}

interface WeighedWord extends Word {
  weight: number;
}

function addListed(
  top: Top,
  { store, lists, chunks, ofProjects }: Searched,
  words: readonly WeighedWord[],
  filter: SearchFilter,
): void {
  const allowed = allowedPlaces(store, lists, chunkNumbers(chunks), filter, ofProjects);
  const scores = new Float32Array(CHUNK);
  const telling = words
    .map(({ lists, weight }) => ({ lists, byLevel: SHARE_OF_LEVEL.map((share) => rounded(share * weight)) }))
    .sort((a, b) => b.byLevel.at(-1)! - a.byLevel.at(-1)!);
  for (const { chunk } of chunks) {
    const places = allowed(chunk);
    if (places === 'none') continue;
    const here = telling.flatMap(({ lists, byLevel }) => {
      const list = lists.get(chunk);
      return list ? [{ list, byLevel }] : [];
    });
    addChunk(scores, here, top, places === 'all' ? undefined : places, chunk * CHUNK);
  }
}

/** Of passages in the times of a filter. */
function scoresOfUnlisted(
  { store, gaps }: Searched,
  words: readonly WeighedWord[],
  filter: SearchFilter,
): Map<number, number> {
  const scores = new Map<number, number>();
  for (const { unlisted, weight } of words)
    for (const id of unlisted) scores.set(id, (scores.get(id) ?? 0) + weight * SOME_SHARE);
  const inTime = withinTimes(store, gaps, filter);
  if (inTime) for (const id of scores.keys()) if (!inTime.has(id)) scores.delete(id);
  return scores;
}

/** So that sums of 32-bit floats are exact below 256, and equal in whatever order words are added. */
function rounded(score: number): number {
  return Math.round(score * 65_536) / 65_536;
}

/** The best of those that pass a filter. */
function fitting(
  store: Store,
  scores: ReadonlyMap<number, number>,
  filter: SearchFilter,
  limit: number,
): [number, number][] {
  const sorted = [...scores].sort((a, b) => b[1] - a[1]);
  const found: [number, number][] = [];
  for (let from = 0; from < sorted.length && found.length < limit; from += limit) {
    const some = sorted.slice(from, from + limit);
    const passing = new Set(
      passagesAmong(
        store,
        filter,
        some.map(([id]) => id),
      ),
    );
    found.push(...some.filter(([id]) => passing.has(id)));
  }
  return found.slice(0, limit);
}

/** Holders of words that are read at most, those of the rarest word aside: what more passages hold hardly tells them apart. */
const MOST_HOLDERS = 100_000;

/** Words in pieces of some kinds: lists do not know where a word stands, FTS5 does. */
export function bestOfKinds(
  { store, passages }: Searched,
  words: readonly Word[],
  filter: SearchFilter,
  limit: number,
): Map<number, number> {
  const scores = new Map<number, number>();
  let holders = 0;
  for (const { phrase, count } of words.toSorted((a, b) => a.count - b.count)) {
    if (holders > 0 && holders + count > MOST_HOLDERS) break;
    holders += count;
    const weight = inverseFrequency(count, passages);
    for (const id of passagesWithKinds(store, phrase, filter.kinds ?? []))
      scores.set(id, (scores.get(id) ?? 0) + weight);
  }
  return new Map(fitting(store, scores, filter, limit));
}
