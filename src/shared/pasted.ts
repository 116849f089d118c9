/** The longest text that may be pasted, in characters; more is a mistake. */
export const MOST_PASTED = 100_000;

/** Of a text that is longer, its beginning and its end: what went wrong stands in one of them. */
export function endsOf(text: string, letters: number): string {
  if (text.length <= letters) return text;
  const end = Math.floor(letters / 4);
  return `${text.slice(0, letters - end - 1)}\n${text.slice(-end)}`.toWellFormed();
}
