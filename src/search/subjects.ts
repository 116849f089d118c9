import { passageCount, textLength } from '../store/history-size.ts';
import type { Store } from '../store/open.ts';
import { holdersOf } from '../store/words-in-use.ts';
import type { Coverage } from './coverage.ts';
import { absence, knownAt, surpriseAt } from './unsaid.ts';
import { subjectsOf, wordsOn } from './word-files.ts';

/**
 * Whether a question is about something that software is made for and this history has nothing to do with: payments,
 * printers, patients. People paraphrase in everyday words, hardly in those of another trade.
 */
export interface ForeignSubjects {
  /** Share of the question, by rarity, that are words of a trade which the history hardly holds, 0..1. */
  foreign: number;
  /** The greatest share that at least two words of one subject have, times how absent that is, -2..2. */
  together: number;
}

/** @param absenceOf -2..2 by subject, see `absenceIn` */
export function foreignSubjects(
  { weights, holders }: Coverage,
  chars: number,
  absenceOf: (subject: string) => number,
): ForeignSubjects {
  const known = knownAt(chars);
  const bySubject = new Map<string, { words: number; weight: number }>();
  let all = 0;
  let foreign = 0;
  for (const [word, weight] of weights) {
    all += weight;
    const subjects = subjectsOf(word);
    if (subjects.length > 0) foreign += weight * absence(holders(word), known);
    for (const subject of subjects) {
      const own = bySubject.get(subject) ?? { words: 0, weight: 0 };
      bySubject.set(subject, { words: own.words + 1, weight: own.weight + weight });
    }
  }
  if (all === 0) return { foreign: 0, together: 0 };
  const shares = [...bySubject]
    .filter(([, { words }]) => words > 1)
    .map(([subject, { weight }]) => (weight / all) * absenceOf(subject));
  return { foreign: foreign / all, together: shares.length > 0 ? Math.max(...shares) : 0 };
}

const known = new WeakMap<Store, { passages: number; absence: Map<string, number> }>();
/** Counting the words of a subject costs a millisecond; what a history is about changes slowly. */
const GROWN = 1.1;

/** By subject the mean logarithm of how much less often than expected its words stand in the history, -2..2. */
export function absenceIn(store: Store): (subject: string) => number {
  const passages = passageCount(store);
  let counted = known.get(store);
  if (!counted || passages > GROWN * counted.passages || passages < counted.passages / GROWN) {
    counted = { passages, absence: new Map() };
    known.set(store, counted);
  }
  const { absence } = counted;
  return (subject) => {
    const before = absence.get(subject);
    if (before !== undefined) return before;
    const words = wordsOn(subject);
    const holders = holdersOf(store, words);
    const chars = textLength(store);
    const sum = words.reduce((total, word) => total + surpriseAt(word, holders(word), chars), 0);
    const mean = words.length === 0 ? 0 : sum / words.length;
    absence.set(subject, mean);
    return mean;
  };
}
