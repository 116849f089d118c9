import { heldBy } from './error-parts.ts';
import { SHELL } from './error-words.ts';

/**
 * What an error is about: what tells it from another of the same wording (module, symbol, file, test, option, host,
 * port, status), without what changes from one time to the next (lines, hashes, durations, versions, folders,
 * addresses, temporary files, process ids). Pure.
 */
export interface ErrorSubjects {
  /** By line. Only the surest kind of name that the error has: what it quotes or ends in, before names in passing. */
  names: string[][];
  ports: string[];
  statuses: string[];
}

const MOST_TOLD = 3;
/** Of a long log: so many lines tell what it is about. */
const MOST_LINES = 20;
/** With more names than this in one line a few may be missing. */
const FEW = 2;
const MOST_OF_THEM = 2 / 3;
const ENOUGH_WORDING = 0.6;

export function subjectsOf(error: string): ErrorSubjects {
  const lines = error
    .split('\n')
    .filter((line) => !SAYS_NO_SUBJECT.test(line))
    .map((line) => line.replace(NOISE, ' ').replace(SHELL, ''));
  const ranks = [namesMarked, foldersMarked, namesInPassing, locations];
  const names = ranks
    .map((namesIn) =>
      lines
        .map((line) => [...new Set(namesIn(line.replace(AT_THE_END, '')))])
        .filter((line) => line.length > 0)
        .slice(0, MOST_LINES),
    )
    .find((found) => found.length > 0);
  return { names: names ?? [], ports: portsIn(lines.join('\n')), statuses: statusesIn(lines.join('\n')) };
}

/** What the asked error is about and a text of the same wording is not; empty when both are about the same. */
export function missingIn(text: string, { names, ports, statuses }: ErrorSubjects): string[] {
  const lower = text.toLowerCase();
  const missing = names.map((line) => line.filter((name) => !standsIn(name.toLowerCase(), lower)));
  const isHeld = (lacks: readonly string[], line: number): boolean => {
    const all = names[line]!.length;
    return all <= FEW ? lacks.length === 0 : lacks.length <= all * (1 - MOST_OF_THEM);
  };
  const isAboutSame = missing.filter(isHeld).length * 2 >= names.length;
  return [
    ...new Set([
      ...(isAboutSame ? [] : missing.flat().slice(0, MOST_TOLD)),
      ...otherThan(ports, portsIn(text)).map((port) => `port ${port}`),
      ...otherThan(statuses, statusesIn(text)).map((status) => `status ${status}`),
    ]),
  ];
}

/**
 * Whether a text says the error and does not only name what it is about, which other things befall too.
 * @param weights by word of the error, lower case
 */
export function holdsWording(
  text: string,
  { weights, subjects }: { weights: ReadonlyMap<string, number>; subjects: ErrorSubjects },
): boolean {
  const named = subjects.names.flat().join(' ').toLowerCase();
  const wording = new Map([...weights].filter(([word]) => !named.includes(word)));
  return wording.size === 0 || heldBy(text, wording) >= ENOUGH_WORDING;
}

/** A text that tells none leaves it open. */
function otherThan(asked: readonly string[], told: readonly string[]): readonly string[] {
  return told.length === 0 || asked.some((one) => told.includes(one)) ? [] : asked;
}

/** As a word of its own. */
function standsIn(name: string, text: string): boolean {
  if (!text.includes(name)) return false;
  const plain = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_-])${plain}(?![\\p{L}\\p{N}_-])`, 'u').test(text);
}

/** Traces, hints, what a runner echoes of itself, and the exit code of the whole call. */
const SAYS_NO_SUBJECT =
  /^\s*(?:at\s|File "|hint:|usage:|===|\[?[\w:-]*\]? ?\$ |ok\s|exit code \d+\s*$|npm ERR! (?:A complete log|code ))/i;
const NOISE = /\[redacted:[^\]]*\]|<\/?[\w-]+>/g;
/** "(0.02s)", "(typecheck)", a full stop */
const AT_THE_END = /(?:\s*\((?!v?\d+\.[\d.]+\))[^()"'`]*\)|[.,;])*\s*$/;

