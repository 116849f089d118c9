/** Secrets told in a sentence, a table or a line of a password file, without `=` or `:` right behind the name. */
import { looksRandom } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';
import { tellingName } from './names.ts';
import { matchAt, type Rule, type Span } from './rule.ts';
import { looksTold, looksTyped } from './typed.ts';

const VALUE = `\\\\*["'\`*]{0,3}([^\\s"'\`<>]{8,200})`;

/** `password Sommer2024!`, `the root pw is …`, `passphrase: …` after a few words. */
const TOLD = new RegExp(
  `(?:password|passwd|passphrase|passcode|passwort|kennwort|mot de passe|contrase(?:ñ|n)a|palavra-passe|pwd|pw|pass)s?(?: (?:for|of|on|to|in) (?:[\\w.@-]{1,30} ?){1,4}|[ \\t]\\([^)\\n]{1,30}\\)|(?: [\\w'-]{1,20}){1,6}?(?= (?:is|to|as|now) ))?(?: ?:| is now| is| as| now| was| to| =|=| are|,| →| ->)?[ \\t]{1,3}${VALUE}`,
  'iy',
);

const toldPassword: Rule = {
  anchors: [
    'password',
    'passwd',
    'passphrase',
    'passcode',
    'passwort',
    'kennwort',
    'mot de passe',
    'contrase',
    'palavra-passe',
    ' pwd ',
    ' pw ',
    ' pass ',
  ],
  find(text, at, report) {
    const start = text[at] === ' ' ? at + 1 : at;
    if (text.charAt(start - 1) === '/') return;
    const match = matchAt(TOLD, text, start);
    if (match === undefined) return;
    const value = withoutMarks(match[1]!);
    if (!looksTyped(value) || !/[^A-Za-z0-9_.,/-]/.test(value + (isDrawn(value) ? '!' : ''))) return;
    const from = start + match[0].length - match[1]!.length;
    report({ start: from, end: from + value.length, kind: 'password' });
  },
};

