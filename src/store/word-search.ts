import { bestOfKinds, bestOfLists, type Searched, type Word } from './best-of-lists.ts';
import { newestPassage } from './history-size.ts';
import type { ListsOfProjects } from './allowed-places.ts';
import type { Store } from './open.ts';
import type { SearchFilter } from './passage-filter.ts';
import { holdsPlace, inBoth } from './postings.ts';
import { pairOf, stemsOf } from './stems.ts';
import { gapsBetween, gapsWith, holdersWithin, projectsMatch } from './unlisted.ts';
import { documentsWith, NONE } from './word-index.ts';
import {
  CHUNK,
  CHUNK_BITS,
  chunkNumbers,
  numberOfProject,
  passagesIn,
  sealedChunks,
  whileListsAre,
  wordLists,
  type Chunk,
  type WordLists,
} from './word-lists.ts';

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

/** Looks up words, each of which is read once. @param phrases the words by what FTS5 is asked for them */
export type LookUp = (phrases: ReadonlyMap<string, string>) => LookedUp;

/**
 * @param projects what `best` will be limited to: nothing is read of chunks without them, nor of other projects where
 *   there are no lists, and how common a word is is told from what is read
 * @param without passages that do not count: so new that no list holds them
 * @returns undefined when there are no lists, or too few
 */
export function lookUpInLists(
  store: Store,
  projects?: readonly number[],
  without: ReadonlySet<number> = NONE,
): LookUp | undefined {
  const sealed = sealedChunks(store);
  const gaps = gapsBetween(sealed, newestPassage(store));
  const unlisted = gaps.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  if (sealed.length === 0 || unlisted > MOST_UNLISTED) return undefined;
  const lists = wordLists(store);
  const ofProjects = projects && passagesOfProjects(store, lists, projects, sealed);
  const chunks = ofProjects
    ? sealed.filter(({ chunk }) => ofProjects.some((held) => held.has(chunk)))
    : sealed;
  const ours = projects && projectsMatch(projects);
  const here = ours === undefined ? { gaps, passages: unlisted } : gapsWith(store, ours, gaps);
  const passages = passagesIn(chunks) + here.passages;
  const searched: Searched = { store, lists, chunks, gaps: here.gaps, ofProjects, passages };
  const everywhere = passagesIn(sealed) + unlisted;
  const read = new Map<string, Word>();

  function wordOf(word: string, phrase: string): Word {
    const found = read.get(word) ?? readWord(searched, word, phrase, ours, without);
    read.set(word, found);
    return found;
  }

  return (phrases) => {
    const words = [...phrases].map(([word, phrase]) => wordOf(word, phrase));
    const holders = new Map(
      words.map(({ word, phrase, count }) => {
        // A word that stands only elsewhere is rare here, and no typing error.
        const isElsewhere = count === 0 && projects !== undefined;
        const told = isElsewhere ? documentsWith(store, phrase, 1, without).size : undefined;
        return [word, told ?? Math.round((count * everywhere) / Math.max(1, passages))];
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
        const best = filter.kinds ? bestOfKinds : bestOfLists;
        return best(
          searched,
          words.filter(({ count }) => count > 0),
          filter,
          limit,
        );
      },
    };
  };
}

/** Who asks in a project does so again. */
const projectsIn = whileListsAre(() => new Map<number, Map<number, Uint16Array>>());
const MOST_PROJECTS = 4;

/** Lists of the passages of projects. */
function passagesOfProjects(
  store: Store,
  lists: WordLists,
  projects: readonly number[],
  sealed: readonly Chunk[],
): ListsOfProjects {
  const known = projectsIn(store, sealed);
  if (known.size > MOST_PROJECTS) known.clear();
  return projects.map((id) => {
    const own = known.get(id) ?? lists.of(numberOfProject(id), chunkNumbers(sealed));
    known.set(id, own);
    return own;
  });
}

/** @param ours what FTS5 is asked for passages that take part; undefined when all do */
function readWord(
  { store, lists, chunks, gaps }: Searched,
  word: string,
  phrase: string,
  ours: string | undefined,
  without: ReadonlySet<number>,
): Word {
  const stems = stemsOf(word);
  const keys = stems.length > 1 ? stems.slice(1).map((stem, index) => pairOf(stems[index]!, stem)) : stems;
  const found = listsOfAll(lists, chunks, keys);
  const count = [...found.values()].reduce((sum, list) => sum + list.length, 0);
  const match = ours === undefined ? phrase : `${phrase} AND ${ours}`;
  const held = gaps.flatMap((gap) => holdersWithin(store, match, gap));
  const unlisted = new Set(held.filter((id) => !without.has(id)));
  return { word, phrase, stems, lists: found, unlisted, count: count + unlisted.size };
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
