/** The value that begins at a place: quoted, in braces, or a bare word. */
import { looksRandom } from '../entropy.ts';
import { matchAt } from './rule.ts';
import { looksTyped } from './typed.ts';

const OPENING_QUOTE = /(?:[bBrRuUfFEeNL@$]{0,2})(\\*)(["'`])/y;
/** ODBC's way to quote. */
const BRACED = /\{([^{}\s"']{4,200})\}(?=[;"'\s<]|$)/y;
const LONGEST_VALUE = 4096;
/** Bare values, so many characters at a time, which are judged by the first of these; they end where an escaped line break or quote of the surrounding text begins. */
const WORD_TO_SPACE = /(?:[^\s"'`<>\\]|\\(?![nrt"'u])){1,128}/y;
const BARE_LENGTH = 128;
/** An ampersand ends it where another parameter, command or entity follows. */
const WORD_TO_MARK = /(?:[^\s"'`,;&<>(){}[\]|\\]|\\(?![nrt"'u])|&(?!&|[\w.[\]-]{1,40}[=;]|\s|$)){1,128}/y;
/** A part of a connection string: only a semicolon ends it. */
const WORD_TO_SEMICOLON = /[^\s"'`;<>\\]{1,128}/y;
/** Google's passwords for one program, as they are shown. */
const FOUR_GROUPS = /[a-z]{4}(?: [a-z]{4}){3}(?=[ \t]*(?:\r?\n|\\n|$))/y;
export interface Value {
  start: number;
  end: number;
  quoted: boolean;
  literal: boolean;
  /** Where the value ends when all of it is read; `end` may be before that. */
  wholeEnd(): number;
}

export function readValue(text: string, nameAt: number, at: number, joint: string): Value | undefined {
  const quote = matchAt(OPENING_QUOTE, text, at);
  if (quote !== undefined) {
    const start = at + quote[0].length;
    const end = closingQuote(text, start, quote[1]!.length, quote[2]!);
    if (end !== undefined) return { start, end, quoted: true, literal: true, wholeEnd: () => end };
  }
  const braced = joint === '=' || joint.endsWith('>') ? matchAt(BRACED, text, at) : undefined;
  if (braced !== undefined && (looksTyped(braced[1]!) || looksRandom(braced[1]!))) {
    const end = at + 1 + braced[1]!.length;
    return { start: at + 1, end, quoted: true, literal: true, wholeEnd: () => end };
  }
  const groups = matchAt(FOUR_GROUPS, text, at);
  if (groups !== undefined) {
    const end = at + groups[0].length;
    return { start: at, end, quoted: true, literal: true, wholeEnd: () => end };
  }
  const environment = isEnvironmentLine(text, nameAt, joint);
  const isPart = joint === '=' && /; ?$/.test(text.slice(Math.max(0, nameAt - 2), nameAt));
  const word = environment ? WORD_TO_SPACE : isPart ? WORD_TO_SEMICOLON : WORD_TO_MARK;
  const match = matchAt(word, text, at);
  if (match === undefined) return undefined;
  const whole = environment ? beforeNextParameter(match[0]) : match[0];
  const end = at + whole.replace(/[;,.:)\]}|&]+$/, '').length;
  const literal =
    environment ||
    /^\\*["'`]?[ \t]?:[ \t]+$/.test(joint) ||
    joint === '=' ||
    joint.endsWith('>') ||
    (joint === ' = ' && isSettingLine(text, nameAt, end));
  const wholeEnd = (): number => (whole.length < BARE_LENGTH ? end : endOfWord(word, text, at + BARE_LENGTH));
  return end > at ? { start: at, end, quoted: false, literal, wholeEnd } : undefined;
}

/** `client_secret=…&grant_type=…` at the start of a line is a form's body, not a shell's. */
function beforeNextParameter(word: string): string {
  const next = /&[\w.[\]-]{1,60}=/.exec(word);
  return next === null ? word : word.slice(0, next.index);
}

/** Where a word goes on to that is longer than what was looked at to judge it. */
function endOfWord(word: RegExp, text: string, at: number): number {
  let end = at;
  while (end - at < LONGEST_VALUE) {
    const more = matchAt(word, text, end)?.[0].length ?? 0;
    if (more === 0) break;
    end += more;
  }
  return end;
}

function closingQuote(text: string, start: number, escapes: number, quote: string): number | undefined {
  const limit = Math.min(text.length, start + LONGEST_VALUE);
  for (let i = start; i < limit; i++) {
    const letter = text[i];
    if (letter === '\n') return undefined;
    if (letter !== quote) continue;
    let slashes = 0;
    while (i - slashes > start && text[i - slashes - 1] === '\\') slashes++;
    if (escapes === 0 ? slashes % 2 === 0 : slashes <= escapes) return i - (escapes === 0 ? 0 : slashes);
  }
  return undefined;
}

/** `name = value` that fills a line, as INI files have it; code would go on, or call something. */
function isSettingLine(text: string, nameAt: number, end: number): boolean {
  return (
    /(?:^|\n|→)[ \t]{0,8}$/.test(text.slice(Math.max(0, nameAt - 10), nameAt)) &&
    /^[ \t]*(?:\r?\n|\}|$)/.test(text.slice(end, end + 40))
  );
}

/** `NAME=value` where a shell, a `.env` file or a Dockerfile reads it: the value goes on to the next white space. */
function isEnvironmentLine(text: string, nameAt: number, joint: string): boolean {
  if (joint !== '=') return false;
  const before = text.slice(Math.max(0, nameAt - 24), nameAt);
  return /(?:^|\n|\\n|→)[ \t+>-]{0,12}(?:(?:export|set|ENV|ARG|setx|env)[ \t]{1,4})?$|(?:-e|--env|--build-arg|--set|--from-literal=?)[ \t=]{0,2}$/.test(
    before,
  );
}
