import { cursorAfter, pageAt } from '../shared/search-cursor.ts';
import type { SearchAnswer, SearchHit, SearchRequest } from '../shared/search-answer.ts';
import { fit, noRoom, shortNotes, shortText, withNote } from './budget.ts';

/** Snippets are shortened first, then files go, then the last hits. */
export function fitSearch(answer: SearchAnswer, letters: number, request: SearchRequest): SearchAnswer {
  const page = request.cursor ?? answer.next_cursor;
  const snapshot = page === undefined ? 0 : pageAt(request, page).snapshot;
  return fit(letters, {
    items: answer.hits,
    levels: [500, 320, 200, 120],
    shorten: shortHit,
    rebuild(hits, shortened, enough) {
      const left = answer.hits.length - hits.length;
      const cut = shortened ? { ...shortQuestion(answer), hits } : { ...answer, hits };
      if (left === 0) return cut;
      const cursor = cursorAfter(
        request,
        snapshot,
        hits.map((hit) => hit.session_id),
      );
      const { note, next_cursor } = noRoom(left, 'hit', cursor, enough);
      return withNote({ ...cut, next_cursor }, note);
    },
  });
}

const MOST_TERMS_WHEN_SHORT = 8;
const MOST_PAIRS_WHEN_SHORT = 2;

/** The asker knows the question: enough of it to see how it was understood. */
function shortQuestion({ interpreted, ...answer }: SearchAnswer): SearchAnswer {
  const { terms, corrected, project, file } = interpreted;
  return {
    ...answer,
    query: shortText(answer.query, 120),
    interpreted: {
      ...interpreted,
      ...(corrected === undefined ? {} : { corrected: shortPairs(corrected) }),
      terms: terms.slice(0, MOST_TERMS_WHEN_SHORT).map((term) => shortText(term, 24)),
      ...(project === undefined ? {} : { project: shortText(project, 60) }),
      ...(file === undefined ? {} : { file: shortText(file, 60) }),
    },
    notes: shortNotes(answer.notes),
  };
}

function shortPairs(pairs: Record<string, string>): Record<string, string> {
  const first = Object.entries(pairs).slice(0, MOST_PAIRS_WHEN_SHORT);
  return Object.fromEntries(first.map((pair) => pair.map((word) => shortText(word, 24))));
}

function shortHit(hit: SearchHit, letters: number): SearchHit {
  const files = letters > 320 ? hit.files?.slice(0, 5) : letters > 120 ? hit.files?.slice(0, 2) : undefined;
  return {
    ...hit,
    title: shortText(hit.title, Math.min(100, letters / 2)),
    snippet: shortText(hit.snippet, letters),
    outcome: hit.outcome === undefined || letters <= 120 ? undefined : shortText(hit.outcome, letters / 2),
    files,
  };
}
