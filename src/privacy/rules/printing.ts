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

const PRINTS = new RegExp(`(?:^|[\\s;&|(])(?:${PRINTING}|${SHOWING}$)`, 'i');
/** What may follow in a pipe without changing that. */
const PASSES_ON =
  /^\s*(?:base64|tr|jq|head|tail|cut|sed|awk|tee|cat|grep|fold|xxd|od|rev|sort|uniq|openssl)\b/;

/** True when a command's whole output is a secret: its last part prints one, and neither keeps it in a variable nor in a file. */
export function printsSecret(command: string): boolean {
  if (command.length > LONGEST_COMMAND) return false;
  const last = command
    .trim()
    .split(/&&|\|\||;|\n/)
    .at(-1)!;
  const [first, ...rest] = last.split('|');
  const shown = last.replace(/\s*2>\S+|\s*2>&1/g, '');
  if (/>|\$\(|`|<</.test(shown) || rest.some((part) => !PASSES_ON.test(part))) return false;
  return PRINTS.test(rest.length === 0 ? shown : `${first!.trim()}`) || PRINTS.test(shown);
}
const LONGEST_COMMAND = 2000;
