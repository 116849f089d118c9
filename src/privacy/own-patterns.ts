/** Patterns that people add themselves: checked when they are read, run so that they cannot stall the machine. */

export interface OwnPattern {
  /** Lower-case letters, digits and hyphens; stands in `[redacted:<kind>]`. */
  kind: string;
  /** A JavaScript regular expression; when it has a group, the first group is the secret, otherwise the whole match. */
  pattern: string;
}

/** A pattern that cannot be used; `message` is a sentence for the person who wrote it. */
export class PatternError extends Error {
  readonly code = 'bad_redaction_pattern';
  override readonly name = 'PatternError';
}

/** Finds a pattern's secrets in a text as `[start, end)`. */
export type OwnPatternFinder = (text: string, report: (start: number, end: number) => void) => void;

const WINDOW = 2_000;
const OVERLAP = 500;
const PROBE_MILLISECONDS = 100;

/**
 * A pattern sees one line at a time and of a long line 2,000 characters at a time, 500 of them twice,
 * so that even an expression of quadratic time costs a bounded amount per character of text.
 *
 * @throws PatternError when the pattern is no regular expression, matches the empty text, or can backtrack without end
 */
export function compileOwnPattern({ kind, pattern }: OwnPattern): OwnPatternFinder {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(kind)) {
    throw new PatternError(
      `The kind "${kind}" of a redaction pattern must be lower-case letters, digits and hyphens.`,
    );
  }
  const expression = parse(pattern);
  if (expression.test('')) {
    throw new PatternError(
      `The redaction pattern "${pattern}" matches the empty text; it must need at least one character.`,
    );
  }
  if (hasNestedRepetition(pattern) || isSlow(pattern)) {
    throw new PatternError(
      `The redaction pattern "${pattern}" could take very long on some texts. ` +
        'Do not repeat a group that repeats something itself, as in (a+)+, and give repetitions an upper bound.',
    );
  }
  return (text, report) => {
    for (const [from, to] of windowsOf(text)) {
      const piece = text.slice(from, to);
      for (const match of piece.matchAll(expression)) {
        const group = match.indices?.[1] ?? match.indices![0]!;
        if (group[1] > group[0]) report(from + group[0], from + group[1]);
      }
    }
  };
}

function parse(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'gd');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PatternError(`The redaction pattern "${pattern}" is not a regular expression: ${why}.`);
  }
}

function* windowsOf(text: string): Generator<[from: number, to: number]> {
  let line = 0;
  while (line < text.length) {
    const newline = text.indexOf('\n', line);
    const end = newline === -1 ? text.length : newline;
    for (let from = line; from < end; from += WINDOW - OVERLAP) {
      yield [from, Math.min(end, from + WINDOW)];
      if (from + WINDOW >= end) break;
    }
    line = end + 1;
  }
}

/** True when a group that holds an unbounded repetition or alternatives is itself repeated without bound. */
function hasNestedRepetition(pattern: string): boolean {
  const plain = pattern.replace(/\\./g, 'a').replace(/\[[^\]]*\]/g, 'a');
  const repeats: boolean[] = [false];
  for (let i = 0; i < plain.length; i++) {
    const letter = plain[i];
    if (letter === '(') repeats.push(false);
    const unbounded = /^(?:[*+]|\{\d+,\}|\{\d*,?\d{3,}\})/.test(plain.slice(i));
    if (letter === '|' || unbounded) repeats[repeats.length - 1] = true;
    if (letter === ')') {
      const inner = repeats.pop() ?? false;
      if (inner && /^(?:[*+]|\{\d+,\}|\{\d*,?\d{2,}\})/.test(plain.slice(i + 1))) return true;
      if (inner) repeats[Math.max(0, repeats.length - 1)] = true;
    }
  }
  return false;
}

/** Runs the pattern on texts of its own characters that grow little by little, and stops at the first slow one. */
function isSlow(pattern: string): boolean {
  const letters = new Set([...pattern.replace(/[\\()[\]{}|?*+^$]/g, ''), 'a', '0', ' ', '-', '_', '.']);
  for (const letter of [...letters].slice(0, 40)) {
    for (let length = 8; length <= WINDOW; length = length < 64 ? length + 4 : Math.ceil(length * 1.5)) {
      const started = performance.now();
      new RegExp(pattern).test(letter.repeat(length) + '\u0000');
      if (performance.now() - started > PROBE_MILLISECONDS) return true;
    }
  }
  return false;
}
