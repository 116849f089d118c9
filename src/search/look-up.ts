import type { Embedder } from '../embed/embedder.ts';
import type { SearchRequest } from '../shared/search-answer.ts';
import type { Store } from '../store/open.ts';
import type { SearchFilter } from '../store/passage-filter.ts';
import type { CandidateFinder, CandidateLook } from './candidates.ts';
import { coverageReader, type Coverage } from './coverage.ts';
import type { Question } from './question.ts';
import { unsaidTerms, type UnsaidTerm } from './technical-terms.ts';
import { correctionsOf } from './typos.ts';

/** What a question is looked up by, whatever it is limited to. */
export interface Asked {
  question: Question;
  mode: SearchRequest['mode'];
  coverage: Coverage;
  /** Words that no passage holds, with what is looked for instead. */
  corrected: Map<string, string>;
  /** Technical terms that the history never uses. */
  unsaidTerms: UnsaidTerm[];
  /** Candidates by meaning. */
  look(filter: SearchFilter): CandidateLook;
}

export interface LookingUp {
  store: Store;
  embedder: Embedder | null;
  finder: CandidateFinder;
}

/** Passages of each list that take part. More find nothing more, nor do more than 200 in a project (docs/search.md). */
export function candidatesWithin({ projects }: SearchFilter): number {
  return projects ? 200 : 300;
}

/**
 * @param filter what the question is limited to first: its candidates by meaning are looked for while words are read
 * @param own passages in which it is asked: they hold all of its words, its slips and what never happened
 */
export async function lookUp(
  { store, embedder, finder }: LookingUp,
  question: Question,
  mode: SearchRequest['mode'],
  filter: SearchFilter,
  own: ReadonlySet<number>,
): Promise<Asked> {
  const embedded =
    mode === 'lexical' || question.isWordless ? undefined : (await embedder?.embed([question.text]))?.[0];
  // Of a text in a script that the model does not know nothing is near or far.
  const vector = embedded?.some((number) => number !== 0) ? embedded : undefined;
  const look = (within: SearchFilter): CandidateLook => finder.look(vector, candidatesWithin(within), within);
  const first = asksForAll(question, filter) ? undefined : look(filter);
  const coverageOf = coverageReader(store, filter.projects, own);
  const typed = coverageOf(question.terms);
  const corrected =
    mode === 'semantic'
      ? new Map<string, string>()
      : correctionsOf(store, question.terms, new Set(typed.unknown), own);
  const terms = question.terms.map((term) => corrected.get(term.toLowerCase()) ?? term);
  const coverage = corrected.size > 0 ? coverageOf(terms) : typed;
  return {
    question,
    mode,
    coverage,
    corrected,
    unsaidTerms: unsaidTerms(store, question.text, coverage, own),
    look: (within) => (within === filter && first ? first : look(within)),
  };
}

/** Whatever lies in a time or a project is the answer. */
export function asksForAll({ terms }: Question, { since, until, projects }: SearchFilter): boolean {
  return terms.length === 0 && ((since ?? until) !== undefined || projects !== undefined);
}
