/** Passwords as people type them on a command line. */
import { looksRandom } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';
import { tellingName } from './names.ts';
import { matchAt, startsToken, type Rule } from './rule.ts';
import { isJoined, looksTyped } from './typed.ts';
import { isFingerprint } from './values.ts';

/** A shell word: quoted, or up to white space. */
const WORD = `(?:\\\\*"([^"\\n\\\\]{1,300})\\\\*"|\\\\*'([^'\\n\\\\]{1,300})\\\\*'|([^\\s"'\`<>]{1,300}))`;
const REACH = 300;

/**
 * `[what the command begins with, its option up to the password]`.
 * Options from the programs' manuals: mysql(1), curl(1), sshpass(1), docker-login(1), redis-cli, mongosh, psql,
 * ldapsearch(1), openssl(1), smbclient(1), zip(1), 7z.
 */
const COMMANDS: readonly (readonly [anchor: string, option: string])[] = [
  ['mysql', ' -p'],
  ['mysqldump', ' -p'],
  ['mysqladmin', ' -p'],
  ['mariadb', ' -p'],
  ['sshpass', ' -p[ ]?'],
  ['mongo', ' -p[ =]'],
  ['docker login', ' -p[ =]?'],
  ['podman login', ' -p[ =]?'],
  ['helm registry login', ' -p[ =]?'],
  ['az login', ' -p[ =]'],
  ['redis-cli', ' -a[ =]'],
  ['ldapsearch', ' -w[ ]?'],
  ['ldapadd', ' -w[ ]?'],
  ['ldapmodify', ' -w[ ]?'],
  ['sqlcmd', ' -P[ ]?'],
  ['bcp ', ' -P[ ]?'],
  ['zip ', ' -P[ ]?'],
  ['unzip ', ' -P[ ]?'],
  ['ssh-keygen', ' -[NP][ ]?'],
  ['signtool', ' /p '],
  ['schtasks', ' /rp '],
  ['cmdkey', ' /pass:'],
  ['psexec', ' -p '],
  ['rclone obscure', ' obscure '],
  ['htpasswd -', '-[a-zA-Z]*b[a-zA-Z]* \\S{1,100} \\S{1,60} '],
  ['htpasswd -', '-(?:n[a-zA-Z]*b|b[a-zA-Z]*n)[a-zA-Z]* \\S{1,60} '],
  ['http-basic.', 'http-basic\\.\\S{1,80} \\S{1,60} '],
  ['bundle config', ' [\\w.:/-]{1,80} [^\\s:]{1,60}:'],
  ['7z ', ' -p'],
  ['unrar', ' -p'],
  ['ipmitool', ' -P[ ]?'],
  ['mosquitto', ' -P[ ]'],
  ...['snmpwalk', 'snmpget', 'snmpset', 'snmpbulkwalk'].map((tool) => [tool, ' -[AX][ ]'] as const),
  ['vault login', ' login '],
  ['openssl', ' -[kK][ ]'],
  ['codecov', ' -t[ ]'],
  ['doctl', ' -t[ ]'],
  ['xfreerdp', ' /p:'],
  ['sqlplus', ' [\\w$#]{1,60}/'],
  ['net user', 'net user \\S{1,80} '],
  ['rdesktop', ' -p[ ]'],
  ['lftp', ' -u [^\\s,]{1,60},'],
  ['net use', ' /user:\\S{1,80} '],
  ['keytool', ' -(?:src|dest)?(?:store|key)pass '],
  ['nmcli', ' (?:password|wifi-sec\\.psk) '],
  ['mc alias set', ' alias set \\S{1,40} \\S{1,100} \\S{1,60} '],
  ['xauth add', ' MIT-MAGIC-COOKIE-1 '],
  ['jarsigner', ' -(?:store|key)pass '],
];

const commandPasswords: readonly Rule[] = COMMANDS.map(([anchor, option]): Rule => {
  const expression = new RegExp(`${option}${WORD}`, 'g');
  return {
    anchors: [anchor],
    find(text, at, report) {
      if (!startsToken(text, at)) return;
      const line = commandLine(text, at, anchor);
      for (const match of line.matchAll(expression)) {
        const value = match[1] ?? match[2] ?? match[3] ?? '';
        if (!isTypedPassword(value, anchor === 'sshpass')) continue;
        const start = at + match.index + match[0].lastIndexOf(value);
        report({ start, end: start + value.length, kind: 'command-password' });
      }
    },
  };
});

