/** Takes secrets out of a text. Every text goes through here before it is written anywhere. */
import { createHmac } from 'node:crypto';
import { createAnchorScanner } from './anchors.ts';
import { compileOwnPattern, type OwnPattern } from './own-patterns.ts';
import { accountRules } from './rules/accounts.ts';
import { assignment } from './rules/assignments.ts';
import { callRules, characters, filledField, madeWithKey } from './rules/calls.ts';
import { commandRules } from './rules/commands.ts';
import { encodedRules } from './rules/encoded.ts';
import { headerRules } from './rules/headers.ts';
import { nearRules } from './rules/near.ts';
import { personalRules, type PersonalKinds } from './rules/personal.ts';
import { privateKeyRules } from './rules/private-keys.ts';
import { protocolRules } from './rules/protocols.ts';
import { proseRules } from './rules/prose.ts';
import { startsToken, type Rule, type Span } from './rules/rule.ts';
import { selfNamed } from './rules/self-named.ts';
import { shapeRules } from './rules/shapes.ts';
import { shownRules } from './rules/shown.ts';
import { spokenRules } from './rules/spoken.ts';
import { tableRules } from './rules/tables.ts';
import { tokenRules } from './rules/tokens.ts';
import { urlRules } from './rules/urls.ts';

export { PatternError, type OwnPattern } from './own-patterns.ts';
export type { PersonalKinds } from './rules/personal.ts';

export interface RedactorOptions {
  /** With a key, each mark carries a tag of the secret: `[redacted:<kind> <tag>]`, the same for the same secret. */
  key?: Buffer;
  /** Also personal data: all kinds, or those named. Off by default. */
  personal?: boolean | PersonalKinds;
  /** More patterns; they run after the built-in rules. */
  patterns?: readonly OwnPattern[];
  /** Values that are never redacted, compared whole. */
  allow?: readonly string[];
}

export interface Redactor {
  /**
   * The text with every secret replaced by `[redacted:<kind>]`, names and quotes around it kept;
   * the same string when nothing was found. Pure, synchronous, linear in the text's length.
   */
  redact(text: string): string;
  /** How many secrets of each kind were replaced since the redactor was made. */
  readonly counts: ReadonlyMap<string, number>;
}

/** In the order of what wins when two rules find exactly the same characters. */
const RULES: readonly Rule[] = [
  ...privateKeyRules,
  ...tokenRules,
  ...shapeRules,
  selfNamed,
  ...encodedRules,
  ...headerRules,
  ...protocolRules,
  ...urlRules,
  assignment,
  ...commandRules,
  ...spokenRules,
  ...callRules,
  madeWithKey,
  filledField,
  characters,
  ...shownRules,
  ...tableRules,
  ...accountRules,
  ...proseRules,
  ...nearRules,
];

const rulesOf = new Map<string, Set<Rule>>();
for (const rule of RULES) {
  for (const anchor of rule.anchors) rulesOf.set(anchor, (rulesOf.get(anchor) ?? new Set()).add(rule));
}
const RULES_BY_ANCHOR = [...rulesOf.values()].map((rules) => [...rules]);
const scan = createAnchorScanner([...rulesOf.keys()]);
const RANK = new Map(RULES.map((rule, index) => [rule, index]));

/** What a mark looks like; texts may be redacted twice, and marks stay as they are. */
const MARK = /\[redacted:[a-z0-9-]{1,40}(?: [0-9a-f]{6})?\]/g;
const MARK_BEGIN = '[redacted:';
const LONGEST_MARK = 60;
const TAG_LENGTH = 6;
const EDGE = 64;
/** Of texts that are remembered, and how many: about 1 MB at most. */
const SHORT = 80;
const MOST_REMEMBERED = 4096;

interface RankedSpan extends Span {
  rank: number;
}

