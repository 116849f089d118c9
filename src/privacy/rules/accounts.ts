/** An account and what opens it, as people hand it on: "admin / Sommer2024!", `ID/PW: …`, a line of a password file. */
import { isDrawn, isLeet, looksTold, looksTyped, withoutMarks } from './typed.ts';
import { lastOf, matchAt, type Rule } from './rule.ts';

/** "login is admin / Sommer2024!", "credentials: admin:Sommer2024!", "user admin, password …". */
const PAIR =
  /(?:log ?in|sign ?in|credentials?|creds|user(?:name)?|account)(?: for [\w ]{1,30}?)?(?: is| are| with| as|:| =| ->| =>)?[ \t]{1,3}["'`*]{0,3}[\w.@+-]{2,60}["'`*]{0,3},? ?(?:\/|:|,|and|with|(?:(?:and|with) )?(?:password|passwd|pwd|pw|pass)(?: is)?[:=]?)[ \t]{0,2}["'`*]{0,3}([^\s"'`<>,]{8,100})/iy;

const toldPair: Rule = {
  anchors: ['login', 'log in', 'sign in', 'credential', 'creds', 'user', 'account'],
  find(text, at, report) {
    if (/\w/.test(text.charAt(at - 1))) return;
    const match = matchAt(PAIR, text, at);
    if (match === undefined) return;
    const value = withoutMarks(match[1]!);
    const toldAsPair = /@[\w.-]+["'`*]{0,3} \/ |p(?:ass|w)\w*[:=]? ["'`*]{0,3}\S+$/i.test(match[0]);
    if (
      !(toldAsPair
        ? looksTold(value)
        : looksTyped(value) && /[^A-Za-z0-9_./:@-]/.test(value + (isDrawn(value) ? '!' : '')))
    )
      return;
    const from = at + match[0].length - match[1]!.length;
    report({ start: from, end: from + value.length, kind: 'password' });
  },
};

/** `ID/PW: master/Qw3rTyui`, `username/password: …`, `P/W: …`, `(PW)…`: how accounts are handed on in notes. */
const ACCOUNT =
  /(?:(?:id|user(?:name)?|login|account)\)? ?[/&|,] ?\(?(?:pw|pwd|pass(?:word)?|passwd)\)?(?: ?(?:[:=(-]|->|=>) ?| )(?:[\w.@+-]{2,60} ?(?:\/|:|,|\() ?)?|p\/w ?[:=] ?|\(pw\) ?)["'`*]{0,3}([^\s"'`<>*,()]{6,200})/iy;

const accountNote: Rule = {
  anchors: [
    'id/p',
    'id / p',
    'user/p',
    'username/p',
    'username / p',
    'login/p',
    'account/p',
    'id)/',
    'p/w',
    '(pw)',
    'id|p',
    'id&p',
  ],
  find(text, at, report) {
    if (text[at] !== '(' && /[\w/.-]/.test(text.charAt(at - 1))) return;
    const match = matchAt(ACCOUNT, text, at);
    if (match === undefined) return;
    const value = withoutMarks(match[1]!);
    if (!looksTold(value)) return;
    const from = at + match[0].length - match[1]!.length;
    report({ start: from, end: from + value.length, kind: 'password' });
  },
};

/** Names that accounts have everywhere. */
const USUAL_NAME =
  /(?:^|[^\w/-])(?:admin|root|administrator|ops|operator|user|guest|master|sa|postgres|deploy|demo|test|support|backup|svc[_-]\w{1,20})["'`*]{0,3}$/i;
/** "test@acme.io / Sommer2024!", "Grafana: admin / `Sommer2024!`": whose account it is and what opens it. */
const AFTER_ADDRESS = / \/ ["'`*]{0,3}([^\s"'`<>*|]{6,200})/y;

const addressAndPassword: Rule = {
  anchors: [' / '],
  find(text, at, report) {
    const before = text.slice(Math.max(0, at - 100), at);
    const isAddress = /[\w.+-]@[\w-]{1,60}\.[\w.]{1,30}["'`*]{0,3}$/.test(before);
    if (!isAddress && !USUAL_NAME.test(before)) return;
    const match = matchAt(AFTER_ADDRESS, text, at);
    if (match === undefined) return;
    const value = withoutMarks(match[1]!);
    if (!looksTold(value) || (!isAddress && !isLeet(value) && !/[A-Z]|[!#$%^*?&]/.test(value))) return;
    const from = at + match[0].length - match[1]!.length;
    report({ start: from, end: from + value.length, kind: 'password' });
  },
};

/** A line of ~/.pgpass: host:port:database:user:password (libpq, 34.16). */
const PGPASS = /:(?:5432|5433|6432|\*):[\w*-]{1,63}:[\w*.-]{1,63}:((?:\\:|[^\s:"'`]){6,200})/y;

const passwordFile: Rule = {
  anchors: [':5432:', ':5433:', ':6432:', ':*:'],
  find(text, at, report) {
    const match = matchAt(PGPASS, text, at);
    if (match === undefined || !looksTold(match[1]!.replaceAll('\\:', ':'))) return;
    report(lastOf(match, 'password'));
  },
};

/** "10.0.0.4 (root/Qw3rTyui)", "ID-master / PASS - Qw3rTyui" */
const BESIDE_NAME =
  /(?:\((?:admin|root|master|administrator|ubuntu|user|guest|operator|ops|test|pi)\/|\/ ?(?:pass(?:word)?|pwd|pw) ?[-:=] ?)([^\s"'`<>*,()/]{6,200})/iy;

const besideName: Rule = {
  anchors: [
    '(admin/',
    '(root/',
    '(master/',
    '(administrator/',
    '(ubuntu/',
    '(user/',
    '(guest/',
    '(operator/',
    '(ops/',
    '(test/',
    '/ pass',
    '/ pw',
  ],
  find(text, at, report) {
    if (
      text[at] === '/' &&
      !/(?:id|user|login|account)[-:= ]{1,3}[\w.@-]{2,40} $/i.test(text.slice(Math.max(0, at - 60), at))
    )
      return;
    const match = matchAt(BESIDE_NAME, text, at);
    if (match === undefined || !looksTyped(match[1]!)) return;
    report(lastOf(match, 'password'));
  },
};

/** What a server's configuration gives an account: `stats auth admin:…`, the two lines of OpenVPN's `<auth-user-pass>`. */
const CONFIGURED =
  /(?:auth (?:digest )?[\w.@-]{1,60}:|login=[\w.@-]{1,60}:|<auth-user-pass>\s{1,8}\S{1,80}\s{1,8})([^\s"'`<>]{6,200})/iy;

const configuredAccount: Rule = {
  anchors: ['auth ', 'login=', '<auth-user-pass>'],
  find(text, at, report) {
    const match = matchAt(CONFIGURED, text, at);
    if (match === undefined || !looksTold(match[1]!)) return;
    report(lastOf(match, 'password'));
  },
};

/** `ann@acme.io:…` at the end of a line or before the next field: Postfix's and Dovecot's files, lists of accounts. */
const BEHIND_ADDRESS = /\.[a-z]{2,8}:(?:\{PLAIN\})?([^\s"'`<>,:/\\]{6,200})(?=[\s:]|$)/iy;

const addressColonPassword: Rule = {
  anchors: ['.com:', '.org:', '.net:', '.dev:', '.io:', '.de:', '.local:', '.internal:', '.example:'],
  find(text, at, report) {
    if (!/(?<!git)@[\w.-]{1,60}$/.test(text.slice(Math.max(0, at - 100), at))) return;
    const match = matchAt(BEHIND_ADDRESS, text, at);
    if (match === undefined || !looksTold(match[1]!)) return;
    report(lastOf(match, 'password'));
  },
};

/** The list of cloud-init's `chpasswd`: a name and a password a line. */
const LISTED = /[ \t]*-? ?["']?[\w.-]{1,60}:([^\s"'`]{6,200})["']?[ \t]*(?:\r?\n|$)/y;

const listedAccounts: Rule = {
  anchors: ['chpasswd:'],
  find(text, at, report) {
    const list = matchAt(/chpasswd:\s{1,8}(?:expire:[^\n]{1,20}\n\s{0,8})?list:[ |]{0,4}\r?\n/iy, text, at);
    let place = at + (list?.[0].length ?? 0);
    for (let rows = 0; list !== undefined && rows < 20; rows++) {
      const row = matchAt(LISTED, text, place);
      if (row === undefined || !looksTold(row[1]!)) return;
      const start = place + row[0].lastIndexOf(row[1]!);
      report({ start, end: start + row[1]!.length, kind: 'password' });
      place += row[0].length;
    }
  },
};

export const accountRules: readonly Rule[] = [
  toldPair,
  addressAndPassword,
  accountNote,
  besideName,
  passwordFile,
  configuredAccount,
  addressColonPassword,
  listedAccounts,
];
