import { addChunk, topOf } from './add-up.ts';
import { allowedPlaces, type ListsOfProjects } from './allowed-places.ts';
import { once } from './once.ts';
import type { Store } from './open.ts';
import { holdsPlace, inBoth } from './postings.ts';
import { documentsWith, passagesWithKinds } from './word-index.ts';
import { newestPassage } from './history-size.ts';
import { passagesAmong, type SearchFilter } from './passage-filter.ts';
import { seenInText } from './seen-in-text.ts';
import { pairOf, stemsOf } from './stems.ts';
import {
  CHUNK,
  CHUNK_BITS,
  numberOfProject,
  sealedChunks,
  SHARE_OF_LEVEL,
  wordLists,
  type Chunk,
  type WordLists,
} from './word-lists.ts';
import { projectTag } from './words.ts';

/**
 * Search by words in a long history: BM25 over the lists of `word-lists.ts`, each of which is read whole, so that
 * no passage is left out for being old or its words for being common. What no list holds yet (the newest passages,
 * and chunks that are being made again) is asked of FTS5, which tells who holds a word and not how often.
 */
export interface LookedUp {
  /** The words that count. */
  counting: string[];
  /** About how many passages hold a word. */
  holders(word: string): number;
  holds(word: string, id: number): boolean;
  /** The best passages with their scores, best first. */
  best(filter: SearchFilter, limit: number): Map<number, number>;
}

/** Ids without lists beyond which FTS5's own ranking is used for all. */
const MOST_UNLISTED = 40_000;
/** BM25's share of a word of which is known only that it is there: that of a passage of average length. */
const SOME_SHARE = 1;
interface Word {
  word: string;
  /** Numbers of its stems: of a compound several, which stand together in this order. */
  stems: number[];
  /** By chunk. */
  lists: Map<number, Uint16Array>;
  unlisted: Set<number>;
  count: number;
}

/** Looks up words, each of which is read once. @param phrases the words by what FTS5 is asked for them */
export type LookUp = (phrases: ReadonlyMap<string, string>) => LookedUp;

/**
 * @param projects what `best` will be limited to: nothing is read of chunks without them, nor of other projects where
 *   there are no lists, and how common a word is is told from what is read
 * @returns undefined when there are no lists, or too few
 */
export function lookUpInLists(store: Store, projects?: readonly number[]): LookUp | undefined {
  const sealed = sealedChunks(store);
  const gaps = gapsBetween(sealed, newestPassage(store));
  const unlisted = gaps.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  if (sealed.length === 0 || unlisted > MOST_UNLISTED) return undefined;
  const lists = wordLists(store);
  const ofProjects = projects?.map((id) => lists.of(numberOfProject(id), chunkNumbers(sealed)));
  const chunks = ofProjects
    ? sealed.filter(({ chunk }) => ofProjects.some((held) => held.has(chunk)))
    : sealed;
  const ours = projects && projectsMatch(projects);
  const here = ours === undefined ? { gaps, passages: unlisted } : gapsWith(store, ours, gaps);
  const all = chunks.reduce((sum, { passages }) => sum + passages, here.passages);
  const everywhere = sealed.reduce((sum, { passages }) => sum + passages, unlisted);
  const read = new Map<string, Word>();

  function wordOf(word: string, phrase: string): Word {
    const found =
      read.get(word) ??
      readWord(store, lists, chunks, here.gaps, word, ours ? `${phrase} AND ${ours}` : phrase);
    read.set(word, found);
    return found;
  }

  return (phrases) => {
    const words = [...phrases].map(([word, phrase]) => wordOf(word, phrase));
    const holders = new Map(
      words.map(({ word, count }) => {
        // A word that stands only elsewhere is rare here, and no typing error.
        const isElsewhere = count === 0 && projects !== undefined;
        const told = isElsewhere ? documentsWith(store, phrases.get(word) ?? '""', 1).size : undefined;
        return [word, told ?? Math.round((count * everywhere) / Math.max(1, all))];
      }),
    );
    return {
      counting: [...phrases.keys()],
      holders: (word) => holders.get(word) ?? 0,
      holds(word, id) {
        const found = read.get(word);
        if (!found) return false;
        return found.unlisted.has(id) || holdsPlace(found.lists.get(id >> CHUNK_BITS), id & (CHUNK - 1));
      },
      best(filter, limit) {
        if (filter.projects?.length === 0 || filter.turns?.length === 0) return new Map();
        const counting = words.filter(({ count }) => count > 0);
        return filter.kinds
          ? bestOfKinds(store, counting, phrases, all, filter, limit)
          : bestOfLists(
              { store, lists, chunks, ofProjects, gaps: here.gaps, words: counting, all },
              filter,
              limit,
            );
      },
    };
  };
}

function chunkNumbers(chunks: readonly Chunk[]): number[] {
  return chunks.map(({ chunk }) => chunk);
}

type Gap = [from: number, to: number];

function gapsBetween(chunks: readonly Chunk[], newest: number): Gap[] {
  const gaps: Gap[] = [];
  let next = 0;
  for (const { chunk } of chunks) {
    if (chunk * CHUNK > next) gaps.push([next, chunk * CHUNK - 1]);
    next = (chunk + 1) * CHUNK;
  }
  if (newest >= next) gaps.push([next, newest]);
  return gaps;
}

/** What FTS5 is asked for passages of projects. */
function projectsMatch(projects: readonly number[]): string {
  return projects.length === 0 ? '""' : `tags : (${projects.map(projectTag).join(' OR ')})`;
}

