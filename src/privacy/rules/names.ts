/** Does a name (`DB_PASSWORD`, `apiKey`, `x-auth-token`) say that its value is a secret, and how surely? */
import { SERVICES } from './services.ts';

/**
 * - `password`: chosen by a person; short and readable values count, too.
 * - `secret`: given out by a machine; the value must not be made of words.
 * - `weak`: names that hold other things as often ("key", "auth", "signature"); only random values count.
 */
export interface TellingName {
  strength: 'password' | 'secret' | 'weak';
  kind: string;
  /** True when the name counts only before `=` or `:`. */
  assignedOnly?: boolean;
  /** True where OpenPGP's keys are named by their fingerprints. */
  fingerprint?: boolean;
}

/** A password's name in languages of Latin letters; `contraseña` up to its last ASCII letter. */
export const PASSWORD_WORDS: readonly string[] = [
  'password',
  'passwort',
  'passphrase',
  'passcode',
  'kennwort',
  'contrase',
  'mot de passe',
  'senha',
  'wachtwoord',
];

const NEUTRAL_END =
  /^(?:\d+|prod|production|dev|development|staging|stage|test|testing|live|local|value|val|plain|plaintext|raw|string|str|old|new|current|base|b64|base64|encoded|a|b|primary|secondary|main|default|v\d|in|opt|arg|env|private|prv|admin|uat|qa|sandbox|readonly)$/;

/** The words that make any following name tell of something else: counts, places, rules about secrets. */
const PASSWORD_END =
  /(?:password|passwd|passwort|passphrase|passcode|kennwort|wachtwoord|senha|mnemonic|authtok)$/;
const SECRET_END =
  /(?:secret|apikey|secretkey|accesskey|privatekey|accountkey|authkey|authtoken|accesstoken|refreshtoken|bearertoken|apitoken|sharedaccesskey|masterkey|signingkey|encryptionkey|servicekey|deploykey|licensekey|subscriptionkey|instrumentationkey)$/;
const KEY_QUALIFIER = new Set([
  ...SERVICES,
  ...(
    'api secret validation decryption identity merchant terminal device bot partner user project private priv access account auth authentication encryption encrypt decryption crypto signing sign ' +
    'master service app application activation product serial admin license licence subscription storage shared session ' +
    'jwt jws aes hmac deploy webhook server consumer client integration write read ingest ingestion ' +
    'instrumentation bearer management provisioning cipher seed vapid dd maps hf weather fernet rails django ' +
    'flask laravel nextauth cookie wallet deployer validator ssh rsa tls ssl routing exa brave ' +
    'mux axiom clerk fcm render fly bunny root preshared pre wireguard wg derived unseal ' +
    'recovery ecdsa ed25519 publish upload backup restic borg ansible vault minio s3 spaces r2 ' +
    'b2 ibm oci ocp'
  ).split(' '),
]);
const NOT_SECRET_QUALIFIER =
  /^(?:public|pub|publishable|primary|foreign|cache|sort|partition|object|idempotency|site|lookup|unique|row|group|query|translation|i18n|hot|host|socket|map|dict|json|index|page|next|prev|pagination|continuation|cancel|cancellation|cancelation|pad|eos|bos|unk|mask|stop|cls|sep|design|anonymous|placeholder|fake|mock|dummy|example|invalid|wrong|per|max|min|num|total|input|output|special|sync|change|resume|delta|skip|start|end|first|last|lexer|parse|peek|expected|missing|no)$/;

/** These hold a key that is none, but a password that is one. */
const OWNS_PASSWORD = /^(?:host|cache|site|page|object|group|query|index|sync|primary|first|last|map|row)$/;

const IS_SERVICE = new Set(SERVICES);

/** `GPG_KEY` of a Dockerfile, git's `user.signingkey`, `gpg --recv-keys`. */
const OPENPGP =
  /(?:gpg|pgp)|^(?:user\.)?signingkey$|^(?:recv|edit|export-secret|delete-secret)-(?:sub)?keys?$/i;

/** The parts of a name in lower case: `dbPassword`, `DB_PASSWORD` and `db-password` all give `['db', 'password']`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** The same names come again and again; 4,096 of at most 80 characters take about 1 MB. */
const judged = new Map<string, TellingName | undefined>();
const MOST_JUDGED = 4096;

/** Undefined when the name tells of no secret. */
export function tellingName(name: string): TellingName | undefined {
  if (judged.has(name)) return judged.get(name);
  const judgement = judge(name);
  const telling = judgement && OPENPGP.test(name) ? { ...judgement, fingerprint: true } : judgement;
  if (judged.size >= MOST_JUDGED) judged.clear();
  // V8 keeps a whole text alive behind a piece that was cut out of it.
  if (name.length <= 80) judged.set(Buffer.from(name, 'utf16le').toString('utf16le'), telling);
  return telling;
}