/** "the password is hunter2", "use hunter2 as pw", "hunter2 is the password". */
const SAID =
  /(?:password|passwort|passphrase|passcode|pass|pwd|pw)(?: (?:for|of|on|to|in) [\w.@' -]{1,50}?)?(?: is| was|'s| ist| lautet| should be| will be| to)(?: now)?:?[ \t]{1,2}\\*["'`*]{0,3}([^\s"'`<>*]{6,60})/iy;
const SAID_BEFORE =
  /([^\s"'`<>*]{6,60})\\*["'`*]{0,3} (?:as|is) (?:the |your |my |a |admin |root |test |default ){0,3}$/i;

const saidPassword: Rule = {
  anchors: ['password', 'passwort', 'passphrase', 'passcode', ' pass ', ' pwd', ' pw'],
  find(text, at, report) {
    const start = text[at] === ' ' ? at + 1 : at;
    if (/[\w/-]/.test(text.charAt(start - 1))) return;
    const after = matchAt(SAID, text, start);
    if (after !== undefined) {
      const value = withoutMarks(after[1]!);
      const from = start + after[0].length - after[1]!.length;
      if (looksTold(value)) report({ start: from, end: from + value.length, kind: 'password' });
      return;
    }
    const before = text.slice(Math.max(0, start - 100), start);
    const said = SAID_BEFORE.exec(before);
    if (
      said === null ||
      !/^(?:password|passwort|passphrase|passcode|pass|pwd|pw)\b/i.test(text.slice(start, start + 11))
    )
      return;
    const from = start - before.length + said.index;
    if (looksTold(said[1]!)) report({ start: from, end: from + said[1]!.length, kind: 'password' });
  },
};

/** "A temporary password is generated for root@localhost: …" at the end of a line of a log. */
const WRITTEN = /password[^\n:"'`=<>]{1,80}: ([^\s"'`<>]{8,80})[ \t]*(?=\r?\n|$)/iy;

const writtenPassword: Rule = {
  anchors: ['password'],
  find(text, at, report) {
    const match = matchAt(WRITTEN, text, at);
    if (match === undefined) return;
    const value = match[1]!;
    if (!looksTyped(value) || !(isDrawn(value) || /[!$%^*?#&@]/.test(value))) return;
    const end = at + match[0].trimEnd().length;
    report({ start: end - value.length, end, kind: 'password' });
  },
};

/** A machine's secret up to six words behind its name: "use this API token for the demo: …". */
const FAR =
  /(?:api[ _-]?keys?|access[ _-]?keys?|secret[ _-]?keys?|api[ _-]?tokens?|access[ _-]?tokens?|auth[ _-]?tokens?|secrets?|tokens?|keys?|credentials?)(?:[ \t]+[\w'-]{1,20}(?![\w'-])){0,6}[ \t]{0,3}(?:[:=→]|->)?[ \t]{0,3}\\*["'`*([]{0,3}(?<![\w'-])([A-Za-z0-9_+/=.-]{20,400})/iy;

const toldSecret: Rule = {
  anchors: [
    'api key',
    'api-key',
    'api_key',
    'apikey',
    'access key',
    'secret',
    'token',
    ' key ',
    ' keys ',
    'credential',
  ],
  find(text, at, report) {
    const start = text[at] === ' ' ? at + 1 : at;
    if (/[\w-]/.test(text.charAt(start - 1))) return;
    const match = matchAt(FAR, text, start);
    if (match === undefined) return;
    const value = match[1]!.replace(/[.,:;=-]+$/, (end) => (/^=+$/.test(end) ? end : ''));
    if (!isDrawn(value) || value.length < 20) return;
    const from = start + match[0].length - match[1]!.length;
    report({ start: from, end: from + value.length, kind: 'token' });
  },
};

/** "login is admin / Sommer2024!", "credentials: admin:Sommer2024!", "user admin, password …". */
const PAIR =
  /(?:log ?in|sign ?in|credentials?|creds|user(?:name)?|account)(?: for [\w ]{1,30}?)?(?: is| are| with| as|:| =| ->| =>)?[ \t]{1,3}["'`*]{0,3}[\w.@+-]{2,60}["'`*]{0,3} ?(?:\/|:|,| and| with)[ \t]{0,2}["'`*]{0,3}([^\s"'`<>,]{8,100})/iy;

const toldPair: Rule = {
  anchors: ['login', 'log in', 'sign in', 'credential', 'creds', 'user', 'account'],
  find(text, at, report) {
    if (/\w/.test(text.charAt(at - 1))) return;
    const match = matchAt(PAIR, text, at);
    if (match === undefined) return;
    const value = withoutMarks(match[1]!);
    const toldAsPair = /@[\w.-]+["'`*]{0,3} \/ /.test(match[0]);
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

/** "test@acme.io / Sommer2024!": an e-mail address and what opens its account. */
const AFTER_ADDRESS = / \/ ["'`*]{0,3}([^\s"'`<>*|]{6,60})/y;

const addressAndPassword: Rule = {
  anchors: [' / '],
  find(text, at, report) {
    if (!/[\w.+-]@[\w-]{1,60}\.[\w.]{1,30}["'`*]{0,3}$/.test(text.slice(Math.max(0, at - 100), at))) return;
    const match = matchAt(AFTER_ADDRESS, text, at);
    if (match === undefined) return;
    const value = withoutMarks(match[1]!);
    if (!looksTold(value)) return;
    const from = at + match[0].length - match[1]!.length;
    report({ start: from, end: from + value.length, kind: 'password' });
  },
};

/** A line of ~/.pgpass: host:port:database:user:password (libpq, 34.16). */
const PGPASS = /:(?:5432|5433|6432|\*):[\w*-]{1,63}:[\w*.-]{1,63}:([^\s:"'`]{6,100})/y;

const passwordFile: Rule = {
  anchors: [':5432:', ':5433:', ':6432:', ':*:'],
  find(text, at, report) {
    const match = matchAt(PGPASS, text, at);
    if (match === undefined || !looksTyped(match[1]!)) return;
    const end = at + match[0].length;
    report({ start: end - match[1]!.length, end, kind: 'password' });
  },
};

/** What `cat` of a file that holds one secret shows. */
const PRINTED =
  /(?:secrets versions access|get-login-password|print-(?:access|identity)-token|get-access-token|auth:?(?: |-)?token|kv get -field=\S{1,40}|config get \S{0,40}(?:token|password|secret)|op read|base64 (?:-d|--decode|-D)|rand (?:-base64|-hex)|secretsmanager get-secret-value|ssm get-parameter|keyvault secret show|secret show|get-secret|initial-?admin-?password|reset-password)[^\n]{0,200}\n[ \t]{0,8}(?:New value: )?([A-Za-z0-9+/=_.!@#$%^&*~-]{8,2000})[ \t]*(?=\r?\n|$)/iy;

/** What a command whose answer is a secret prints below itself. */
const printedSecret: Rule = {
  anchors: [
    'secrets versions access',
    'get-login-password',
    'print-access-token',
    'print-identity-token',
    'get-access-token',
    'auth token',
    'auth:token',
    'auth print',
    'kv get -field',
    'config get ',
    'op read',
    'base64 -d',
    'base64 --decode',
    'rand -base64',
    'rand -hex',
    'get-secret',
    'ssm get-parameter',
    'secret show',
    'initialadminpassword',
    'initial-admin-password',
    'reset-password',
  ],
  find(text, at, report) {
    const match = matchAt(PRINTED, text, at);
    if (match === undefined) return;
    const value = match[1]!;
    if (
      isPlaceholder(value) ||
      !(looksTyped(value) || looksRandom(value) || /^[0-9a-f]{32,128}$/.test(value))
    )
      return;
    const end = at + match[0].trimEnd().length;
    report({ start: end - value.length, end, kind: 'secret' });
  },
};

const SHOWN =
  /(?:cat|less|more|head|bat|type)[ \t]+(?:-\w+ )?[\w~./\\-]{0,120}(?:token|secret|master\.key|\.key|password|passwd|vault_pass|vault-pass|credential)[\w.-]{0,20}[ \t]*\r?\n([A-Za-z0-9+/=_.-]{16,400})[ \t]*(?=\r?\n|$)/y;

const shownFile: Rule = {
  anchors: ['cat ', 'less ', 'more ', 'head ', 'bat ', 'type '],
  find(text, at, report) {
    if (/[\w-]/.test(text.charAt(at - 1))) return;
    const match = matchAt(SHOWN, text, at);
    if (match === undefined) return;
    const value = match[1]!;
    if (isPlaceholder(value) || !(looksRandom(value) || /^[0-9a-f]{32,128}$/.test(value))) return;
    const start = at + match[0].lastIndexOf(value);
    report({ start, end: start + value.length, kind: 'secret' });
  },
};

/** A table with a column for passwords: Markdown's and CSV's first rows name it. */
const tableColumn: Rule = {
  anchors: ['password', 'passwd', 'secret', 'api key', 'api_key', 'token'],
  find(text, at, report) {
    const before = text.slice(Math.max(0, at - 300), at);
    const lineStart = at - before.length + before.lastIndexOf('\n') + 1;
    const lineEnd = endOfLine(text, at);
    const header = text.slice(lineStart, Math.min(lineEnd, lineStart + 600));
    if (lineEnd >= text.length) return;
    const mark = ['|', '\t', ','].find((sign) => header.includes(sign));
    if (mark === undefined) {
      alignedColumn(text, at - lineStart, header, lineEnd, report);
      return;
    }
    const column = header.slice(0, at - lineStart).split(mark).length - 1;
    const name = (header.split(mark)[column] ?? '').trim();
    if (
      !/^["'`*]*[\w .-]{0,20}(?:password|passwd|secret|api[ _]key|token)["'`*]*$/i.test(name) ||
      header.length > 500
    )
      return;
    if (header.split(mark).some((cell) => cell.trim().length > 30 || /[=(){};]/.test(cell))) return;
    let place = lineEnd + 1;
    for (let rows = 0; rows < 20 && place < text.length; rows++) {
      const end = endOfLine(text, place);
      const line = text.slice(place, Math.min(end, place + 1000));
      if (!line.includes(mark) || line.includes(name)) break;
      const cell = line.split(mark)[column];
      const value = cell?.trim().replace(/^["'`*]+|["'`*]+$/g, '') ?? '';
      if (looksTyped(value)) {
        const start = place + line.split(mark).slice(0, column).join(mark).length + (column > 0 ? 1 : 0);
        const from = start + cell!.indexOf(value);
        report({ start: from, end: from + value.length, kind: 'password' });
      }
      place = end + 1;
    }
  },
};

/** `NAME   PASSWORD` over columns that blanks align: the value begins where its heading does. */
function alignedColumn(
  text: string,
  column: number,
  header: string,
  headerEnd: number,
  report: (span: Span) => void,
): void {
  if (
    !/^[\w -]{0,200}$/.test(header) ||
    !/(?:^|\s{2})(?:\w+ )?$/.test(header.slice(0, column)) ||
    !/\S\s{2,}\S/.test(header)
  )
    return;
  let place = headerEnd + 1;
  for (let rows = 0; rows < 20 && place < text.length; rows++) {
    const end = endOfLine(text, place);
    const value = /^\S{1,300}/.exec(text.slice(place + column, end))?.[0] ?? '';
    if (place + column >= end || (column > 0 && text[place + column - 1] !== ' ')) break;
    if (looksTyped(value) || isDrawn(value)) {
      report({ start: place + column, end: place + column + value.length, kind: 'password' });
    }
    place = end + 1;
  }
}

function endOfLine(text: string, at: number): number {
  const end = text.slice(at, at + 1000).indexOf('\n');
  return end === -1 ? Math.min(text.length, at + 1000) : at + end;
}

/** Drawn by a machine and no hash, id or path: both cases and digits, no words. */
function isDrawn(value: string): boolean {
  return (
    /\d/.test(value) &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    !/^[a-z]{2,8}_[A-Za-z0-9]{14,30}$|^[a-z]{2,12}(?:_[a-z]{2,12})?_0|^[A-Z0-9]{26}$|^\.{0,2}\/|\/\w+\/|\.\w{1,4}$/.test(
      value,
    ) &&
    !/^(?:sha\d+|md5|h1)[-:]/.test(value) &&
    looksRandom(value) &&
    !isPlaceholder(value)
  );
}

function withoutMarks(value: string): string {
  return value.replace(/[.,:;)\]}*]+$/, '');
}

/** One-time codes that let one in when the second factor is lost: a list of them under its heading. */
const CODE_LIST =
  /(?:recovery|backup|scratch|rescue)[ -]codes?[^\n]{0,60}\n\s{0,8}((?:[ \t]*(?:\d{1,2}[.)][ \t]+|[-*•][ \t]+)?(?:[a-z0-9]{4,6}-[a-z0-9]{4,6}(?:-[a-z0-9]{4,6})?|\d{8}|\d{4} \d{4}|[a-z0-9]{8,12})(?=[\s])[ \t]*\n?){2,40}(?:[a-z0-9]{4,6}-[a-z0-9]{4,6}|\d{8}|\d{4} \d{4})?)/iy;

const recoveryCodes: Rule = {
  anchors: ['recovery code', 'backup code', 'scratch code', 'rescue code', 'recovery-code', 'backup-code'],
  find(text, at, report) {
    const match = matchAt(CODE_LIST, text.slice(at, at + 1200) + '\n', 0);
    if (match === undefined || (match[1]!.match(/\d/g)?.length ?? 0) < 6) return;
    const start = at + match[0].length - match[1]!.length;
    report({ start, end: start + match[1]!.trimEnd().length, kind: 'recovery-codes' });
  },
};

/** Twelve to twenty-four words that open a wallet (BIP 39). */
const PHRASE =
  /(?:seed|recovery|mnemonic|backup)(?: (?:phrase|words|seed|code))?(?: \([\w ]{1,20}\))?(?: is| are|:| =|=){1,2}\s{1,3}\\*["'`]?((?:[a-z]{3,8} ){11,23}[a-z]{3,8})(?![a-z ])/iy;

const seedPhrase: Rule = {
  anchors: [
    'seed phrase',
    'seed words',
    'recovery phrase',
    'recovery words',
    'mnemonic',
    'backup phrase',
    'seed:',
    'seed is',
  ],
  find(text, at, report) {
    const match = matchAt(PHRASE, text, at);
    if (
      match === undefined ||
      /(?:^| )(?:the|and|you|your|for|with|that|this|from|are|not|was)(?: |$)/.test(match[1]!)
    )
      return;
    const end = at + match[0].length;
    report({ start: end - match[1]!.length, end, kind: 'mnemonic' });
  },
};

/** `INSERT INTO users (email, password) VALUES ('…', '…')`: the column names the value. */
const INSERT =
  /insert\s{1,4}into\s{1,4}[\w."`[\]]{1,80}\s{0,4}\(([^()]{1,400})\)\s{0,4}values\s{0,4}\(([^()]{1,1000})\)/iy;
const SQL_VALUE = /\s{0,4}(?:'([^'\n]{0,400})'|[^,']{1,200})\s{0,4}(?:,|$)/y;

const insertedRow: Rule = {
  anchors: ['insert into'],
  find(text, at, report) {
    const match = matchAt(INSERT, text, at);
    if (match === undefined) return;
    const columns = match[1]!.split(',').map((column) => tellingName(column.replace(/["'`[\]\s]/g, '')));
    const first = at + match[0].length - 1 - match[2]!.length;
    let place = 0;
    for (const column of columns) {
      const value = matchAt(SQL_VALUE, match[2]!, place);
      if (value === undefined) return;
      const given = value[1];
      if (column !== undefined && given !== undefined && (looksTyped(given) || isDrawn(given))) {
        const start = first + place + value[0].indexOf(given);
        report({ start, end: start + given.length, kind: column.kind });
      }
      place += value[0].length;
    }
  },
};

export const proseRules: readonly Rule[] = [
  recoveryCodes,
  writtenPassword,
  seedPhrase,
  insertedRow,

  toldPassword,
  saidPassword,
  toldSecret,
  toldPair,
  addressAndPassword,
  passwordFile,
  shownFile,
  printedSecret,
  tableColumn,
];
