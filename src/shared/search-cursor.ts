import { createHash } from 'node:crypto';
import { HerError } from './errors.ts';
import type { SearchRequest } from './search-answer.ts';
import { shortened } from './shortened.ts';

/**
 * Where the next page of a search begins. A history grows between two pages, and with it ranks shift: so a cursor
 * remembers which sessions were shown, and what comes next is the best of the others.
 */
export interface SearchPage {
  /** The newest turn there was when the first page was made: what came after is on no page. 0: not known. */
  snapshot: number;
  /** Marks of the sessions that were shown (`markOf`). */
  shown: readonly string[];
}

type Question = Omit<SearchRequest, 'limit' | 'cursor' | 'max_tokens'>;

const MARK_BYTES = 3;
const MARK_CHARS = 4;
const CURSOR = /^([0-9a-z]{1,10})\.([\w-]{4})\.((?:[\w-]{4})*)$/;
const ECHO_CHARS = 60;

/** Of 50 sessions shown and 300 to come, one in a thousand answers would miss a session by two with one mark. */
export function markOf(sessionId: string): string {
  // What a sub-agent did is shown as its session's.
  return digest(sessionId.split('/', 1)[0]!);
}

/** @param shown ids of the sessions on this page, which come on top of those before */
export function cursorAfter(request: SearchRequest, snapshot: number, shown: readonly string[]): string {
  const before = request.cursor === undefined ? [] : pageAt(request, request.cursor).shown;
  return `${snapshot.toString(36)}.${markOfQuestion(request)}.${[...before, ...shown.map(markOf)].join('')}`;
}

/** @throws HerError `bad-cursor`: what is none, and one of another question */
export function pageAt(request: Question, cursor: string): SearchPage {
  const [, snapshot, question, marks] = CURSOR.exec(cursor) ?? [];
  if (snapshot === undefined || marks === undefined) {
    throw new HerError(
      'bad-cursor',
      `"${shortened(cursor, ECHO_CHARS)}" is no cursor of Her. Pass next_cursor of the answer before as it is, or leave cursor out.`,
    );
  }
  if (question !== markOfQuestion(request)) {
    throw new HerError(
      'bad-cursor',
      'This cursor goes on with another question. Ask with the same query and filters as before, or leave cursor out to begin anew.',
    );
  }
  const shown = marks.match(new RegExp(`.{${MARK_CHARS}}`, 'g')) ?? [];
  return { snapshot: Number.parseInt(snapshot, 36), shown };
}

function markOfQuestion({ query, project, since, until, kinds = [], file, mode }: Question): string {
  return digest(JSON.stringify([query, project, since, until, [...kinds].sort(), file, mode]));
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest().subarray(0, MARK_BYTES).toString('base64url');
}
