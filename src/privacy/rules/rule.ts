/** What a rule is: an anchor that the scanner finds cheaply, and a look at the text around it. */

/** A secret found in a text: `[start, end)` in UTF-16 code units. */
export interface Span {
  start: number;
  end: number;
  kind: string;
}

export interface Rule {
  /**
   * Lower-case ASCII strings of at least three characters, compared without regard to case.
   * The rule runs only where one of them stands in the text.
   */
  anchors: readonly string[];
  /**
   * Calls `report` for each secret near the anchor at `at`. Looks at a bounded part of the text only,
   * or at a part that it reports as found, so that the whole pass stays linear.
   */
  find(text: string, at: number, report: (span: Span) => void): void;
}

/** Runs a sticky expression at a place; undefined when it does not match there. */
export function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | undefined {
  expression.lastIndex = at;
  return expression.exec(text) ?? undefined;
}

/** The secret with which a match ends: its last group, or another that ends with it. */
export function lastOf(match: RegExpExecArray, kind: string, group = 1): Span {
  const end = match.index + match[0].length;
  return { start: end - match[group]!.length, end, kind };
}

const ALPHANUMERIC = /[A-Za-z0-9]/;

/**
 * True when a token may begin at `at`: the text begins there, or the character before is no letter or digit,
 * or it ends an escape (`\n`, `%3D`, a terminal colour) that belongs to the surrounding text.
 */
export function startsToken(text: string, at: number): boolean {
  if (at === 0 || !ALPHANUMERIC.test(text.charAt(at - 1))) return true;
  const before = text.slice(Math.max(0, at - 8), at);
  return /\\[nrtfbv]$|\\u[0-9a-fA-F]{4}$|\\x[0-9a-fA-F]{2}$|%[0-9a-fA-F]{2}$|\[[0-9;]{0,5}m$/.test(before);
}