/** Gaps from the first to the last passage that matches, and how many do. */
function gapsWith(store: Store, match: string, gaps: readonly Gap[]): { gaps: Gap[]; passages: number } {
  const held = gaps.map((gap) => holdersWithin(store, match, gap));
  return {
    gaps: held.flatMap((ids): Gap[] => (ids.length === 0 ? [] : [[ids[0]!, ids.at(-1)!]])),
    passages: held.reduce((sum, ids) => sum + ids.length, 0),
  };
}

function readWord(
  store: Store,
  lists: WordLists,
  chunks: readonly Chunk[],
  gaps: readonly Gap[],
  word: string,
  phrase: string,
): Word {
  const stems = stemsOf(word);
  const keys = stems.length > 1 ? stems.slice(1).map((stem, index) => pairOf(stems[index]!, stem)) : stems;
  const found = listsOfAll(lists, chunks, keys);
  const count = [...found.values()].reduce((sum, list) => sum + list.length, 0);
  const unlisted = new Set(gaps.flatMap((gap) => holdersWithin(store, phrase, gap)));
  return { word, stems, lists: found, unlisted, count: count + unlisted.size };
}

/** Of a long compound: the passages that hold all of its pairs, as much as the one that says least. */
function listsOfAll(
  lists: WordLists,
  chunks: readonly Chunk[],
  [first, ...others]: readonly number[],
): Map<number, Uint16Array> {
  if (first === undefined) return new Map();
  let found = lists.of(first, chunkNumbers(chunks));
  for (const key of others) {
    const held = lists.of(key, found.keys());
    found = new Map([...held].map(([chunk, list]) => [chunk, inBoth(found.get(chunk)!, list)]));
  }
  return found;
}

const holdersIn = once((db) =>
  db
    .prepare<[string, bigint, bigint], number>(
      'SELECT rowid FROM passage_words WHERE passage_words MATCH ? AND rowid BETWEEN ? AND ?',
    )
    .pluck(),
);

/** FTS5 skips to a range of ids only when they are bound as integers, and a number is bound as a real. */
function holdersWithin({ db }: Store, match: string, [from, to]: Gap): number[] {
  return holdersIn(db).all(match, BigInt(from), BigInt(to));
}

/** As Lucene has it: unlike FTS5's it tells words apart that most passages hold. */
export function inverseFrequency(count: number, all: number): number {
  return Math.log(1 + (all - count + 0.5) / (count + 0.5));
}

interface Search {
  store: Store;
  lists: WordLists;
  chunks: readonly Chunk[];
  gaps: readonly Gap[];
  /** Lists of the projects that all of this was limited to, which is so of the gaps as well. */
  ofProjects: ListsOfProjects | undefined;
  words: readonly Word[];
  all: number;
}

function bestOfLists(search: Search, filter: SearchFilter, limit: number): Map<number, number> {
  const { store, lists, words, all, chunks } = search;
  const weights = words.map(({ count }) => inverseFrequency(count, all));
  const allowed = allowedPlaces(store, lists, chunkNumbers(chunks), filter, search.ofProjects);
  const top = topOf(limit);
  const scores = new Float32Array(CHUNK);
  const telling = words
    .map(({ lists }, index) => ({
      lists,
      byLevel: SHARE_OF_LEVEL.map((share) => rounded(share * weights[index]!)),
    }))
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
  const unlisted = new Map<number, number>();
  for (const [index, word] of words.entries())
    for (const id of word.unlisted) unlisted.set(id, (unlisted.get(id) ?? 0) + weights[index]! * SOME_SHARE);
  const inTime = withinTimes(search, filter);
  if (inTime) for (const id of unlisted.keys()) if (!inTime.has(id)) unlisted.delete(id);
  const others = { turns: filter.turns, projects: search.ofProjects ? undefined : filter.projects };
  for (const [id, score] of fitting(store, unlisted, others, limit)) top.add(id, score);
  const passages = chunks.reduce((sum, chunk) => sum + chunk.passages, 0);
  const chars = chunks.reduce((sum, chunk) => sum + chunk.chars, 0);
  const weighed = words.map(({ stems }, index) => ({ stems, weight: weights[index]! }));
  const averageChars = Math.max(1, chars / Math.max(1, passages));
  return seenInText(store, weighed, averageChars, top.best(), new Set(unlisted.keys()));
}

/** So that sums of 32-bit floats are exact below 256, and equal in whatever order words are added. */
function rounded(score: number): number {
  return Math.round(score * 65_536) / 65_536;
}

const timedIn = once((db) =>
  db
    .prepare<[number, number, number, number], number>(
      `SELECT id FROM passage INDEXED BY passage_place WHERE id BETWEEN ? AND ? AND at >= ? AND at < ?`,
    )
    .pluck(),
);

/** Passages without lists that lie in the times of a filter; undefined when it has none. */
function withinTimes({ store, gaps }: Search, { since, until }: SearchFilter): Set<number> | undefined {
  if (since === undefined && until === undefined) return undefined;
  return new Set(
    gaps.flatMap(([from, to]) =>
      timedIn(store.db).all(from, to, since ?? 0, until ?? Number.MAX_SAFE_INTEGER),
    ),
  );
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

/** Words in pieces of some kinds: lists do not know where a word stands, FTS5 does. */
function bestOfKinds(
  store: Store,
  words: readonly Word[],
  phrases: ReadonlyMap<string, string>,
  all: number,
  filter: SearchFilter,
  limit: number,
): Map<number, number> {
  const scores = new Map<number, number>();
  for (const { word, count } of words) {
    const weight = inverseFrequency(count, all);
    for (const id of passagesWithKinds(store, phrases.get(word)!, filter.kinds ?? []))
      scores.set(id, (scores.get(id) ?? 0) + weight);
  }
  return new Map(fitting(store, scores, filter, limit));
}