function judge(name: string): TellingName | undefined {
  const words = wordsOf(name);
  // Next.js names its settings `NEXT_…`; a `nextToken` is the page after this one.
  if (words.length > 2 && /^NEXT_[A-Z0-9_]+$/.test(name)) words.shift();
  while (words.length > 1 && NEUTRAL_END.test(words.at(-1)!)) words.pop();
  // `APP_KEYS`: several, one after the other.
  if (words.length > 1 && /^(?:key|secret|password)s$/.test(words.at(-1)!))
    words.push(words.pop()!.slice(0, -1));
  const last = words.at(-1);
  if (last === undefined) return undefined;
  const before = words.slice(0, -1);
  const isPassword = PASSWORD_END.test(last);
  if (
    before.some((word) => NOT_SECRET_QUALIFIER.test(word) && !(isPassword && OWNS_PASSWORD.test(word))) &&
    !before.includes('secret')
  )
    return undefined;

  if (PASSWORD_END.test(last) || last === 'psk') return { strength: 'password', kind: 'password' };
  if (last === 'pwd' || last === 'pw') return { strength: 'password', kind: 'password' };
  // "pass" is a verb more often than a password: alone only in lower case, and not in "two-pass".
  if (
    /^(?:db|user|smtp|ftp|mail|root|admin|ssh|my|mysql|pg|redis|mongo|imap|ldap|sudo|vnc|wifi|proxy|http|login|key|store|require)pass$|^masterauth$/.test(
      last,
    )
  )
    return { strength: 'password', kind: 'password' };
  if (last === 'pass')
    return /^[$@:%]?pass$|[a-z]Pass$|_pass$|(?<=^|_)[A-Z]*_PASS/.test(name)
      ? { strength: 'password', kind: 'password', assignedOnly: words.length === 1 }
      : undefined;
  if (
    (last === 'phrase' || last === 'words') &&
    /^(?:seed|recovery|pass|mnemonic|secret)$/.test(before.at(-1) ?? '')
  )
    return { strength: 'password', kind: 'password' };
  if (/^(?:key|secret|token)$/.test(last) && before.includes('aws'))
    return { strength: 'secret', kind: 'aws-secret-key' };
  if (SECRET_END.test(last)) return { strength: 'secret', kind: kindOf(last) };
  if (last === 'token' || last === 'pat' || last === 'jwt')
    return last === 'pat' && before.length === 0 ? undefined : { strength: 'secret', kind: 'token' };
  if (last.endsWith('token') && last.length <= 16) return { strength: 'secret', kind: 'token' };
  if (last === 'key' && before.some((word) => KEY_QUALIFIER.has(word)))
    return { strength: 'secret', kind: kindOf(before.at(-1)! + 'key') };
  if (last === 'key' && before.length > 0 && /^[A-Z0-9_]+$/.test(name))
    return { strength: 'secret', kind: 'key' };
  // Bitcoin's way to write a private key.
  if (last === 'wif') return { strength: 'secret', kind: 'wallet-key' };
  if (last === 'base' && before.includes('secret')) return { strength: 'secret', kind: 'secret' };
  if (last === 'id' && before.at(-1) === 'secret') return { strength: 'secret', kind: 'secret' };
  if (last === 'cookie' && before.includes('erlang')) return { strength: 'secret', kind: 'secret' };
  if (last === 'signature') return { strength: 'weak', kind: 'signature' };
  // Agora's and Honeycomb's names for their secrets.
  if (
    (last === 'certificate' && before.at(-1) === 'app') ||
    (last === 'team' && before.at(-1) === 'honeycomb')
  )
    return { strength: 'secret', kind: 'api-key' };
  if (
    /^(?:key|auth|authentication|credential|credentials|cred|creds|sig|salt|pepper|otp|cookie|session|sid|bearer|dsn|code|verifier|webhook)$/.test(
      last,
    )
  ) {
    return { strength: 'weak', kind: last === 'key' ? 'key' : 'credential' };
  }
  if (IS_SERVICE.has(last)) return { strength: 'weak', kind: 'api-key', assignedOnly: true };
  if (last.endsWith('key') && IS_SERVICE.has(last.slice(0, -3)))
    return { strength: 'secret', kind: 'api-key' };
  return undefined;
}

function kindOf(word: string): string {
  if (word.endsWith('secret')) return 'secret';
  if (word.endsWith('token')) return 'token';
  if (word.endsWith('secretkey') || word.endsWith('privatekey')) return 'secret';
  return 'api-key';
}
