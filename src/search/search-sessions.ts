import type { WithoutFreshness } from '../shared/answers.ts';
import type { SearchAnswer, SearchHit, SearchRequest } from '../shared/search-answer.ts';
import { cursorAfter, markOf, pageAt } from '../shared/search-cursor.ts';
import { shortened } from '../shared/shortened.ts';
import type { Asking } from '../store/asking-session.ts';
import { continuations } from '../store/continuing.ts';
import type { Store } from '../store/open.ts';
import { keysOfSessions } from '../store/session-facts.ts';
import { findSessions, heldOf } from './find-sessions.ts';
import type { Found } from './finds.ts';
import { hitsOf, type Scored } from './hits.ts';
import { notesOn } from './notes.ts';
import { relevanceOf, scoreOf, shownScores } from './relevance.ts';
import type { SearchContext } from './search-context.ts';

/** From a question to one ranked list of sessions, each with its best turn. */

/** What comes nearest is shown even when it does not answer, but not a page of it (three lose answers: docs/search.md). */
const MOST_WHEN_NOTHING_ANSWERS = 5;
const ECHO_CHARS = 400;
/** Beside a hit that answers, one this much less likely is noise (docs/search.md). */
const FAINT = 0.01;

export async function searchSessions(
  context: SearchContext,
  request: SearchRequest,
  asking: Asking = {},
): Promise<WithoutFreshness<SearchAnswer>> {
  const finding = await findSessions(context, request, asking);
  const { question, filter, mode, snapshot, coverage, corrected, found, wholeHistory } = finding;
  const relevance = relevanceOf(
    found.map((hit) => hit.evidence),
    wholeHistory,
  );
  const isBrief = relevance === 'none';
  const shown = isBrief ? found.slice(0, MOST_WHEN_NOTHING_ANSWERS) : withoutFaint(found);
  const scores = shownScores(shown.map((hit) => hit.evidence));
  const left = notYetShown(
    context.store,
    request,
    shown.map((hit, place) => ({ ...hit, score: scores[place]! })),
  );
  const page = left.slice(0, request.limit);
  const pageHits = hitsOf(context.store, page, { weights: coverage.weights, kinds: filter.kinds, isBrief });
  const hits = isBrief ? pageHits : withContinuations(context.store, pageHits);
  const notes = notesOn(finding, relevance);
  return {
    query: shortened(request.query, ECHO_CHARS),
    interpreted: {
      terms: question.terms,
      ...(corrected.size > 0 ? { corrected: Object.fromEntries(corrected) } : {}),
      ...heldOf(question, found),
      ...(question.ownWords ? { own_words: true as const } : {}),
      ...(filter.since === undefined ? {} : { since: new Date(filter.since).toISOString() }),
      ...(filter.until === undefined ? {} : { until: new Date(filter.until).toISOString() }),
      ...((request.project ?? question.project) ? { project: request.project ?? question.project } : {}),
      ...((request.file ?? question.file) ? { file: request.file ?? question.file } : {}),
    },
    mode,
    relevance,
    hits,
    ...(page.length < left.length
      ? {
          next_cursor: cursorAfter(
            request,
            snapshot,
            hits.map((hit) => hit.session_id),
          ),
        }
      : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

/** Sessions of one task stay hits of their own: any of them may be the one that is meant (docs/search.md). */
function withContinuations(store: Store, hits: readonly SearchHit[]): SearchHit[] {
  const found = continuations(
    store,
    hits.map((hit) => hit.session_id),
  );
  return hits.map((hit) => ({ ...hit, ...found.get(hit.session_id) }));
}

/** Behind a cursor, the others, in their order. */
function notYetShown(store: Store, request: SearchRequest, found: readonly Scored[]): readonly Scored[] {
  if (request.cursor === undefined) return found;
  const marks = new Set(pageAt(request, request.cursor).shown);
  const keys = keysOfSessions(
    store,
    found.map(({ root }) => root),
  );
  return found.filter(({ root }) => !marks.has(markOf(keys.get(root) ?? '')));
}

function withoutFaint(found: readonly Found[]): Found[] {
  const best = Math.max(0, ...found.map(({ evidence }) => scoreOf(evidence)));
  return found.filter(({ evidence }, place) => place === 0 || scoreOf(evidence) >= FAINT * best);
}
