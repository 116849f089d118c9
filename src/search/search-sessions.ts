import type { WithoutFreshness } from '../shared/answers.ts';
import type { SearchAnswer, SearchHit, SearchRequest } from '../shared/search-answer.ts';
import { cursorAfter, markOf, pageAt } from '../shared/search-cursor.ts';
import { shortened } from '../shared/shortened.ts';
import type { Asking } from '../store/asking-session.ts';
import { continuations } from '../store/continuing.ts';
import type { Store } from '../store/open.ts';
import type { SearchFilter } from '../store/passage-filter.ts';
import { keysOfSessions } from '../store/session-facts.ts';
import { findSessions, heldOf, type Finding } from './find-sessions.ts';
import type { Found } from './finds.ts';
import { hitsOf, type Scored } from './hits.ts';
import { asksForAll } from './look-up.ts';
import { relevanceOf, scoreOf, shownScores } from './relevance.ts';
import type { SearchContext } from './search-context.ts';

/** From a question to one ranked list of sessions, each with its best turn. */

/** What comes nearest is shown even when it does not answer, but not a page of it. */
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
  const shown = relevance === 'none' ? found.slice(0, MOST_WHEN_NOTHING_ANSWERS) : withoutFaint(found);
  const scores = shownScores(shown.map((hit) => hit.evidence));
  const left = notYetShown(
    context.store,
    request,
    shown.map((hit, place) => ({ ...hit, score: scores[place]! })),
  );
  const page = left.slice(0, request.limit);
  const hits = withContinuations(context.store, hitsOf(context.store, page, coverage.weights, filter.kinds));
  const notes = [...finding.notes, ...aboutAnswer(finding, relevance)];
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

function aboutAnswer(
  { question, filter, found, snapshot }: Finding,
  relevance: SearchAnswer['relevance'],
): string[] {
  if (question.isWordless && !asksForAll(question, filter))
    return [
      'The question holds no words to look for: list_sessions lists sessions by time (in a terminal: `her sessions`), replay_session with "latest" shows the last one.',
    ];
  if (relevance !== 'none' || isOfNothing(filter)) return [];
  if (found.length > 0) return ['Nothing in the history clearly answers this; what is shown comes nearest.'];
  return [
    snapshot === 0
      ? 'Nothing has been read yet, so there is no history to look in.'
      : asksForAll(question, filter)
        ? 'Nothing was recorded in what the question is limited to; list_sessions shows what there is.'
        : 'Nothing in the history has to do with this.',
  ];
}

/** Sessions of one task stay hits of their own: any of them may be the one that is meant (docs/search.md). */
function withContinuations(store: Store, hits: readonly SearchHit[]): SearchHit[] {
  const found = continuations(
    store,
    hits.map((hit) => hit.session_id),
  );
  return hits.map((hit) => ({ ...hit, ...found.get(hit.session_id) }));
}

/** Limited to a project or file that is not on record, which a note says already. */
function isOfNothing({ projects, turns }: SearchFilter): boolean {
  return projects?.length === 0 || turns?.length === 0;
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
