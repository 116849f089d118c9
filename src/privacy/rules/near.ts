/**
 * A secret on the line of a word that tells of it, whatever stands between them, or alone on the next line.
 * The farther the word, the more the value must show by itself.
 */
import { changesOften, hasDistinct } from '../entropy.ts';
import { PASSWORD_WORDS } from './names.ts';
import { isDrawn, isLeet, looksTyped, withoutMarks } from './typed.ts';
import { lastOf, matchAt, type Rule, type Span } from './rule.ts';

const REACH = 120;
/** A key by its letters alone, between blanks, quotes or brackets. */
const DRAWN_PIECE = /(?<![\w+/.~:@%$#-])[A-Za-z0-9_+/.~-]{20,200}={0,2}(?![\w+/=~:@%-])/g;
/** `chatcmpl-…`, `org_…`, `us-east-1_…`: what something is called, not what opens it. Public keys and certificates. */
const CALLED =
  /^[a-z]{2,12}[-_](?!.*[-_].*[-_])|^[a-z]{2}-[a-z]+-\d_|^AAAA[A-Z]|^LS0tLS1CRUdJTiB|^M[CI][A-Za-z0-9]{2}[A-Z]/;
const HOLDS_HASH = /[0-9a-f]{32}/i;
/** What stands before a value that is locked already, or that everybody may know. */
const HARMLESS_BETWEEN = /signature\\*"|node_id|cursor|fingerprint|checksum|sha\d{1,3}|AES256_GCM/i;
/** Words that make of the next one something that opens nothing. */
const HARMLESS_BEFORE =
  /(?:public|publishable|next|prev(?:ious)?|page|pagination|continuation|cancell?ation|cache|idempotency|sort|partition|primary|foreign|object|host|stop|site|group|query|translation|lookup|row|author)[ _-]?$/i;
const HARMLESS_AFTER =
  /^(?:s?[ _-]?(?:ids?|names?|types?|files?|paths?|count|limits?|hash(?:es)?|fingerprints?|digests?|usage|lengths?|size|prefix|cache|pairs?|frames?)\b|words?\b|board|or|note|stone)/i;

/** The rest of the line, with room for what begins in it, and from `below` on the next one when nothing but a value stands on it. */
function following(text: string, at: number): { line: string; below: number } {
  const rest = text.slice(at, at + REACH + 240);
  const lineEnd = rest.search(/\r?\n|\\n/);
  if (lineEnd === -1 || lineEnd > REACH) return { line: rest, below: rest.length };
  const next =
    /^(?:\r?\n|\\n|[ \t]){1,4}(?:`{3}[a-z]{0,10}(?:\r?\n|\\n))?(?:\[[\d: /.-]{4,20}\] ?)?(?:(?:<@?\w{2,20}>|@\w{2,20}|\w{2,20}:):? )?(?:it'?s |is )?[ \t>"'`*-]{0,8}[^\s"'`]{8,200}["'`*]{0,3}(?=\s|\\n|$)[ \t]*(?=\r?\n|\\n|$)/.exec(
      rest.slice(lineEnd),
    );
  return { line: rest.slice(0, lineEnd + (next?.[0].length ?? 0)), below: lineEnd };
}

/** Hexadecimal digits alone under a sentence that speaks of them; forty are a commit more often. */
const HEX_BELOW =
  /[^\n]{0,100}:[ \t]*(?:\r?\n[ \t]*){1,3}(?![0-9a-f]{40}\b)([0-9a-f]{32,128})[ \t]*(?=\r?\n|$)/y;

function reportBelow(text: string, at: number, kind: string, report: (span: Span) => void): void {
  const below = matchAt(HEX_BELOW, text, at);
  if (below === undefined) return;
  const end = at + below[0].trimEnd().length;
  report({ start: end - below[1]!.length, end, kind });
}

/** "the api key I found in values.yaml is …": words of the same sentence, the verb, and hexadecimal digits. */
const HEX_TOLD =
  /((?:[ \t][^\s"'`<>=:;,(){}|]{1,30}){0,8}?)(?: (?:is|was)|:)(?: now)?:?[ \t]{1,2}\\*["'`*]{0,3}(?![0-9a-f]{40}\b)([0-9a-f]{32,128})(?![\w+/=-])/iy;
/** What else such digits are, or the end of the sentence. */
const OTHER_HEX =
  /\b(?:hash(?:es)?|digest|md5|sha\d*|checksum|sum|fingerprint|etag|ids?|uuid|commit|rev(?:ision)?|version|trace|request|span|session|image|layer|cache|block|transaction|tx|invalid|wrong|missing|and|but|then|while)\b|[.!?]$|[.!?] /i;

/** The hexadecimal digits that a sentence gives as the thing it names. */
function reportTold(text: string, at: number, kind: string, report: (span: Span) => void): void {
  const told = matchAt(HEX_TOLD, text, at);
  if (told === undefined || OTHER_HEX.test(told[1]!) || !hasDistinct(told[2]!, 8)) return;
  report(lastOf(told, kind, 2));
}

/** A service's in so many words; a bare "key" or "token" is of a map or of a text as often. */
const STRONG =
  /(?:^|[^a-z])(?:api|access|auth|bearer|client|deploy|encryption|secret|signing|webhook)[ _-]?(?:key|token|secret)$/i;

/** Without as many letters and digits in a row nothing here is a secret: one look spares all others at most places. */
const LONG_RUN = /[\w+/.~-]{20}/;

const nearSecret: Rule = {
  anchors: [
    'secret',
    'token',
    'api key',
    'api_key',
    'api-key',
    'apikey',
    'access key',
    'signing key',
    'credential',
    ' key',
  ],
  find(text, at, report) {
    if (!LONG_RUN.test(text.slice(at, at + REACH + 280))) return;
    const anchorEnd =
      at +
      /^(?: key|(?:api|access|signing)[ _-]?key|secret|token|credential)/i.exec(text.slice(at, at + 12))![0]
        .length;
    if (
      HARMLESS_BEFORE.test(text.slice(Math.max(0, at - 16), at)) ||
      HARMLESS_AFTER.test(text.slice(anchorEnd, anchorEnd + 16))
    )
      return;
    reportBelow(text, anchorEnd, 'key', report);
    if (text[anchorEnd] === ' ' && STRONG.test(text.slice(Math.max(0, at - 12), anchorEnd)))
      reportTold(text, anchorEnd, 'key', report);
    const { line } = following(text, anchorEnd);
    for (const piece of line.matchAll(DRAWN_PIECE)) {
      if (piece.index > REACH || HARMLESS_BETWEEN.test(line.slice(0, piece.index))) return;
      const value = piece[0].replace(/[.=~-]+$/, (end) => (/^=+$/.test(end) ? end : ''));
      if (
        value.length < 20 ||
        CALLED.test(value) ||
        HOLDS_HASH.test(value) ||
        !hasDistinct(value, 12) ||
        !changesOften(value) ||
        !isDrawn(value)
      )
        continue;
      const start = anchorEnd + piece.index;
      report({ start, end: start + value.length, kind: 'token' });
      return;
    }
  },
};

/** A query's parts are each looked at by their own names. */
const PARAMETERS = /^=|(?:^|[?&→])[\w.-]{1,40}=/;
const LONGEST_WORD = 200;
const WORD = /[^\s"'`<>,;()[\]{}|]{8,200}/g;

const nearPassword: Rule = {
  anchors: [...PASSWORD_WORDS, 'passwd', 'credential', 'creds', 'login', ' pwd', ' pw '],
  find(text, at, report) {
    const from = at + /^[ \w-]?[\w-]*/.exec(text.slice(at, at + 40))![0].length;
    reportBelow(text, from, 'password', report);
    if (text[from] === ' ' && /^p/i.test(text.charAt(at))) reportTold(text, from, 'password', report);
    // A login is a name as often, with an account's id beside it.
    const isLogin = /^l/i.test(text.charAt(at));
    const { line, below } = following(text, from);
    for (const word of line.matchAll(WORD)) {
      if (word.index > REACH || HARMLESS_BETWEEN.test(line.slice(0, word.index))) return;
      const value = withoutMarks(word[0]);
      // A longer one was cut, and half of a value must not be left.
      if (word[0].length === LONGEST_WORD) return;
      if (PARAMETERS.test(value) || /^[\w.-]+:\$/.test(value)) continue;
      if (
        !looksTyped(value) ||
        !(
          isLeet(value) ||
          /[!#$%^*?&]/.test(value) ||
          (!isLogin && (word.index > below || isDrawn(value) || /^[A-Za-z]+$/.test(value)))
        )
      )
        continue;
      const start = from + word.index;
      report({ start, end: start + value.length, kind: 'password' });
      return;
    }
  },
};

export const nearRules: readonly Rule[] = [nearSecret, nearPassword];
