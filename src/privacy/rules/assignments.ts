/** A telling name and its value, however a language, a config format or a sentence joins them. */
import { looksRandom } from '../entropy.ts';
import { ASSIGNING_JOINTS, JOINTS, type Proof } from './joints.ts';
import { tellingName } from './names.ts';
import { readValue, type Value } from './read-value.ts';
import { matchAt, type Rule } from './rule.ts';
import { SERVICES } from './services.ts';
import { looksTold, looksTyped } from './typed.ts';
import { isSecretValue } from './values.ts';

const NAME_CHARACTERS = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w.$-]/.test(String.fromCharCode(code)) ? 1 : 0,
);
const LONGEST_NAME = 80;
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
  'pw>',
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
  'erlang_cookie',
  'erlangcookie',
  '_psk',
  'wif',
  // With what follows them, so that they are looked at only where they name something.
  ...SERVICES.flatMap((service) => ['=', ':', '":', "':"].map((end) => service + end)),
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
    if (!mayJoin(text.charCodeAt(end)) || isResource(text, start, end)) return;

    const spelled = qualified(text, start, afterEscape(text, start, end));
    const name = tellingName(spelled);
    if (name === undefined || (name.strength === 'weak' && isPublic(text, start))) return;
    for (const joint of name.assignedOnly === true ? ASSIGNING_JOINTS : JOINTS) {
      const match = matchAt(joint.expression, text, end);
      if (match === undefined || (afterPath && joint.afterPath !== true)) continue;
      if (joint.only !== undefined && !joint.only.test(text.slice(Math.max(0, start - 120), start))) continue;
      const valueAt = end + match[0].length;
      const value = readValue(text, start, valueAt, match[0]);
      if (value === undefined || (joint.quotedOnly === true && !value.quoted)) continue;
      // "First pass: process all"
      if (
        name.assignedOnly === true &&
        !value.quoted &&
        /^[A-Za-z]+$/.test(text.slice(value.start, value.end))
      )
        continue;
      if (joint.proof !== undefined && !PROOFS[joint.proof](text, value, spelled)) continue;
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
    /(?:^|[^\w-])(api|access|secret|private|auth|license|signing|encryption|2fa|totp|mfa|bot|client|app|session|activation|product|serial|authentication|personal|refresh|bearer|master) $/i.exec(
      text.slice(Math.max(0, nameAt - 16), nameAt),
    );
  return before === null ? name : `${before[1]!}_${name}`;
}

/** Amazon names its resources with colons, some of them secrets: `arn:aws:secretsmanager:eu-west-1:…:secret:prod/db`. */
function isResource(text: string, nameAt: number, nameEnd: number): boolean {
  return (
    text[nameEnd] === ':' && /arn:aws[\w:*/.-]{0,80}$/.test(text.slice(Math.max(0, nameAt - 90), nameEnd))
  );
}

/** `public key: …` in two words. */
function isPublic(text: string, nameAt: number): boolean {
  return /(?:public|publishable|host|site|primary|foreign|sort|partition) $/i.test(
    text.slice(Math.max(0, nameAt - 13), nameAt),
  );
}

const PROOFS: Record<Proof, (text: string, value: Value, name: string) => boolean> = {
  drawn: (text, { start, end }) => looksRandom(text.slice(start, end)),
  closed(text, value) {
    const end = value.wholeEnd();
    return /^\}?\s{0,8}(?:\]\]>)?<\//.test(text.slice(end, end + 16));
  },
  compound: (text, { start, end }, name) => COMPOUND.test(name) && isDrawn(text.slice(start, end)),
  marked(text, { start, end }) {
    const value = text.slice(start, end);
    return text[end] === ')' && looksTyped(value) && /[!@#$%^*?]/.test(value);
  },
  setting(text, { start, end }) {
    return (
      /^[ \t]*(?:\r?\n|$)/.test(text.slice(end, end + 40)) &&
      (end - start >= 10 || looksTold(text.slice(start, end)))
    );
  },
  column(text, { start, end }) {
    const value = text.slice(start, end);
    const fillsLine = /^[ \t|│]*(?:\r?\n|\\n|$)/.test(text.slice(end, end + 40));
    return fillsLine && (looksTyped(value) || looksRandom(value));
  },
};
const COMPOUND = /^[A-Z]?[a-z]+(?:[A-Z][a-z]+)+$|^[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+$/;

function isDrawn(value: string): boolean {
  const isMixed = /[a-z]/.test(value) && /[A-Z]/.test(value);
  return /\d/.test(value) && looksRandom(value) && (value.length >= 16 || isMixed);
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
