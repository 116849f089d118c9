import { between, postingAt } from './postings.ts';
import { CHUNK, levelIn, placeIn } from './word-lists.ts';

/** The lists of a question's words in a chunk are added up, and the best passages kept. */

/** What a word adds to the passages of a chunk. */
export interface Adding {
  list: Uint16Array;
  byLevel: Float32Array;
}

/**
 * The best of a chunk. The words that say least, which have the longest lists, are looked up only for passages
 * that may come among the best with them (Turtle & Flood 1995, MaxScore): nothing is lost.
 * @param words those that can add most first
 * @param allowed 1 in a byte for each place that counts; all do without it
 */
export function addChunk(
  scores: Float32Array,
  words: readonly Adding[],
  top: Top,
  allowed: Uint8Array | undefined,
  firstId: number,
): void {
  let needed = words.length;
  let rest = 0;
  for (; needed > 0; needed--) {
    const more = words[needed - 1]!.byLevel.at(-1)!;
    if (rest + more >= top.least()) break;
    rest += more;
  }
  if (needed === 0) return;
  const first = allowed ? allowed.indexOf(1) : 0;
  const end = allowed ? allowed.lastIndexOf(1) + 1 : CHUNK;
  if (first < 0) return;
  const lists = words.map(({ list, byLevel }) => ({
    list: allowed ? between(list, first, end) : list,
    byLevel,
  }));
  scores.fill(0, first, end);
  for (const { list, byLevel } of lists.slice(0, needed))
    for (let at = 0; at < list.length; at++) {
      const posting = list[at]!;
      scores[placeIn(posting)]! += byLevel[levelIn(posting)]!;
    }
  const least = top.least();
  let count = 0;
  for (let place = first; place < end; place++)
    if (scores[place]! > 0 && scores[place]! + rest > least && (!allowed || allowed[place] === 1))
      candidates[count++] = place;
  for (const { list, byLevel } of lists.slice(needed)) {
    addToCandidates(scores, count, list, byLevel);
    rest -= byLevel.at(-1)!;
    let kept = 0;
    for (let at = 0; at < count; at++)
      if (scores[candidates[at]!]! + rest > least) candidates[kept++] = candidates[at]!;
    count = kept;
  }
  for (let at = 0; at < count; at++) {
    const place = candidates[at]!;
    if (scores[place]! > top.least()) top.add(firstId + place, scores[place]!);
  }
}

/** Places in order; used by one chunk after another. */
const candidates = new Uint16Array(CHUNK);
/** A list this much longer than there are candidates is looked into instead of gone through. */
const LOOKED_INTO = 16;

function addToCandidates(
  scores: Float32Array,
  count: number,
  list: Uint16Array,
  byLevel: Float32Array,
): void {
  if (list.length > LOOKED_INTO * count) {
    for (let at = 0; at < count; at++) {
      const posting = postingAt(list, candidates[at]!);
      if (posting !== undefined) scores[candidates[at]!]! += byLevel[levelIn(posting)]!;
    }
    return;
  }
  for (let at = 0, next = 0; at < list.length && next < count; at++) {
    const posting = list[at]!;
    const place = placeIn(posting);
    while (next < count && candidates[next]! < place) next += 1;
    if (next < count && candidates[next] === place) scores[place]! += byLevel[levelIn(posting)]!;
  }
}

/** Keeps the `limit` best of many. */
export interface Top {
  /** What a score must exceed. */
  least(): number;
  add(id: number, score: number): void;
  best(): Map<number, number>;
}

/** A score in 65,536ths, as words add it up, and below it the id: sorted as one number each. */
const ID_ROOM = 2 ** 25;
const SCORE_ROOM = 2 ** 53 / ID_ROOM / 65_536;

/** Of equal scores the newest come first. */
export function topOf(limit: number): Top {
  const kept = new Float64Array(4 * limit);
  let count = 0;
  let least = 0;
  const prune = (): void => {
    kept.subarray(0, count).sort();
    if (count < limit) return;
    kept.copyWithin(0, count - limit, count);
    count = limit;
    least = scoreOf(kept[0]!);
  };
  return {
    least: () => least,
    add(id, score) {
      kept[count++] = Math.round(Math.min(score, SCORE_ROOM - 1) * 65_536) * ID_ROOM + id;
      if (count === kept.length) prune();
    },
    best() {
      prune();
      const best = kept.slice(0, count).reverse();
      return new Map(Array.from(best, (key) => [key % ID_ROOM, scoreOf(key)]));
    },
  };
}

function scoreOf(key: number): number {
  return Math.floor(key / ID_ROOM) / 65_536;
}
