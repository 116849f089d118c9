/** A telling name and its value, however a language, a config format or a sentence joins them. */
import { looksRandom } from '../entropy.ts';
import { matchAt, type Rule } from './rule.ts';
import { tellingName } from './names.ts';
import { looksTyped } from './typed.ts';
import { isSecretValue } from './values.ts';

const NAME_CHARACTERS = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w.$-]/.test(String.fromCharCode(code)) ? 1 : 0,
);
const LONGEST_NAME = 80;

/** Between a name and its value; the groups tell apart what only counts with a quoted value. */
interface Joint {
  expression: RegExp;
  quotedOnly?: boolean;
  drawnOnly?: boolean;
  /** What must stand before the name. */
  only?: RegExp;
  /** The name may be the last part of a path: `"Name": "/prod/db/password", "Value": …`. */
  afterPath?: boolean;
  /** The value ends where an element does. */
  closed?: boolean;
  /** `LicenseKey value`, `API_SECRET value`: a name that is no word of a sentence, a value that a machine drew. */
  compound?: boolean;
  /** A bare value that must fill the rest of its line and look like a password or a key by itself. */
  column?: boolean;
}

const JOINTS: readonly Joint[] = [
  // name: string = value; String name = value; name := value; "name": value; name => value; name ?= value
  {
    expression:
      /\\*["'`]?\]?\)?\??\s{0,8}:\s{0,4}(?:[&*]?[A-Za-z_'][\w.<>[\]|? ]{0,40}?\s{0,4})?=(?![=>~])\s{0,8}/y,
  },
  { expression: /[ \t]{1,8}(?:As[ \t])?[A-Za-z_][\w.*]{0,30}[ \t]{1,8}=(?![=>~])\s{0,8}/y, quotedOnly: true },
  { expression: /\\*["'`]?\]?\)?\s{0,8}(?:=>|\?=|\|\|=|\?\?=|\+=|=(?![=>~])|:(?![:=]))[ \t]{0,8}/y },
  { expression: /\\*["'`]?\]?\)?\s{0,4}(?:===?|!==?|::=?)\s{0,4}/y, quotedOnly: true },
  // Setenv("NAME", "value"), ["--password", "value"]
  { expression: /\\*["'`]\s{0,4},\s{0,16}/y, quotedOnly: true },
  // setPassword("value")
  { expression: /\(\s{0,4}/y, quotedOnly: true },
  // - name: NAME
  //   value: value
  // variable "db_password" { default = "value" }, "db_password": { "value": "value" }
  {
    expression: /\\*["'`]?\s{0,4}[:=]?\s{0,4}\{[^{}]{0,120}?(?:default|value)\\*["']?\s{0,4}[:=]\s{0,4}/iy,
    quotedOnly: true,
  },
  // password: process.env.DB_PASS || "value"
  {
    expression: /\\*["'`]?\s{0,4}[:=]\s{0,4}[^\n"'`;,]{1,80}?(?:\|\||\?\?|\bor\b|\?:)\s{0,4}/y,
    quotedOnly: true,
  },
  // api_key: Some("value"), token = Secret("value"), secret := []byte("value"), String::from("value")
  {
    expression:
      /\\*["'`]?(?:\s{0,4}:\s{0,4}[A-Za-z_][\w.:<>]{0,40})?\s{0,4}:?[:=]\s{0,4}(?:new |&|\[\])?[A-Za-z_][\w.:<>]{0,40}!?\((?:&?[A-Za-z_][\w.:]{0,40}!?\()?\s{0,2}/y,
    quotedOnly: true,
    drawnOnly: true,
  },
  { expression: /\\*["']?,?\s{1,40}\\*["']?(?:Parameter)?[Vv]alue\\*["']?\s{0,4}[:=]\s{0,4}/y },
  { expression: /\\*["'],\\*["'][Vv]alue\\*["']\s{0,4}:\s{0,4}/y, afterPath: true },
  // "name": "/prod/password", "type": "SecureString", "value": "value"; --name Password --value "value"
  {
    expression: /\\*["'],[^{}]{0,160}?\\*["'](?:secret_?|parameter_?)?value\\*["']\s{0,4}:\s{0,4}/iy,
    quotedOnly: true,
    afterPath: true,
  },
  {
    expression:
      /\\*["']?(?: --?[\w-]{1,30}(?:[ =][^\s-]\S{0,60})?){0,4}? --(?:value|secret-string|secret-value|plaintext|body)[ =]/y,
    afterPath: true,
  },
  // password    value
  { expression: /[ \t]{2,40}/y, only: /(?:^|\n|→)[ \t|│]{0,12}$/, column: true },
  // <password>value</password>
  { expression: /(?:[ \t][^<>\n]{1,80})?>\s{0,4}(?![@:/])/y, only: /<[\w:.-]{0,40}$/, closed: true },
  // <string name="password">value</string>
  { expression: /["'][^<>\n]{0,60}>\s{0,4}/y, only: /<[\w:.-]{1,20}[^<>\n]{0,20}=["'][\w.-]{0,20}$/ },
  // <key>password</key><string>value</string>
  { expression: /<\/\w{1,10}>\s{0,40}<\w{1,12}>\s{0,4}/y, only: /<\w{1,10}>$/ },
  // prose: the password is value; password `value`; IDENTIFIED BY needs no name
  {
    expression:
      /[ \t](?:(?:is |was )?(?:now|changed to|set to|reset to)|is|was|are|ist|est|es|=|->|→)[ \t]?:?[ \t]{1,2}/y,
  },
  // --preshared-key <(echo value)
  { expression: /[ \t]{1,2}<\((?:echo|printf)[ \t](?:-n[ \t])?/y },
  { expression: /[ \t]{1,2}/y, quotedOnly: true },
  { expression: /[ \t]{1,2}/y, compound: true },
  { expression: /:?\*{1,2}:?[ \t]{1,2}/y },
  // ENV NAME value; setx NAME value
  { expression: /[ \t]{1,4}/y, only: /(?:^|\n)[ \t+]{0,8}(?:ENV|setx|setenv|set -\w{1,4})[ \t]{1,4}$/ },
];

/** What a name that is a word, too, must be joined by: "pass". */
const ASSIGNING_JOINTS = [...JOINTS.slice(0, 3), ...JOINTS.filter(({ closed }) => closed === true)];

const OPENING_QUOTE = /(?:[bBrRuUfFEeNL@$]{0,2})(\\*)(["'`])/y;
/** ODBC's way to quote. */
const BRACED = /\{([^{}\s"']{4,200})\}(?=[;"'\s<]|$)/y;
const LONGEST_VALUE = 4096;
/** Bare values, so many characters at a time, which are judged by the first of these; they end where an escaped line break or quote of the surrounding text begins. */
const WORD_TO_SPACE = /(?:[^\s"'`<>\\]|\\(?![nrt"'u])){1,128}/y;
const BARE_LENGTH = 128;
const WORD_TO_MARK = /(?:[^\s"'`,;&<>(){}[\]|\\]|\\(?![nrt"'u])){1,128}/y;

/** One anchor per family of names; the whole name is read around it. */
const NAME_ANCHORS = [
  'pass',
  'pwd',
  'secret',
  'token',
  'key',
  'auth',
  'cred',
  'signature',
  'sig=',
  'salt',
  'pepper',
  '_pw',
  'pw=',
  'pw:',
  'psk',
  'kennwort',
  'wachtwoord',
  'senha',
  'mnemonic',
  'phrase',
  '_pat',
  'jwt',
  '_sid',
  'code=',
  'dsn',
  'otp',
  'verifier',
  'session=',
  'certificate',
  'honeycomb',
  '_psk',
  'wif',
];

export const assignment: Rule = {
  anchors: NAME_ANCHORS,
  find(text, at, report) {
    let start = at;
    while (start > 0 && at - start < LONGEST_NAME && isNameCharacter(text.charCodeAt(start - 1))) start--;
    let end = at + 2;
    while (end < text.length && end - at < LONGEST_NAME && isNameCharacter(text.charCodeAt(end))) end++;
    if (end - start >= LONGEST_NAME) return;
    // `grep -C` puts the file and the line before what it found: config/prod.env-14-API_TOKEN=…
    const grepped =
      /^[\w.-]{1,60}\.[a-z]{1,12}-\d{1,6}-(?=[A-Za-z_])/.exec(text.slice(start, end))?.[0].length ?? 0;
    start += grepped;
    const afterPath = text[start - 1] === '/';
    while (end > start && /[.$-]/.test(text.charAt(end - 1))) end--;
    if (!mayJoin(text.charCodeAt(end))) return;

    const spelled = qualified(text, start, afterEscape(text, start, end));
    const name = tellingName(spelled);
    if (name === undefined || (name.strength === 'weak' && isPublic(text, start))) return;
    for (const joint of name.assignedOnly === true ? ASSIGNING_JOINTS : JOINTS) {
      const match = matchAt(joint.expression, text, end);
      if (match === undefined || (afterPath && joint.afterPath !== true)) continue;
      if (joint.only !== undefined && !joint.only.test(text.slice(Math.max(0, start - 42), start))) continue;
      const valueAt = end + match[0].length;
      const value = readValue(text, start, valueAt, match[0]);
      if (value === undefined || (joint.quotedOnly === true && !value.quoted)) continue;
      if (joint.drawnOnly === true && !looksRandom(text.slice(value.start, value.end))) continue;
      if (
        joint.closed === true &&
        !/^\}?\s{0,8}(?:\]\]>)?<\//.test(text.slice(value.wholeEnd(), value.wholeEnd() + 16))
      )
        continue;
      if (joint.compound === true && !(isCompound(spelled) && isDrawn(text.slice(value.start, value.end))))
        continue;
      if (joint.column === true && !fillsItsLine(text, value)) continue;
      if (isSecretValue(name, text.slice(value.start, value.end), value)) {
        report({ start: value.start, end: value.wholeEnd(), kind: name.kind });
        return;
      }
    }
  },
};

/** `api key is …`: a name in two words. `<Pass>` is an element's, whatever its case. */
function qualified(text: string, nameAt: number, name: string): string {
  if (text[nameAt - 1] === '<') return name === 'Pass' ? 'pass' : name;
  if (!/^(?:key|token|secret)$/i.test(name)) return name;
  const before =
    /(?:^|[^\w-])(api|access|secret|private|auth|license|signing|encryption|2fa|totp|mfa|bot|client|app) $/i.exec(
      text.slice(Math.max(0, nameAt - 14), nameAt),
    );
  return before === null ? name : `${before[1]!}_${name}`;
}

/** `public key: …` in two words. */
function isPublic(text: string, nameAt: number): boolean {
  return /(?:public|publishable|host|primary|foreign|sort|partition) $/i.test(
    text.slice(Math.max(0, nameAt - 13), nameAt),
  );
}

function isCompound(name: string): boolean {
  return /^[A-Z]?[a-z]+(?:[A-Z][a-z]+)+$|^[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+$/.test(name);
}

function isDrawn(value: string): boolean {
  return value.length >= 16 && /\d/.test(value) && looksRandom(value);
}

function fillsItsLine(text: string, { start, end }: Value): boolean {
  const value = text.slice(start, end);
  return (
    (looksTyped(value) || looksRandom(value)) && /^[ \t|│]*(?:\r?\n|\\n|$)/.test(text.slice(end, end + 40))
  );
}

function isNameCharacter(code: number): boolean {
  return code < 128 && NAME_CHARACTERS[code] === 1;
}

/** `\nDB_PASSWORD` inside an escaped text: the `n` is not the name's. */
function afterEscape(text: string, start: number, end: number): string {
  const escaped = text[start - 1] === '\\' && /[nrt]/.test(text.charAt(start));
  return text.slice(escaped ? start + 1 : start, end);
}

/** The characters that can follow a name when a value comes. */
function mayJoin(code: number): boolean {
  return JOINING.has(code);
}
const JOINING = new Set([...' \t\r\n"\'`\\:=,?|+!<>()]*'].map((letter) => letter.charCodeAt(0)));

interface Value {
  start: number;
  end: number;
  quoted: boolean;
  literal: boolean;
  /** Where the value ends when all of it is read; `end` may be before that. */
  wholeEnd(): number;
}

function readValue(text: string, nameAt: number, at: number, joint: string): Value | undefined {
  const quote = matchAt(OPENING_QUOTE, text, at);
  if (quote !== undefined) {
    const start = at + quote[0].length;
    const end = closingQuote(text, start, quote[1]!.length, quote[2]!);
    if (end !== undefined) return { start, end, quoted: true, literal: true, wholeEnd: () => end };
  }
  const braced = joint === '=' || joint.endsWith('>') ? matchAt(BRACED, text, at) : undefined;
  if (braced !== undefined && (looksTyped(braced[1]!) || isDrawn(braced[1]!))) {
    const end = at + 1 + braced[1]!.length;
    return { start: at + 1, end, quoted: true, literal: true, wholeEnd: () => end };
  }
  const environment = isEnvironmentLine(text, nameAt, joint);
  const word = environment ? WORD_TO_SPACE : WORD_TO_MARK;
  const match = matchAt(word, text, at);
  if (match === undefined) return undefined;
  const whole = environment ? beforeNextParameter(match[0]) : match[0];
  const end = at + whole.replace(/[;,.:)\]}|&]+$/, '').length;
  const literal =
    environment ||
    /^\\*["'`]?:[ \t]+$/.test(joint) ||
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
