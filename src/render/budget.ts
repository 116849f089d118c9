/**
 * Cutting answers to what the asker has room for. A token counts as 4 characters of the answer's JSON: that
 * is what Claude Code gives to the model. Long texts are shortened first, then items at the end are left
 * out, and the answer says what to call to see them. What that means for one answer stands in `fit-<answer>.ts`.
 */

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
export function noRoom(
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

export function plural(count: number, word: string): string {
  return `${count} more ${word}${count === 1 ? '' : 's'}`;
}
