/**
 * Cutting answers to what the asker has room for. A token counts as 4 characters of the answer's JSON: that
 * is what Claude Code gives to the model. Long texts are shortened first, then items at the end are left
 * out, and the answer says what to call to see them.
 */
import type { SearchAnswer, SearchHit, SearchRequest } from '../shared/search-answer.ts';
import type { ReplayAction, ReplayAnswer, ReplayTurn } from '../shared/replay-answer.ts';
import type { CorrectionsAnswer, CorrectionsRequest } from '../shared/corrections-answer.ts';
import type { SessionsAnswer } from '../shared/sessions-answer.ts';
import { cursorAt, positionOf, snapshotOf } from '../shared/cursor.ts';

const LETTERS_PER_TOKEN = 4;
/** Claude Code moves answers above 50,000 characters into a file. */
const MOST_LETTERS = 45_000;

/** The characters that an answer of so many tokens may have. */
export function lettersFor(maxTokens: number): number {
  return Math.min(MOST_LETTERS, maxTokens * LETTERS_PER_TOKEN);
}

/** How an answer is made of items, from the most detailed way of showing them to the barest. */
export interface Cutting<Answer, Item> {
  items: readonly Item[];
  /** Characters of the longest text in an item, falling; the last one is when items begin to be left out. */
  levels: readonly number[];
  shorten(item: Item, letters: number): Item;
  /**
   * The answer with these items, the first of all, saying so when there were more or longer ones.
   * `enough`: when not even one has room, the tokens with which one has.
   */
  rebuild(items: Item[], shortened: boolean, enough?: number): Answer;
}

/** The most detailed of the ways to show the items that has at most so many characters. */
export function fit<Answer, Item>(
  letters: number,
  { items, levels, shorten, rebuild }: Cutting<Answer, Item>,
): Answer {
  const whole = rebuild([...items], false);
  if (size(whole) <= letters) return whole;
  const at = (level: number, kept: number, enough?: number): Answer =>
    rebuild(
      items.slice(0, kept).map((item) => shorten(item, level)),
      true,
      enough,
    );
  for (const level of levels) {
    const shorter = at(level, items.length);
    if (size(shorter) <= letters) return shorter;
  }
  const barest = levels.at(-1) ?? 0;
  const kept = most(items.length, (count) => size(at(barest, count)) <= letters);
  if (kept === 0) return at(barest, 0, tokensOf(size(at(barest, 1))));
  const best = levels.find((level) => size(at(level, kept)) <= letters);
  return at(best ?? barest, kept);
}

