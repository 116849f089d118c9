/** Private keys as blocks: PEM and PGP armour, PuTTY, JWK. Replaced from the first dash to the last. */
import { lastOf, matchAt, type Rule } from './rule.ts';

/** RFC 7468 labels, OpenSSH's, SSH2's with four dashes, PGP's "PRIVATE KEY BLOCK", and OpenVPN's key that both ends share. */
const LABEL = '(?:(?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?|OpenVPN Static key V\\d)';
const BEGIN = new RegExp(`-{4,5} ?BEGIN ${LABEL} ?-{4,5}`, 'y');
const END = new RegExp(`-{4,5} ?END ${LABEL} ?-{4,5}`);
const END_HERE = new RegExp(END.source, 'y');

/** The largest keys in use (RSA 16384, PGP with several subkeys) are below 20 KB; line numbers and escapes add to that. */
const LONGEST_BLOCK = 40_000;
const LEAST_BODY = 24;

/**
 * A line of a key inside other text: line numbers of a file dump, diff and quote marks before it,
 * quotes, commas, continuation marks behind it.
 */
const BODY_LINE =
  /^[ \t]*(?:(?:[\w.@~/-]{1,120}[:-])?\d{1,6}[→:|\t -][ \t]*)?[ \t+>|#*/-]{0,12}["'`]{0,3}(?:[A-Za-z0-9+/=]{0,200}|(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|MessageID|Subject): ?[^\n]{0,120})(?:\\[nr]|[ \t"'`,+\\.;])*\r?$/;

const privateKeyBlock: Rule = {
  anchors: ['begin '],
  find(text, at, report) {
    let start = at;
    while (start > 0 && at - start < 6 && (text[start - 1] === '-' || text[start - 1] === ' ')) start--;
    while (text[start] === ' ') start++;
    // A diff puts a dash of its own before a line that goes.
    const begin = matchAt(BEGIN, text, start) ?? matchAt(BEGIN, text, ++start);
    if (begin === undefined) return;
    const bodyStart = start + begin[0].length;
    const end = endOfBlock(text, bodyStart);
    if (keyCharacters(text.slice(bodyStart, end)) < LEAST_BODY) return;
    report({ start, end, kind: 'private-key' });
  },
};

/** The end of a block that is whole, or of what looks like its beginning when the rest was cut off. */
function endOfBlock(text: string, bodyStart: number): number {
  const next = text.indexOf('BEGIN ', bodyStart);
  const limit = Math.min(bodyStart + LONGEST_BLOCK, next === -1 ? text.length : next);
  const rest = text.slice(bodyStart, limit);
  const close = END.exec(rest);
  if (close !== null && isKeyBody(rest.slice(0, close.index)))
    return bodyStart + close.index + close[0].length;
  return bodyStart + lengthOfOpenBody(rest);
}

/** Between BEGIN and END of code that only mentions them stands code; of a key, nothing but its lines. */
function isKeyBody(body: string): boolean {
  const lines = body.split(/\r?\n|(?:\\+r)?\\+n/);
  const strange = lines.filter((line) => line.length > 200 || !BODY_LINE.test(line)).length;
  return (
    strange === 0 ||
    (strange <= lines.length / 8 && keyCharacters(body) > 300) ||
    /^[A-Za-z0-9+/=\s\\]+$/.test(body)
  );
}

/** How far a block without an end goes: over all lines that can be its own, and into the one that was cut. */
function lengthOfOpenBody(rest: string): number {
  let end = 0;
  let lineStart = 0;
  for (const separator of [...rest.matchAll(/\r?\n|(?:\\+r)?\\+n/g), { index: rest.length, 0: '' }]) {
    const line = rest.slice(lineStart, separator.index);
    if (line.length > 200 || !BODY_LINE.test(line)) {
      const run = /^[\s"'`+]{0,20}[A-Za-z0-9+/=]{16,}/.exec(line)?.[0].length ?? 0;
      return run > 0 ? lineStart + run : end;
    }
    const content = line.replace(/[\s"'`,+\\.;]+$/, '').length;
    if (content > 0) end = lineStart + content;
    lineStart = separator.index + separator[0].length;
  }
  return end;
}

function keyCharacters(body: string): number {
  return body.match(/[A-Za-z0-9+/]{16,}/g)?.reduce((sum, run) => sum + run.length, 0) ?? 0;
}

const TAIL_LINE = /(?:^|[^A-Za-z0-9+/=])([A-Za-z0-9+/=]{16,200}(?:\s|\\+[nr]|\d{1,6}→){1,12})$/;

/** The last part of a key whose beginning was cut off. */
const privateKeyTail: Rule = {
  anchors: ['-end '],
  find(text, at, report) {
    let start = at;
    while (start > 0 && at - start < 5 && text[start - 1] === '-') start--;
    const close = matchAt(END_HERE, text, start);
    if (close === undefined) return;
    let from = start;
    while (start - from < LONGEST_BLOCK) {
      const line = TAIL_LINE.exec(text.slice(Math.max(0, from - 230), from));
      if (line === null) break;
      from -= line[1]!.length;
    }
    if (from < start) report({ start: from, end: start + close[0].length, kind: 'private-key' });
  },
};

/** What follows the comment of a key file of minisign or signify. */
const SIGNING_FILE = /secret key[^\n]{0,80}\n([A-Za-z0-9+/]{60,400}={0,2})/y;

const signingKey: Rule = {
  anchors: ['secret key'],
  find(text, at, report) {
    const match = matchAt(SIGNING_FILE, text, at);
    if (match === undefined) return;
    report(lastOf(match, 'private-key'));
  },
};

const PUTTY = /Private-Lines: \d{1,3}\r?\n(?:[A-Za-z0-9+/=]{1,80}\r?\n?){1,200}/y;

const puttyKey: Rule = {
  anchors: ['private-lines: '],
  find(text, at, report) {
    const match = matchAt(PUTTY, text, at);
    if (match !== undefined) {
      report({
        start: at + match[0].indexOf('\n') + 1,
        end: at + match[0].trimEnd().length,
        kind: 'private-key',
      });
    }
  },
};

/** The private members of a JSON Web Key (RFC 7518, 6.2.2, 6.3.2 and 6.4.1). */
const JWK_PRIVATE = /\\*"(?:d|p|q|dp|dq|qi|k)\\*"\s{0,4}:\s{0,4}\\*"([\w-]{20,1400})\\*"/g;

const jsonWebKey: Rule = {
  anchors: ['"kty', '\\"kty'],
  find(text, at, report) {
    const before = text.slice(Math.max(0, at - 600), at);
    const after = text.slice(at, at + 2_500);
    // Each key of a set has its own type beside it.
    const previous = before.lastIndexOf('"kty') + 1;
    const next = after.indexOf('"kty', 5);
    const around = before.slice(previous) + (next === -1 ? after : after.slice(0, next));
    const from = at - before.length + previous;
    for (const match of around.matchAll(JWK_PRIVATE)) {
      const start = from + match.index + match[0].indexOf(match[1]!);
      report({ start, end: start + match[1]!.length, kind: 'private-key' });
    }
  },
};

export const privateKeyRules: readonly Rule[] = [
  privateKeyBlock,
  privateKeyTail,
  puttyKey,
  signingKey,
  jsonWebKey,
];