/** @throws PatternError when one of the added patterns cannot be used */
export function createRedactor(options: RedactorOptions = {}): Redactor {
  const allowed = new Set(options.allow);
  const own = (options.patterns ?? []).map((pattern) => ({
    kind: pattern.kind,
    find: compileOwnPattern(pattern),
  }));
  const personal = personalRules.filter(({ kind }) => wants(options.personal, kind));
  const counts = new Map<string, number>();

  function secretsIn(text: string): RankedSpan[] {
    const found: RankedSpan[] = [];
    let longest: Span = { start: 0, end: 0, kind: '' };
    const mayHoldMarks = text.includes(MARK_BEGIN);
    scan(text, (anchor, at) => {
      // Deep inside a long find nothing more is to be learnt, and looking again and again would take quadratic time.
      if (at > longest.start + EDGE && at < longest.end - EDGE) return;
      if (mayHoldMarks && isInMark(text, at)) return;
      for (const rule of RULES_BY_ANCHOR[anchor]!) {
        rule.find(text, at, (span) => {
          found.push({ ...span, rank: RANK.get(rule)! });
          if (span.end > longest.end) longest = span;
        });
      }
    });
    for (const { kind, find } of own)
      find(text, (start, end) => found.push({ start, end, kind, rank: RULES.length }));
    for (const { kind, expression, isPersonal } of personal) {
      for (const match of text.matchAll(expression)) {
        if (isPersonal !== undefined && !isPersonal(match[0])) continue;
        found.push({ start: match.index, end: match.index + match[0].length, kind, rank: RULES.length + 1 });
      }
    }
    return allowed.size === 0
      ? found
      : found.filter(({ start, end }) => !allowed.has(text.slice(start, end)));
  }

  function replace(text: string): string {
    const found = secretsIn(text);
    if (found.length === 0) return text;
    let result = '';
    let done = 0;
    const spans = merge(outsideMarks(text, found));
    for (const { start, end, kind } of merge([...spans, ...outsideMarks(text, repeated(text, spans))])) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      result += text.slice(done, start) + mark(kind, text.slice(start, end), options.key);
      done = end;
    }
    return done === 0 ? text : result + text.slice(done);
  }

  /** Short texts in which nothing was found: names of arguments, paths and states come again and again. */
  const harmless = new Set<string>();

  function remember(text: string): void {
    if (harmless.size >= MOST_REMEMBERED) harmless.clear();
    // V8 keeps a whole text alive behind a piece that was cut out of it.
    harmless.add(Buffer.from(text, 'utf16le').toString('utf16le'));
  }

  return {
    counts,
    redact(text) {
      const isShort = text.length <= SHORT;
      if (isShort && harmless.has(text)) return text;
      // What is left beside a mark can look like a secret only now; after two rounds it does not change any more.
      let before = text;
      for (let round = 0; round < 4; round++) {
        const after = replace(before);
        if (after === before) {
          if (round === 0 && isShort) remember(text);
          return before;
        }
        before = after;
      }
      return before;
    },
  };
}

/** What can be told from words anywhere: a key or a password of some length, without blanks. */
const REPEATABLE = /^(?=[^]*\d)(?=[^]*[A-Za-z])[^\s"'`<>]{10,500}$/;
const MOST_REPEATED = 32;

/** The same secret again where nothing tells of it: named once, then shown bare in a log. */
function repeated(text: string, spans: readonly RankedSpan[]): RankedSpan[] {
  const kinds = new Map<string, RankedSpan>();
  for (const span of spans) {
    const value = text.slice(span.start, span.end);
    if (REPEATABLE.test(value)) kinds.set(value, span);
    if (kinds.size === MOST_REPEATED) break;
  }
  const again: RankedSpan[] = [];
  for (const [value, span] of kinds) {
    for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length)) {
      const end = at + value.length;
      if (/[A-Za-z0-9]/.test(text.charAt(end))) continue;
      if (startsToken(text, at)) again.push({ ...span, start: at, end });
    }
  }
  return again;
}

function wants(personal: boolean | PersonalKinds | undefined, kind: keyof PersonalKinds): boolean {
  return typeof personal === 'object' ? personal[kind] === true : personal === true;
}

function mark(kind: string, secret: string, key: Buffer | undefined): string {
  if (key === undefined) return `[redacted:${kind}]`;
  const tag = createHmac('sha256', key).update(secret).digest('hex').slice(0, TAG_LENGTH);
  return `[redacted:${kind} ${tag}]`;
}

/** The kinds of marks are telling words themselves: `[redacted:password]`. */
function isInMark(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - LONGEST_MARK), at);
  const begin = before.lastIndexOf(MARK_BEGIN);
  return begin !== -1 && !before.includes(']', begin);
}

/** Leaves out what touches a mark of an earlier round. */
function outsideMarks(text: string, spans: RankedSpan[]): RankedSpan[] {
  if (!text.includes(MARK_BEGIN)) return spans;
  const marks = [...text.matchAll(MARK)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  return spans.filter(({ start, end }) => !marks.some(([from, to]) => start < to && end > from));
}

/** Overlapping finds become one; the longer one names it, and of two equal ones the more particular rule. */
function merge(spans: RankedSpan[]): RankedSpan[] {
  const merged: RankedSpan[] = [];
  spans.sort((a, b) => a.start - b.start || b.end - a.end || a.rank - b.rank);
  for (const span of spans) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) merged.push({ ...span });
    else if (span.end > last.end) {
      if (span.end - span.start > last.end - last.start) last.kind = span.kind;
      last.end = span.end;
    }
  }
  return merged;
}
