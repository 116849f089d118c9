import type { SearchRequest } from '../shared/search-answer.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { storedVectors } from '../store/vectors.ts';
import { candidateFinder, type CandidateFinder } from './candidates.ts';
import type { SearchContext } from './search-context.ts';

/** Who looks for what is near in meaning, and whether that can be done at the moment. */

/** A finder may still read a database that another has replaced. */
export function finderFor({ store, embedder, finder }: SearchContext): CandidateFinder {
  if (finder?.store === store) return finder;
  const vectors =
    embedder && store.hasVectors ? storedVectors(store, embedder.model, embedder.dim) : undefined;
  return candidateFinder(store, vectors);
}

/** What is done of what was asked for; a note says why not all. */
export function modeOf(
  { hasMeaning }: SearchContext,
  finder: CandidateFinder,
  { mode }: SearchRequest,
  notes: string[],
): SearchRequest['mode'] {
  const meaning = hasMeaning === 'ready' && !finder.isReady() ? 'reading' : hasMeaning;
  if (mode === 'lexical' || meaning === 'ready') return mode;
  const why = {
    reading:
      'The vectors of a long history are still being read: this answer is by words only. Ask again in a moment for search by meaning.',
    loading:
      'The embedding model is still loading: this answer is by words only. Ask again in a moment for search by meaning.',
    off: 'Search by meaning is switched off (HER_EMBEDDER=off): this answer is by words only.',
    unavailable: `Search by meaning does not work here (\`${TYPED_HER} doctor\` says why): this answer is by words only.`,
  };
  notes.push(why[meaning]);
  return 'lexical';
}
