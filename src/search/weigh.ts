import type { Closeness } from './closeness.ts';
import { join, type ScoredList } from './fuse.ts';
import { bestBySession, type Gathered } from './gather.ts';

/** How much speaks for each session and passage that was gathered for a question. */
export interface Scores {
  sessions: Map<number, number>;
  passages: Map<number, number>;
}

/**
 * How much each list counts (docs/search.md). Words count by how much of the question the best passage holds: a question
 * whose words all stand together in one place means that place, one with hardly a word in common is a paraphrase.
 */
const PASSAGE_WORDS = 1.25;
const SESSION_WORDS = 1;
const EXACT_WORDS = 0.25;
/** Who is spoken of is seldom named each time: a name tells which project is meant, also where a session lacks it. */
const NAMED_IN_PROJECT = 1;
const CHANGED_FILE = 0.5;
/** A session that is called as the question says is meant, even where others speak more of it. */
const NAMED = 2;
const MEANING = 0.5;
/** For questions after what the person said. */
const OWN_WORDS = 1;

export function weigh(gathered: Gathered): Scores {
  const { question, byWords, near, words, changed, named, inProject } = gathered;
  const share = near ? shareInOnePlace(gathered) : 1;
  const byMeaning = near ? listsByMeaning(near, question.ownWords !== undefined) : [];
  const ofPassages = [
    { scores: byWords, weight: PASSAGE_WORDS * share },
    ...byMeaning,
    { scores: words.exact, weight: EXACT_WORDS },
    { scores: gathered.saidByPerson, weight: OWN_WORDS },
  ];
  const ofSessions = [
    ...ofPassages.map(({ scores, weight }) => ({ scores: bestBySession(gathered, scores), weight })),
    { scores: words.scores, weight: SESSION_WORDS * share },
    // A session that changed the file is no find by that alone.
    { scores: new Map(changed.map((session) => [session, 1])), weight: CHANGED_FILE },
    { scores: named, weight: NAMED * Math.max(0, ...named.values()) },
    { scores: inProject.shares, weight: NAMED_IN_PROJECT },
  ];
  const passages = join(ofPassages);
  if (near) weighUnembedded(passages, gathered, near, byMeaning);
  return { sessions: join(ofSessions), passages };
}

/** Best passages by words in which the question's words are counted. */
const COUNTED = 20;

/** How much of the question one of the best passages holds, 0..1. */
function shareInOnePlace({ byWords, places, coverage }: Gathered): number {
  const best = [...byWords.keys()].slice(0, COUNTED).filter((id) => places.has(id));
  return Math.max(0, ...best.map((id) => coverage.of(id)));
}

function listsByMeaning({ whole, fragment, prompt }: Closeness, asksOwnWords: boolean): ScoredList[] {
  return [
    { scores: whole, weight: MEANING },
    { scores: fragment, weight: MEANING },
    { scores: prompt, weight: asksOwnWords ? OWN_WORDS : MEANING },
  ];
}

/** One stored a moment ago has no vector yet: it counts as near as the nearest of its session, so that words decide. */
function weighUnembedded(
  passages: Map<number, number>,
  gathered: Gathered,
  near: Closeness,
  byMeaning: readonly ScoredList[],
): void {
  const unembedded = [...gathered.places.values()].filter(({ id }) => !near.fragment.has(id));
  if (unembedded.length === 0) return;
  const nearest = bestBySession(gathered, join(byMeaning));
  for (const { id, root_id: root } of unembedded)
    passages.set(id, (passages.get(id) ?? 0) + (nearest.get(root) ?? 0));
}