const QUOTED = /(?<![\p{L}\p{N}])["'`‘“]([^"'`’”\n]{1,80})["'`’”](?![\p{L}\p{N}])/gu;
/** "undefined: time", "FAIL: TestHeron", "Could not resolve host: db.internal" */
const LAST = /: +([^\s:]\S*)$/;
/** "jest: command not found", "stat ./cmd: no such file or directory" */
const BEFORE_FAULT =
  /(\S{1,200}): (?:command )?(?:not found|no such file|permission denied|is a directory|not a directory)/gi;
/** "Workflow not found", "heron is not defined", "installing nokogiri (1.16.2)" */
const WITH_FAULT =
  /(?<![\w-])([\w@/.-]{1,200}) (?:(?:was |is )?not (?:found|defined)|does not exist|already exists|\(v?\d+\.\d+[\d.]*\))/gi;
/** "FAIL src/cart.test.ts > cart > adds a coupon" */
const TEST_TITLE = /^\s*(?:FAIL|✗|×|✘|❌).* > (.+)$/;

function marked(line: string): string[] {
  const title = TEST_TITLE.exec(line)?.[1];
  return [
    ...[...line.matchAll(QUOTED)].map((found) => found[1]!),
    ...(LAST.exec(line)?.slice(1) ?? []),
    ...[...line.matchAll(BEFORE_FAULT), ...line.matchAll(WITH_FAULT)].map((found) => found[1]!),
    ...(title === undefined ? [] : [title.trim()]),
  ].filter((name) => !isPassing(name) && !CALLS_FAULT.test(name));
}

function namesMarked(line: string): string[] {
  return marked(line)
    .filter((name) => !isFolder(name))
    .flatMap(nameOf);
}

/** Folders of the same work differ between clones and machines: the last is asked for where nothing else is named. */
function foldersMarked(line: string): string[] {
  return marked(line).filter(isFolder).flatMap(nameOf);
}

const OPTION = /(?<![\w-])--[a-z][\w-]+/gi;
const TOKEN = /(?:https?:\/\/)?[\p{L}_@][\w@.:/%+-]*/gu;
const COMPOUND = /\w_\w|\w{2}\.\w|\w\.\w{2}|\p{L}:\p{L}|\p{Ll}\p{Lu}/u;
/** How an error is called, not what it is about. */
const CALLS_FAULT = /^[A-Z][A-Z0-9_]+$|(?:Error|Exception|NotFound)$/;

function namesInPassing(line: string): string[] {
  const compounds = (line.replace(LOCATION, ' ').match(TOKEN) ?? [])
    .map((token) => token.replace(/[.:/-]+$/, ''))
    .filter((token) => COMPOUND.test(token.replace(/^https?:/, '')) && !CALLS_FAULT.test(token))
    .filter((token) => !token.includes('/') || EXTENSION.test(token) || /^[^/]+\.[^/]/.test(token))
    .filter((token) => !isPassing(token));
  return [...compounds, ...(line.match(OPTION) ?? [])].flatMap(nameOf);
}

/** `stork_test.go:31:7`, `src/limits.ts(3,71)` */
const LOCATION = /[\w@./~-]{1,200}\.[a-z]\w{0,5}(?::\d+(?:[:-]\d+)*|\(\d+,\d+\))/gi;

function locations(line: string): string[] {
  return (line.match(LOCATION) ?? []).flatMap((found) => nameOf(found.replace(/[:(]\d.*$/, '')));
}

const EXTENSION = /\.[a-z]\w{0,7}$/i;

function isFolder(name: string): boolean {
  return /^(?:[./~]|[A-Z]:)/.test(name) && name.includes('/') && !EXTENSION.test(name);
}

/** Of a file or an address its last part; a package without its version. */
function nameOf(found: string): string[] {
  const plain = found
    .replace(/^https?:\/\//, '')
    .replace(/[?#].*$/, '')
    .replace(/(?:[:(]\d+)+(?:[-,]\d+)*\)?$/, '')
    .replace(/(?<=.)[@:][\^~v]?\d.*$/, '')
    .replace(/\/?(?:\.\.\.)?$/, '');
  const parts = plain.split('/');
  const isWhole = parts.length === 1 || !(isFolder(plain) || EXTENSION.test(plain) || parts.some(isPassing));
  const name = (isWhole ? plain : parts.at(-1)!).trim();
  return name.length < 2 || isPassing(name) ? [] : [name];
}

const TEMPORARY = /^(?:\/private)?(?:\/tmp|\/var\/folders\/\w+\/\w+(?:\/T)?)\/[^/]+$/;

/** Numbers, versions, times, addresses, hashes and names made for one time. */
function isPassing(name: string): boolean {
  if (/^[v\d.:,+-]*$/.test(name) || /^\d[\d.]*(?:[nµu]s|ms|s|m|h|[KMG]?B)$/.test(name)) return true;
  if (/^\d{4}-\d\d-\d\d|^0x/.test(name) || TEMPORARY.test(name)) return true;
  return name.split(/[^\p{L}\p{N}]/u).some((part) => /^(?=.*\d)(?=.*[a-f])[0-9a-f]{6,}$/i.test(part));
}

/** "port 5432", "127.0.0.1:5432", "[::1]:5432", ":::3000", "localhost:5432", "https://build.example:8443" */
const PORT =
  /(?:\bport |\d+\.\d+\.\d+\.\d+:|localhost:|\]:|(?<=^|[\s(*]):+|::1:|\/\/[\w.-]+:|\b(?:tcp|udp|ECONNREFUSED|connect(?: to)?|host) [\w.-]+:)(\d{2,5})\b(?!:\d)/gi;

function portsIn(text: string): string[] {
  return [...new Set([...text.matchAll(PORT)].map((found) => found[1]!))];
}

/** "HTTP 404", "exit status 137", "Exit code 2", "status code 502", "code E404", "returned error: 503", "404 Not Found" */
const STATUS =
  /\b(?:(?:HTTP(?:\/[\d.]+)?|status(?: code)?|code)[ :=]+E?(\d{1,3})|error:? ([45]\d\d)|([45]\d\d) (?:Bad|Unauthorized|Forbidden|Not|Conflict|Unprocessable|Too|Internal|Service|Gateway))\b/gi;

function statusesIn(text: string): string[] {
  return [...new Set([...text.matchAll(STATUS)].map((found) => found[1] ?? found[2] ?? found[3]!))];
}
