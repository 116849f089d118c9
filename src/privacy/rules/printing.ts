/** Commands whose answer is a secret and nothing else. */
import { looksRandom } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';
import { looksTold } from './typed.ts';

/** `[what stands in every one of them, the command]`; from the programs' manuals. */
const COMMANDS: readonly (readonly [anchor: string, command: string])[] = [
  ['secrets versions access', 'secrets versions access'],
  ['get-login-password', 'get-login-password'],
  ['print-access-token', 'print-access-token'],
  ['print-identity-token', 'print-identity-token'],
  ['get-access-token', 'get-access-token'],
  ['auth token', '(?:auth|create) token'],
  ['auth:token', 'auth:token'],
  ['auth print', 'auth print-\\S{1,30}'],
  ['create token', 'kubectl [^\\n]{0,60}create token'],
  ['vault token create', 'vault token create'],
  ['get -field', 'kv get -field=\\S{1,40}'],
  ['read -field', 'vault read -field[= ]\\S{1,40}'],
  ['config get ', 'config get \\S{0,60}(?:token|password|secret|_auth)'],
  ['op read', 'op read'],
  ['op item get', 'op item get [^\\n]{0,80}(?:--fields|--otp)'],
  ['bw get', 'bw get (?:password|totp|notes)'],
  ['pass show', 'pass show'],
  ['gopass show', 'gopass show'],
  ['find-generic-password', 'security find-(?:generic|internet)-password [^\\n]{0,120}-w'],
  ['secret-tool lookup', 'secret-tool lookup'],
  ['keyring get', 'keyring get'],
  ['doppler secrets get', 'doppler secrets get [^\\n]{0,80}--plain'],
  ['base64 -d', 'base64 -d'],
  ['base64 --decode', 'base64 --decode'],
  ['rand -base64', 'rand -base64'],
  ['rand -hex', 'rand -hex'],
  ['randombytes(', 'randomBytes\\('],
  ['token_hex(', 'token_hex\\('],
  ['token_urlsafe(', 'token_urlsafe\\('],
  ['generate_key(', 'generate_key\\(\\)'],
  ['/dev/urandom', '/dev/urandom'],
  ['pwgen', 'pwgen'],
  ['get-secret', 'get-secret(?:-value)?'],
  ['ssm get-parameter', 'ssm get-parameter'],
  ['secret show', '(?:keyvault )?secret show'],
  ['initialadminpassword', 'initialAdminPassword'],
  ['initial-admin-password', 'initial-admin-password'],
  ['reset-password', 'reset-password'],
  ['mint-token', 'mint-token'],
];

export const PRINTING_ANCHORS: readonly string[] = COMMANDS.map(([anchor]) => anchor);
export const PRINTING = `(?:${COMMANDS.map(([, command]) => command).join('|')})`;

/** What shows a file that holds one secret. */
export const SHOWING =
  '(?:cat|less|more|head|bat|type)[ \\t]+(?:-\\w+ )?[\\w~./\\\\-]{0,120}(?:token|secret|master\\.key|\\.key|password|passwd|vault_pass|vault-pass|credential)[\\w.-]{0,20}';

/** True for what such a command prints: one word that a person chose or a machine drew. */
export function isPrinted(word: string): boolean {
  return !isPlaceholder(word) && (looksTold(word) || looksRandom(word) || /^[0-9a-f]{32,128}$/.test(word));
}

const PRINTS = new RegExp(`(?:^|[\\s;&|(.])(?:${PRINTING}|${SHOWING}(?=\\s*(?:2>|\\||$)))`, 'i');
/** What only speaks of commands, or looks for them. */
const SPEAKS = /^\s*(?:grep|rg|ag|ack|echo|printf|man|which|history|git|find|sed|awk|ls|test|#)(?:\s|$)/;
/** What may follow in a pipe without changing what is printed for good. */
const PASSES_ON =
  /^\s*(?:base64|tr|jq|head|tail|cut|sed|awk|tee|cat|grep|fold|xxd|od|rev|sort|uniq|openssl)\b/;
const QUOTED = /"(?:\\[^]|[^"\\])*"|'[^']*'/g;
const SEPARATOR = /&&|\|\||;|\n/g;
const LONGEST_COMMAND = 2000;

/** True when a command's whole output is a secret: its last part prints one, and keeps it neither in a variable nor in a file. */
export function printsSecret(command: string): boolean {
  if (command.length > LONGEST_COMMAND) return false;
  const whole = command.trimEnd();
  const masked = whole.replace(QUOTED, (quoted) => 'x'.repeat(quoted.length));
  const from = [...masked.matchAll(SEPARATOR)].at(-1);
  const start = from === undefined ? 0 : from.index + from[0].length;
  const part = whole.slice(start);
  const [program, ...pipe] = masked
    .slice(start)
    .replace(/2>\s*(?:&1|\S+)/g, '')
    .split('|');
  if (SPEAKS.test(part) || /\$\(|`/.test(part)) return false;
  if ([program!, ...pipe].some((piece) => /[<>]/.test(piece))) return false;
  return pipe.every((piece) => PASSES_ON.test(piece)) && PRINTS.test(part);
}
