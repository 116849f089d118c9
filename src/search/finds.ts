import type { CandidatePlace } from '../store/passage-places.ts';
import { bestBySession, type Gathered } from './gather.ts';
import type { Evidence } from './relevance.ts';
import type { Scores } from './weigh.ts';

/** One session with its best passage. */
export interface Found {
  root: number;
  best: CandidatePlace;
  matched: ('lexical' | 'semantic')[];
  evidence: Evidence;
  /** Place of the fragment nearest in meaning in the best passage. */
  fragment: number | undefined;
}

/** Best first; of equal ones the newest. */
export function findsOf(gathered: Gathered, { sessions, passages }: Scores): Found[] {
  const { places, byWords, near } = gathered;
  const bestPassage = bestPassages(places, passages);
  const lexical = bestBySession(gathered, byWords);
  const semantic = near && bestBySession(gathered, near.whole);
  const evidenceOf = evidenceReader(gathered, sessions);
  const found = [...sessions.keys()].flatMap((root): Found[] => {
    const best = bestPassage.get(root);
    if (!best) return [];
    return [
      {
        root,
        best,
        matched: [
          ...(lexical.has(root) ? (['lexical'] as const) : []),
          ...(semantic?.has(root) ? (['semantic'] as const) : []),
        ],
        evidence: evidenceOf(root),
        fragment: near?.nearestFragment.get(best.id),
      },
    ];
  });
  return found.sort((a, b) => b.evidence.rank - a.evidence.rank || (b.best.at ?? 0) - (a.best.at ?? 0));
}

function bestPassages(
  places: ReadonlyMap<number, CandidatePlace>,
  scores: ReadonlyMap<number, number>,
): Map<number, CandidatePlace> {
  const best = new Map<number, CandidatePlace>();
  const scoreOf = (place: CandidatePlace | undefined): number =>
    place ? (scores.get(place.id) ?? 0) : -Infinity;
  for (const place of places.values())
    if (scoreOf(place) > scoreOf(best.get(place.root_id))) best.set(place.root_id, place);
  return best;
}

function evidenceReader(
  gathered: Gathered,
  sessions: ReadonlyMap<number, number>,
): (root: number) => Evidence {
  const { question, coverage, places, near, words, inProject, ofAll } = gathered;
  const highest = Math.max(0, ...sessions.values());
  const held = bestBySession(gathered, new Map([...places.keys()].map((id) => [id, coverage.of(id)])));
  const similarity = near && bestBySession(gathered, near.fragment);
  return (root) => {
    const rank = sessions.get(root) ?? 0;
    return {
      rank,
      share: highest > 0 ? rank / highest : 1,
      coverage: held.get(root) ?? 0,
      inSession: words.shareOf(root),
      lacks: words.lacks(root, (word) => question.names.has(word) && inProject.isUsedAround(root, word)),
      ...ofAll,
      similarity: similarity?.get(root),
      asksForTimeOnly: false,
    };
  };
}
