import type { Store } from './open.ts';
import { passagesAmong, type SearchFilter } from './passage-filter.ts';
import { CHUNK, CHUNK_BITS, numberOfProject, placeIn, type WordLists } from './word-lists.ts';

/** Which passages of a chunk pass a filter, so that it acts before the best are taken. */

/** Of each project its passages by chunk. */
export type ListsOfProjects = readonly ReadonlyMap<number, Uint16Array>[];

/** Filled for one chunk after another: 1 for each place that passes. */
const marks = new Uint8Array(CHUNK);

/**
 * @param ofProjects lists of the filter's projects where they are known
 * @returns for each chunk its marks, good until the next chunk is asked for
 */
export function allowedPlaces(
  store: Store,
  lists: WordLists,
  chunks: readonly number[],
  { projects, since, until, turns }: SearchFilter,
  ofProjects: ListsOfProjects | undefined = projects?.map((id) => lists.of(numberOfProject(id), chunks)),
): (chunk: number) => Uint8Array | 'all' | 'none' {
  const ofTurns = turns && passagesAmong(store, { turns });
  const hasTimes = since !== undefined || until !== undefined;
  if (!ofProjects && !ofTurns && !hasTimes) return () => 'all';
  return (chunk) => {
    let some = true;
    if (ofProjects) some = markProjects(ofProjects, chunk);
    else marks.fill(1);
    if (ofTurns && some) some = keepTurns(ofTurns, chunk);
    if (hasTimes && some) keepTimes(lists.times(chunk), since, until);
    return some ? marks : 'none';
  };
}

function markProjects(ofProjects: ListsOfProjects, chunk: number): boolean {
  marks.fill(0);
  let some = false;
  for (const lists of ofProjects) {
    const list = lists.get(chunk);
    if (!list) continue;
    for (let at = 0; at < list.length; at++) marks[placeIn(list[at]!)] = 1;
    some = true;
  }
  return some;
}

function keepTurns(passages: readonly number[], chunk: number): boolean {
  const before = marks.slice();
  marks.fill(0);
  let some = false;
  for (const id of passages) {
    const place = id & (CHUNK - 1);
    if (id >> CHUNK_BITS !== chunk || before[place] === 0) continue;
    marks[place] = 1;
    some = true;
  }
  return some;
}

function keepTimes(
  times: Uint32Array | undefined,
  since: number | undefined,
  until: number | undefined,
): void {
  // Lists know seconds: what lies in the second of a limit passes.
  const from = since === undefined ? 1 : Math.max(1, Math.floor(since / 1000));
  const to = until === undefined ? Infinity : until / 1000;
  for (let place = 0; place < CHUNK; place++) {
    const time = times?.[place] ?? 0;
    if (time < from || time >= to) marks[place] = 0;
  }
}
