/**
 * The words of an error that tell it from others: without what changes from time to time (line numbers,
 * addresses, folders) and without what every error says.
 */
export interface ErrorWords {
  terms: string[];
  /** False when all of its words are said by most errors. */
  isTelling: boolean;
  /** Those that name the error, such as `ECONNREFUSED`, `TS2322`, `redirect_uri_mismatch`; lower case. */
  names: Set<string>;
}

const MOST_TERMS = 30;
/** Fewer words may be a chance mention of an error. */
const ENOUGH_NAMING = 3;
/** Letters: names of tests grow long, what is longer is encoded. */
const LONGEST = 120;
const WORD = /[\p{L}\p{N}]+(?:[_.:-][\p{L}\p{N}]+)*/gu;
const SAID_BY_ALL = new Set(
  'a an the to of is in at on by for and or with was were be been it its i we you this that these from as did do does if are error errors exit code exited err failed fails failing fail tool use tool_use_error bash what how when why again past last time'.split(
    ' ',
  ),
);
/** "TypeError: …", "fatal: …", "permission denied" */
const NAMES_FAULT = /error|exception|fatal|panic|fail|cannot|denied|refused|not found|undefined/i;
const NAME = /^[A-Z][A-Z0-9_]{4,}$|^[A-Z]{1,6}-?\d{3,}$|\p{Ll}\p{Lu}|[\p{L}\p{N}]_[\p{L}\p{N}]/u;

/** `stork_test.go:31`, `stork_test.go:31-48`, `render.ts:42:17`, `localhost:5432` */
const LINE_OR_PORT = /(?<=[\p{L}\p{N}]):\d+(?:[:-]\d+)*(?![\p{L}\p{N}.-])/gu;
/** "zsh:", "(eval):1:", "bash: line 3:": who says it, not what */
export const SHELL = /^\s*(?:-?(?:ba|z|da|k)?sh|\(eval\)):(?: ?(?:line )?\d+:)?/gm;
const DURATION = /^\d+(?:\.\d+)*(?:[nµu]s|ms|s|m|h)$/;

export function errorWords(error: string): ErrorWords {
  const lines = error.split('\n').filter((line) => line.trim() !== '');
  const told = lines.filter((line) => !/^\s+at\s|^\s*File "/.test(line));
  const words = wordsOf(told.length > 0 ? told : lines);
  const telling = words.filter(isTellingWord);
  // Of a long trace or log, the lines that name a fault: the rest of its words would outweigh them.
  const naming =
    telling.length > MOST_TERMS
      ? wordsOf(told.filter((line) => NAMES_FAULT.test(line))).filter(isTellingWord)
      : [];
  const counting = naming.length >= ENOUGH_NAMING ? naming : telling;
  const terms = (counting.length > 0 ? counting : words).slice(0, MOST_TERMS);
  return {
    terms,
    isTelling: telling.length > 0,
    names: new Set(terms.filter((word) => NAME.test(word)).map((word) => word.toLowerCase())),
  };
}

function wordsOf(lines: readonly string[]): string[] {
  const text = lines
    .join('\n')
    .replace(SHELL, '')
    .replace(/\[redacted:[^\]]*\]/g, ' ')
    .replace(/<\/?[\w-]+>/g, ' ')
    .replace(/(?:[\w.@~-]*\/)+(?=[\w.@-])/g, ' ')
    .replace(LINE_OR_PORT, ' ')
    .replace(/: \d+$/gm, ' ');
  return [...new Set((text.match(WORD) ?? []).filter((word) => word.length > 1 && word.length <= LONGEST))];
}

function isTellingWord(word: string): boolean {
  return !SAID_BY_ALL.has(word.toLowerCase()) && !isPassing(word);
}

/** Numbers, times, addresses, positions, hashes; a status such as 404 stays. */
function isPassing(word: string): boolean {
  if (/^[1-5]\d\d$/.test(word)) return false;
  if (DURATION.test(word)) return true;
  if (/^\d{4}-\d\d-\d\d/.test(word)) return true;
  return /^[\d.:-]+$/.test(word) || /^(?=.*\d)[0-9a-f]{7,}$/i.test(word);
}