/** The largest number below `limit` that holds, where all smaller ones hold as well; 0 when none does. */
function most(limit: number, holds: (count: number) => boolean): number {
  let low = 0;
  let high = limit - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** Rounded up, with room for a little more text. */
function tokensOf(letters: number): number {
  return Math.ceil(letters / LETTERS_PER_TOKEN / 100 + 0.5) * 100;
}

/** What to call when items were left out: a cursor goes on behind the last one shown. */
function noRoom(
  left: number,
  word: string,
  cursor: string,
  enough: number | undefined,
): { note: string; next_cursor?: string } {
  if (enough !== undefined)
    return { note: `No room for a single ${word}: same arguments with max_tokens ${enough}.` };
  return {
    note: `${plural(left, word)} for which max_tokens had no room: same arguments with cursor "${cursor}".`,
    next_cursor: cursor,
  };
}

function size(answer: unknown): number {
  return JSON.stringify(answer).length;
}

/** At most so many characters, the cut marked. */
export function shortText(text: string, letters: number): string {
  return text.length <= letters
    ? text
    : `${text
        .slice(0, Math.max(0, letters - 1))
        .trimEnd()
        .toWellFormed()}…`;
}

export function withNote<Answer extends { notes?: string[] }>(
  answer: Answer,
  note: string | undefined,
): Answer {
  return note === undefined ? answer : { ...answer, notes: [...(answer.notes ?? []), note] };
}

const NOTE_LETTERS = 120;

/** Notes quote what was asked for, which may be long. */
export function shortNotes(notes: string[] | undefined): string[] | undefined {
  return notes?.map((note) => shortText(note, NOTE_LETTERS));
}

function plural(count: number, word: string): string {
  return `${count} more ${word}${count === 1 ? '' : 's'}`;
}

/** Snippets are shortened first, then files go, then the last hits. */
export function fitSearch(answer: SearchAnswer, letters: number, request: SearchRequest): SearchAnswer {
  const start = request.cursor === undefined ? 0 : positionOf(request.cursor);
  const page = request.cursor ?? answer.next_cursor;
  const snapshot = page === undefined ? undefined : snapshotOf(page);
  return fit(letters, {
    items: answer.hits,
    levels: [500, 320, 200, 120],
    shorten: shortHit,
    rebuild(hits, shortened, enough) {
      const left = answer.hits.length - hits.length;
      const cut = shortened ? { ...shortQuestion(answer), hits } : { ...answer, hits };
      if (left === 0) return cut;
      const { note, next_cursor } = noRoom(left, 'hit', cursorAt(start + hits.length, snapshot), enough);
      return withNote({ ...cut, next_cursor }, note);
    },
  });
}

const MOST_TERMS_WHEN_SHORT = 8;

/** The asker knows the question: enough of it to see how it was understood. */
function shortQuestion({ interpreted, ...answer }: SearchAnswer): SearchAnswer {
  const { terms, project, file } = interpreted;
  return {
    ...answer,
    query: shortText(answer.query, 120),
    interpreted: {
      ...interpreted,
      terms: terms.slice(0, MOST_TERMS_WHEN_SHORT).map((term) => shortText(term, 24)),
      ...(project === undefined ? {} : { project: shortText(project, 60) }),
      ...(file === undefined ? {} : { file: shortText(file, 60) }),
    },
    notes: shortNotes(answer.notes),
  };
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

/**
 * A replay comes in pages of about the right size. Where one is still too long, texts are shortened first,
 * then actions are left out, then the last turns.
 */
export function fitReplay(answer: ReplayAnswer, letters: number): ReplayAnswer {
  return fit(letters, {
    items: answer.turns,
    levels: [2000, 1000, 500, 250, 120, 50],
    shorten: shortTurn,
    rebuild(turns, shortened, enough) {
      const missing = answer.turns[turns.length];
      const session = shortened ? shortHead(answer.session) : answer.session;
      const cut = { ...answer, session, turns };
      const shortenedNote =
        shortened && turns.length > 0
          ? 'Texts that end in … were shortened: ask for that turn alone, with more max_tokens.'
          : undefined;
      if (!missing) return withNote(cut, shortenedNote);
      const { note, next_cursor } = noRoom(
        answer.turns.length - turns.length,
        'turn',
        cursorAt(missing.n),
        enough,
      );
      return withNote(withNote({ ...cut, next_cursor }, shortenedNote), note);
    },
  });
}

function shortHead({ subagents: _, ...session }: ReplayAnswer['session']): ReplayAnswer['session'] {
  return { ...session, title: shortText(session.title, 60) };
}

const MOST_ACTIONS = 40;

function shortTurn(turn: ReplayTurn, letters: number): ReplayTurn {
  const room = Math.max(3, Math.min(MOST_ACTIONS, Math.round(letters / 40)));
  const actions = turn.actions?.slice(0, room).map((action) => shortAction(action, letters));
  const left = (turn.actions?.length ?? 0) - (actions?.length ?? 0);
  const short = {
    ...turn,
    prompt: shortText(turn.prompt, letters),
    reply: turn.reply === undefined ? undefined : shortText(turn.reply, letters),
    actions,
  };
  return withNote(short, left > 0 ? `${plural(left, 'action')}: ask for this turn alone.` : undefined);
}

function shortAction(action: ReplayAction, letters: number): ReplayAction {
  return {
    ...action,
    target: action.target === undefined ? undefined : shortText(action.target, Math.min(200, letters)),
    error: action.error === undefined ? undefined : shortText(action.error, Math.min(300, letters)),
    result: action.result === undefined ? undefined : shortText(action.result, letters),
    input: letters > 1000 ? action.input : undefined,
  };
}

/** Quotations are shortened first, then the last groups go, then examples. */
export function fitCorrections(
  answer: CorrectionsAnswer,
  letters: number,
  request: CorrectionsRequest,
): CorrectionsAnswer {
  const groups = answer.groups ?? [];
  type Part =
    | { group: NonNullable<CorrectionsAnswer['groups']>[number] }
    | { example: CorrectionsAnswer['examples'][number] };
  const quoted = answer.examples.slice(0, 2);
  return fit<CorrectionsAnswer, Part>(letters, {
    items: [
      ...quoted.map((example) => ({ example })),
      ...groups.map((group) => ({ group })),
      ...answer.examples.slice(2).map((example) => ({ example })),
    ],
    levels: [400, 200, 120],
    shorten: (part, level) =>
      'group' in part
        ? part
        : {
            example: {
              ...part.example,
              prompt: shortText(part.example.prompt, level),
              before:
                part.example.before === undefined ? undefined : shortText(part.example.before, level / 2),
            },
          },
    rebuild(parts, _, enough) {
      const keptGroups = parts.flatMap((part) => ('group' in part ? [part.group] : []));
      const examples = parts.flatMap((part) => ('example' in part ? [part.example] : []));
      const whole = enough === undefined ? answer : barestCounts(answer);
      const cut = { ...whole, groups: keptGroups.length > 0 ? keptGroups : undefined, examples };
      const left = [
        groups.length > keptGroups.length ? plural(groups.length - keptGroups.length, 'group') : '',
        answer.examples.length > examples.length
          ? plural(answer.examples.length - examples.length, 'example')
          : '',
      ].filter(Boolean);
      if (left.length === 0) return cut;
      return withNote(
        cut,
        `${left.join(' and ')}: same arguments with max_tokens ${enough ?? request.max_tokens * 2}.`,
      );
    },
  });
}

const MOST_CAUSES_WHEN_BARE = 4;

/** Counts alone, for an answer that has no room for anything beside them; causes come most frequent first. */
function barestCounts({
  baseline: { interrupted: _, ...baseline },
  detector,
  strict_baseline: __,
  edits_undone: ___,
  cost: ____,
  strict: _____,
  ...answer
}: CorrectionsAnswer): CorrectionsAnswer {
  return {
    ...answer,
    by_cause: Object.fromEntries(Object.entries(answer.by_cause).slice(0, MOST_CAUSES_WHEN_BARE)),
    baseline: { ...baseline, source: shortText(baseline.source, 24) },
    detector: { ...detector, measured_on: shortText(detector.measured_on, 24) },
  };
}

/** What stands around the list of an answer: freshness, cursor, totals. */
export const LETTERS_AROUND_ITEMS = 250;

/** The list comes in pages of the right size; only its titles may still be too long for a small one. */
export function fitSessions(answer: SessionsAnswer, letters: number): SessionsAnswer {
  return fit(letters, {
    items: answer.sessions,
    levels: [100, 60, 30],
    shorten: (session, level) => ({ ...session, title: shortText(session.title, level) }),
    rebuild(sessions, _, enough) {
      const left = answer.sessions.length - sessions.length;
      if (left === 0) return { ...answer, sessions };
      return withNote(
        { ...answer, sessions, next_cursor: undefined },
        `No room: same arguments with max_tokens ${enough ?? 500}.`,
      );
    },
  });
}
