/** Passwords as people type them on a command line. */
import { looksRandom } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';
import { matchAt, startsToken, type Rule } from './rule.ts';

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
  ['7z ', ' -p'],
  ['unrar', ' -p'],
  ['ipmitool', ' -P[ ]?'],
  ['mosquitto', ' -P[ ]'],
  ['snmpwalk', ' -[AX][ ]'],
  ['vault login', ' login '],
];

const commandPasswords: readonly Rule[] = COMMANDS.map(([anchor, option]): Rule => {
  const expression = new RegExp(`${option}${WORD}`, 'g');
  return {
    anchors: [anchor],
    find(text, at, report) {
      if (!startsToken(text, at)) return;
      const line = commandLine(text, at);
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
  /(?: -u[ ]?| --user[ =]| --proxy-user[ =]| -U[ ]| --auth[ =]| -a[ ])\\*["']?([^\s:%"'\\]{0,100})[:%]([^\s"'\\]{1,300})/g;

const curlUser: Rule = {
  anchors: ['curl', 'wget', 'smbclient', 'http ', 'https ', 'httpie', 'xh '],
  find(text, at, report) {
    if (!startsToken(text, at)) return;
    for (const match of commandLine(text, at).matchAll(USER_AND_PASSWORD)) {
      if (!isTypedPassword(match[2]!, true) || /^\/\//.test(match[2]!)) continue;
      const end = at + match.index + match[0].length;
      report({ start: end - match[2]!.length, end, kind: 'command-password' });
    }
  },
};

const LONG_OPTION = new RegExp(
  `--?(?:[\\w-]{0,40}?(?:password|passwd|passphrase|secret|token|api-?key|access-?key|secret-?key|private-?key|auth-?key|pwd|pass|pw)|key|auth)(?:=|\\\\*["'],?\\s{0,4}|[ ]{1,4})${WORD}`,
  'iy',
);

/** `--password value`, `--token=value`, also as two strings of a list. */
const longOptions: Rule = {
  anchors: ['pass', 'secret', 'token', '-key', 'apikey', '-pwd', '-pw', 'auth'],
  find(text, at, report) {
    let start = at;
    while (start > 0 && at - start < 40 && /[\w-]/.test(text.charAt(start - 1))) start--;
    if (text[start] !== '-') return;
    const match = matchAt(LONG_OPTION, text, start);
    if (match === undefined) return;
    const value = match[1] ?? match[2] ?? match[3] ?? '';
    const isPassword = /pass|pwd|pw/i.test(match[0].slice(0, match[0].length - value.length));
    if (
      value.startsWith('-') ||
      !isTypedPassword(value) ||
      (!isPassword && !(value.length >= 12 && looksRandom(value)))
    )
      return;
    const from = start + match[0].lastIndexOf(value);
    report({ start: from, end: from + value.length, kind: isPassword ? 'command-password' : 'token' });
  },
};

/** SQL's own way to give a password, netrc's, openssl's `pass:`, and a password piped to sudo or chpasswd. */
const SPOKEN: readonly (readonly [anchor: string, expression: RegExp])[] = [
  ['identified ', /identified (?:with \w{1,40} )?(?:by|as)\s{1,4}\\*(["'])([^"'\n\\]{1,200})\\*\1/iy],
  ['password ', /password\s{1,4}\\*(')([^'\n\\]{4,200})\\*'/iy],
  ['login ', /login\s{1,4}(\S{1,100})\s{1,4}password\s{1,4}(\S{4,200})/iy],
  ['-pass', /-pass(?:in|out)? (\\*["']?)pass:([^\s"'\\]{3,200})/iy],
  ['echo ', /echo (?:-\w )?\\*(["']?)([^\s"'|\\]{4,200})\\*\1 ?\| ?sudo -\w*S/iy],
  ['echo ', /echo \\*(["']?)[\w.-]{1,40}:([^\s"'|\\]{4,200})\\*\1 ?\| ?(?:sudo )?chpasswd/iy],
  ['secret set', /secret set [\w-]{1,60} (?:--body|-b)[ =](\\*["']?)([^\s"'\\]{4,400})/iy],
  ['_authtoken', /_authToken (["']?)([^\s"'\\]{8,400})/iy],
  ['configure set', /configure set aws_(secret_access_key|session_token)\s{1,4}(\S{16,2000})/iy],
];

const spokenPasswords: readonly Rule[] = SPOKEN.map(([anchor, expression]): Rule => ({
  anchors: [anchor],
  find(text, at, report) {
    const match = matchAt(expression, text, at);
    if (match === undefined || isPlaceholder(match[2]!)) return;
    const start = at + match[0].lastIndexOf(match[2]!);
    report({ start, end: start + match[2]!.length, kind: 'command-password' });
  },
}));

function commandLine(text: string, at: number): string {
  const reach = text.slice(at, at + REACH);
  const end = reach.search(/(?<!\\)\n|&&|\|\||;/);
  return end === -1 ? reach : reach.slice(0, end);
}

/** Not another option, not a stand-in, not a word of the sentence around a command's name. */
function isTypedPassword(value: string, wordsCount = false): boolean {
  if (value.length < 4 || isPlaceholder(value) || /^[-/.~]|^(?:\d{1,5})$/.test(value)) return false;
  return /\d|[^A-Za-z0-9_,.:)-]/.test(value) || (wordsCount && /^[A-Za-z-]{6,}$/.test(value));
}

export const commandRules: readonly Rule[] = [...commandPasswords, curlUser, longOptions, ...spokenPasswords];
