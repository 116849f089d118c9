import type { Store } from '../store/open.ts';
import type { SearchFilter } from '../store/passage-filter.ts';
import { piecesOfPassages } from '../store/passages.ts';
import { findsOf, type Found } from './finds.ts';
import { gather, type Gathered } from './gather.ts';
import { asksForAll, type Asked } from './look-up.ts';
import { firstFew, saidTogether } from './reread.ts';
import { weigh, type Scores } from './weigh.ts';
import { everythingWithin } from './within-time.ts';

/** All sessions that may answer a question, best first. @param isExcluded turns that are no answer */
export async function rank(
  store: Store,
  asked: Asked,
  filter: SearchFilter,
  isExcluded: (turnId: number) => boolean,
): Promise<Found[]> {
  if (asksForAll(asked.question, filter)) return everythingWithin(store, filter, isExcluded);
  const gathered = await gather(store, asked, filter, isExcluded);
  return findsOf(gathered, readAgain(store, gathered, weigh(gathered)));
}

/** Of what is said in one place, among the first sessions (docs/search.md). */
const SAID_TOGETHER = 2;

/** The first sessions are read once more; by words alone they are as they were. */
function readAgain(store: Store, { places, byWords, near, coverage }: Gathered, scores: Scores): Scores {
  if (!near || byWords.size === 0) return scores;
  const { sessions, passages } = scores;
  const first = firstFew(sessions, places, passages);
  const pieces = piecesOfPassages(store, [...first.values()].flat());
  const said = saidTogether(first, pieces, near, coverage);
  const again = [...sessions].map(([session, score]): [number, number] => [
    session,
    score + SAID_TOGETHER * (said.get(session) ?? 0),
  ]);
  return { sessions: new Map(again), passages };
}
