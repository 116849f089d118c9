/** Passwords in the languages of programs: SQL, netrc, the settings of routers, openssl's `pass:`, what is piped to sudo or chpasswd. */
import { isPlaceholder } from '../placeholder.ts';
import { matchAt, type Rule } from './rule.ts';

const SPOKEN: readonly (readonly [anchor: string, expression: RegExp])[] = [
  ['identified ', /identified (?:with \w{1,40} )?(?:by|as)\s{1,4}\\*(["'])([^"'\n\\]{1,200})\\*\1/iy],
  ['::add-mask::', /()::add-mask::([^\s"']{4,400})/iy],
  [
    'setvariable variable=',
    /setvariable variable=([\w.]{0,60}(?:pat|token|secret|pass\w{0,4}|key)\b)[^\]\n]{0,60}\]([^\s"']{4,400})/iy,
  ],
  ['rootpw ', /rootpw ()(?:--plaintext )?(?!--)([^\s"'\\]{4,200})/iy],
  ['auth-pass ', /auth-pass ([\w.-]{1,60}) ([^\s"'\\]{4,300})/iy],
  ['community ', /community ()((?=\S*\d)(?=\S*[A-Za-z])[^\s"';]{6,60})(?= (?:ro|rw)\b)/iy],
  ['password 0 ', /password ()0 ([^\s"'\\]{4,100})/iy],
  ['password 7 ', /password ()7 ([0-9A-F]{6,100})(?=\s|$)/iy],
  ['secret 0 ', /secret ()0 ([^\s"'\\]{4,100})/iy],
  ['ssid', /ssid[=: ]{1,2}[^\n,;]{1,40}[,;] ?(key|pass\w{0,6}|pw|psk)[=: ]{1,2}([^\s"',;]{8,63})/iy],
  ['pin: ', /pin: ()(\d{6,8})(?!\d)/iy],
  ['backup code: ', /backup code: ()(\d{4}-\d{4}|\d{8}|[a-z0-9]{5}-[a-z0-9]{5})(?![\w-])/iy],
  [
    'echo ',
    /echo (?:-n )?\\*(["']?)([A-Za-z0-9+/=]{8,400})\\*\1 ?\| ?base64 (?:-d|-D|--decode)[^\n]{0,40}(?:pass|secret|token|key|cred)/iy,
  ],
  ['identified by ', /identified by ()((?=\S*\d)[^\s"'`;,()\\$&<>]{6,100})/iy],
  ['login password ', /login password ()((?=\S*\d)[^\s"'`;,()\\$&<>]{6,100})/iy],
  ['pragma ', /pragma (?:re|hex)?key ?= ?\\*(["'])([^"'\n\\]{4,200})\\*["']/iy],
  ['password ', /password\s{1,4}\\*(')([^'\n\\]{4,200})\\*'/iy],
  ['login ', /login\s{1,4}(\S{1,100})\s{1,4}password\s{1,4}(\S{4,200})/iy],
  ['-pass', /-pass(?:in|out)? (\\*["']?)pass:([^\s"'\\]{3,200})/iy],
  [
    'echo ',
    /echo (?:-\w )?\\*(["']?)([^\s"'|\\]{4,400})\\*\1 ?\| ?(?:sudo -\w*S|[^\n|]{0,80}?(?:--password-stdin|--with-token|--passphrase-fd|--stdin|secrets? (?:put|set|create|add)|passwd|login|env add|openconnect))/iy,
  ],
  [
    'printf ',
    /printf (?:'%s(?:\\n)?' |"%s(?:\\n)?" )?\\*(["']?)([^\s"'|\\%]{4,400})\\*\1 ?\| ?[^\n|]{0,80}?(?:--password-stdin|--with-token|--stdin|secrets? (?:put|set|create|add)|passwd|login|env add)/iy,
  ],
  ['echo ', /echo \\*(["']?)[\w.-]{1,40}:([^\s"'|\\]{4,200})\\*\1 ?\| ?(?:sudo )?chpasswd/iy],
  ['secret set', /secret set [\w-]{1,60} (?:--body|-b)[ =](\\*["']?)([^\s"'\\]{4,400})/iy],
  ['_authtoken', /_authToken (["']?)([^\s"'\\]{8,400})/iy],
  ['requirepass ', /requirepass (\\*["']?)([^\s"'\\]{6,200})/iy],
  ['masterauth ', /masterauth (\\*["']?)([^\s"'\\]{6,200})/iy],
  ['--type securestring', /--type securestring --value[ =](\\*["']?)([^\s"'\\]{4,400})/iy],
  ['config set --secret', /config set --secret [\w:.-]{1,80} (\\*["']?)([^\s"'\\]{4,400})/iy],
  ['> auth ', />[ \t]?AUTH (?:[\w.-]{1,60} )?(["']?)([^\s"']{4,300})/iy],
  ['setuser ', /SETUSER \S{1,60}(?: [^\s>]\S{0,60}){0,10}( )>([^\s"']{4,300})/iy],
  ['user ', /(?<=(?:^|\n)[ \t]{0,8})user \S{1,60}(?: [^\s>]\S{0,60}){0,10}( )>([^\s"']{4,300})/iy],
  [
    'user ',
    /(?<=(?:^|\n)[ \t]{0,4})user (\w[\w.-]{0,40}) ((?=\S*\d)(?=\S*[A-Za-z])\S{6,60})(?=[ \t]*\n[ \t]{0,4}(?:binary|bin|ascii|cd |put |mput |get |mget |lcd |prompt|passive|ls|bye|quit))/iy,
  ],
  ['assword', /assword[^\n;]{0,20}[\n;][ \t]{0,8}send (?:-- )?()"([^"\\]{4,200})\\+[rn]"/iy],
  ['configure set', /configure set aws_(secret_access_key|session_token)\s{1,4}(\S{16,2000})/iy],
];

export const spokenRules: readonly Rule[] = SPOKEN.map(([anchor, expression]): Rule => ({
  anchors: [anchor],
  find(text, at, report) {
    const match = matchAt(expression, text, at);
    if (match === undefined || isPlaceholder(match[2]!)) return;
    const start = at + match[0].lastIndexOf(match[2]!);
    report({ start, end: start + match[2]!.length, kind: 'command-password' });
  },
}));
