/** Secrets that stand below what asked for them: a file that was shown, a command that prints one, a list of codes. */
import { looksRandom } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';
import { matchAt, type Rule } from './rule.ts';
import { looksTyped } from './typed.ts';

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

/** What `cat` of a file that holds one secret shows. */
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

export const shownRules: readonly Rule[] = [shownFile, printedSecret, recoveryCodes, seedPhrase];
