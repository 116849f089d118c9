/** Parts of a long text that speak of an error: how much of its words one holds, and which is shown. Pure. */

const PART_CHARS = 400;
/** Of an error's first line, shown before the part that matched. */
const FIRST_LINE_CHARS = 120;
/** The beginning is shown where it holds about as much as any other part. */
const AS_GOOD = 0.9;

/** Share of the weight that stands in a text, 0..1. @param weights by word, lower case */
export function heldBy(text: string, weights: ReadonlyMap<string, number>): number {
  const lower = text.toLowerCase();
  const words = new Set(lower.match(/[\p{L}\p{N}]+/gu));
  let [held, all] = [0, 0];
  for (const [word, weight] of weights) {
    all += weight;
    if (words.has(word) || (/[^\p{L}\p{N}]/u.test(word) && lower.includes(word))) held += weight;
  }
  return all === 0 ? 0 : Math.round((held / all) * 100) / 100;
}

/** Words of an error stand together: scattered over a long text they are about something else. */
export function partsOf(text: string, letters = PART_CHARS): string[] {
  const count = Math.max(1, Math.ceil(text.length / (letters / 2)) - 1);
  return Array.from({ length: count }, (_, index) => partAt(text, (index * letters) / 2, letters));
}

/** The most that stands together of an error of so many letters. */
export function heldTogether(text: string, weights: ReadonlyMap<string, number>, letters: number): number {
  return Math.max(...partsOf(text, Math.max(PART_CHARS, 2 * letters)).map((part) => heldBy(part, weights)));
}

/** A failed call's output: from its beginning, or its first line and the part that holds most of the weight. */
export function shownError(text: string, weights: ReadonlyMap<string, number>): string {
  const whole = text.trim();
  if (whole.length <= PART_CHARS) return whole;
  const beginning = partAt(whole, 0, PART_CHARS);
  const room = PART_CHARS - FIRST_LINE_CHARS;
  const parts = Array.from({ length: Math.ceil((2 * whole.length) / room) }, (_, index) =>
    partAt(whole, (index * room) / 2, room),
  );
  const held = parts.map((part) => heldBy(part, weights));
  const best = held.indexOf(Math.max(...held));
  if (heldBy(beginning, weights) >= AS_GOOD * held[best]!) return beginning;
  const [first = ''] = whole.split('\n', 1);
  return `${partAt(first, 0, FIRST_LINE_CHARS)}\n${parts[best]!}`;
}

/** From the beginning of a word to the end of one; what is left out before and after shows. */
function partAt(text: string, from: number, letters: number): string {
  const start = from === 0 ? 0 : from + Math.max(0, text.slice(from, from + 40).search(/\s/));
  const rest = text.slice(start, start + letters - 4);
  const isEnd = start + rest.length >= text.length;
  const end = isEnd ? rest : rest.replace(/(?<=\s)\S{0,40}$/, '');
  return `${start === 0 ? '' : '… '}${end.trim().toWellFormed()}${isEnd ? '' : ' …'}`;
}
