import type { Store } from '../store/open.ts';
import { latestPassages, passagesWithin, type SearchFilter } from '../store/passage-filter.ts';
import { placesOf, type CandidatePlace } from '../store/passage-places.ts';
import type { Found } from './finds.ts';

const NO_WORDS = {
  coverage: 0,
  inSession: 0,
  lacks: 0,
  unsaid: undefined,
  termUnsaid: 0,
};

/**
 * "What did we do yesterday?", "… in tidepool?": the sessions of that time, those with most in them first; without a time
 * the latest.
 */
export function everythingWithin(
  store: Store,
  filter: SearchFilter,
  isExcluded: (turnId: number) => boolean,
): Found[] {
  const hasTime = (filter.since ?? filter.until) !== undefined;
  const ofProjects = hasTime || filter.turns ? undefined : filter.projects;
  const ids = ofProjects ? latestPassages(store, ofProjects) : passagesWithin(store, filter);
  const places = [...placesOf(store, ids ?? []).values()];
  const within = places.filter((place) => !isExcluded(place.turn_id));
  const sessions = Map.groupBy(within, (place) => place.root_id);
  return [...sessions]
    .sort(([, a], [, b]) => (hasTime ? b.length - a.length : latestOf(b) - latestOf(a)))
    .map(([root, own]) => ({
      root,
      best: own.reduce((first, place) => ((place.at ?? 0) < (first.at ?? 0) ? place : first)),
      matched: [],
      evidence: { ...NO_WORDS, rank: own.length, share: 1, similarity: undefined, asksForTimeOnly: true },
      fragment: undefined,
    }));
}

function latestOf(places: readonly CandidatePlace[]): number {
  return places.reduce((latest, { at }) => Math.max(latest, at ?? 0), 0);
}