/** `curl -u user:password`, `--user`, `--proxy-user`, `smbclient -U user%password`. */
const USER_AND_PASSWORD =
  /(?: -u[ ]?| --user[ =]| --proxy-user[ =]| -U[ ]| --auth[ =]| -a[ ])\\*["']?([^\s:%"'\\]{0,100})[:%]\\*["']?([^\s"'\\]{1,300})/g;

/** `curl -u key:`: the key is the user, and there is no password. */
const KEY_AS_USER = /(?: -u[ ]?| --user[ =])\\*["']?([\w.-]{16,300}):(?=[\s"'\\]|$)/g;

const curlUser: Rule = {
  anchors: ['curl', 'wget', 'smbclient', 'http ', 'https ', 'httpie', 'xh '],
  find(text, at, report) {
    if (!startsToken(text, at)) return;
    const line = commandLine(text, at, text.slice(at, at + 4));
    for (const match of line.matchAll(KEY_AS_USER)) {
      if (!isTypedKey(match[1]!)) continue;
      const end = at + match.index + match[0].length - 1;
      report({ start: end - match[1]!.length, end, kind: 'command-password' });
    }
    for (const match of line.matchAll(USER_AND_PASSWORD)) {
      if (!isTypedPassword(match[2]!, true) || /^\/\//.test(match[2]!)) continue;
      const end = at + match.index + match[0].length;
      report({ start: end - match[2]!.length, end, kind: 'command-password' });
    }
  },
};

/** `-p value` of a command that nobody listed: the value must be a password by its own form. */
const SHORT_OPTION = new RegExp(` -[pPwW] ${WORD}`, 'y');

const shortOptions: Rule = {
  anchors: [' -p ', ' -w '],
  find(text, at, report) {
    const match = matchAt(SHORT_OPTION, text, at);
    const value = match?.[1] ?? match?.[2] ?? match?.[3];
    if (match === undefined || value === undefined || !(looksTyped(value) || isJoined(value))) return;
    if (!/[^\w./:@,=+-]/.test(value) && !/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[^\s/=:]{10,}$/.test(value)) return;
    const start = at + match[0].lastIndexOf(value);
    report({ start, end: start + value.length, kind: 'command-password' });
  },
};

const LONG_OPTION = new RegExp(`--?([A-Za-z][\\w.-]{1,60})(?:=|\\\\*["'],?\\s{0,4}|[ ]{1,4})${WORD}`, 'y');

/** `--password value`, `--token=value`, `-Dsonar.token=…`, also as two strings of a list. */
const longOptions: Rule = {
  anchors: ['pass', 'secret', 'token', '-key', 'apikey', '-pwd', '-pw', 'auth', '.login=', '-cred'],
  find(text, at, report) {
    let start = at;
    while (start > 0 && at - start < 40 && /[\w.-]/.test(text.charAt(start - 1))) start--;
    if (text[start] !== '-') return;
    const match = matchAt(LONG_OPTION, text, start);
    if (match === undefined) return;
    const name =
      tellingName(match[1]!) ??
      (/^(?:D.{1,40}\.login|.{0,40}authkey)$/i.test(match[1]!) ? tellingName('token') : undefined);
    const value = match[2] ?? match[3] ?? match[4] ?? '';
    if (name === undefined || value.startsWith('-') || isFingerprint(name, value)) return;
    const isPassword = name.strength === 'password';
    if (!(isPassword ? isTypedPassword(value) : isTypedKey(value))) return;
    const from = start + match[0].lastIndexOf(value);
    report({ start: from, end: from + value.length, kind: isPassword ? 'command-password' : 'token' });
  },
};

function isTypedKey(value: string): boolean {
  if (isPlaceholder(value) || /^[~.]|^\/[a-z]+\//.test(value)) return false;
  return UUID.test(value) || (value.length >= 12 && /\d/.test(value) && looksRandom(value));
}
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `snyk auth <token>`, `wandb login <key>`, `ngrok config add-authtoken <token>`: nothing but the token follows. */
const LOGIN =
  /(?:auth|login|authtoken|set-token|set-key|import(?:priv)?key)(?: token| init)?(?: -t| --with-token)?[ \t]{1,3}\\*["']?([A-Za-z0-9][\w+/=.:-]{15,400})/y;

const loginCommands: Rule = {
  anchors: [' auth ', ' login ', 'authtoken ', 'set-token ', 'set-key ', 'privkey ', 'importkey '],
  find(text, at, report) {
    let start = at + (text[at] === ' ' ? 1 : 0);
    while (start > 0 && at - start < 12 && /[a-z]/.test(text.charAt(start - 1)) && text[at] !== ' ') start--;
    const match = matchAt(LOGIN, text, start);
    if (
      match === undefined ||
      !isTypedKey(match[1]!) ||
      !/^[\w.-]{2,20}(?: [\w-]{2,20}){0,2} ?$/.test(wordsBefore(text, start))
    )
      return;
    const end = start + match[0].length;
    report({ start: end - match[1]!.length, end, kind: 'token' });
  },
};

/** What stands between the beginning of the command and `at`. */
function wordsBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - 60), at);
  return before
    .slice(
      1 + Math.max(...['\n', ';', '&', '|', '$', '`', '"', "'", '('].map((mark) => before.lastIndexOf(mark))),
    )
    .trimStart();
}

/** The rest of the line, or up to where the same command is called again. */
function commandLine(text: string, at: number, command: string): string {
  const whole = text.slice(at, at + REACH);
  const again = whole.indexOf(command, command.length);
  const reach = again === -1 ? whole : whole.slice(0, again);
  const end = reach.search(/(?<!\\)\n|&&|\|\||;/);
  return end === -1 ? reach : reach.slice(0, end);
}

/** The form of Apple's and other app-specific passwords. */
const FOUR_TIMES_FOUR = /^[a-z]{4}(?:-[a-z]{4}){3}$/;

/** Not another option, not a stand-in, not a word of the sentence around a command's name. */
function isTypedPassword(word: string, wordsCount = false): boolean {
  // `[--password PASSWORD]`
  const value = word.replace(/[\])}]+$/, '');
  if (value.length < 4 || isPlaceholder(value) || /^[-/.~]|^(?:\d{1,5})$/.test(value)) return false;
  return (
    FOUR_TIMES_FOUR.test(value) ||
    /\d|[^A-Za-z0-9_,.:)-]/.test(value) ||
    (/[a-z]/.test(value) && /[A-Z]/.test(value) && looksRandom(value)) ||
    (wordsCount && /^[A-Za-z-]{6,}$/.test(value))
  );
}

export const commandRules: readonly Rule[] = [
  ...commandPasswords,
  curlUser,
  longOptions,
  shortOptions,
  loginCommands,
];
