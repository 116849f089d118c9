/** Secrets that stand in a call without a name: `connect(url, 'user', 'password')`, `createHmac('sha256', 'secret')`. */
import { looksRandom } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';
import { SERVICES } from './services.ts';
import { isPublishable } from './values.ts';
import { isJoined, looksTold, looksTyped } from './typed.ts';
import { matchAt, type Rule } from './rule.ts';

const STRING = `\\\\*["'\`]([^"'\`\\n\\\\]{4,400})\\\\*["'\`]`;
const ANY = `\\\\*["'\`][^"'\`\\n\\\\]{0,300}\\\\*["'\`]`;
const NAME = '[^\\s,()]{1,120}';
const COMMA = '\\s{0,8},\\s{0,8}';

/** `[the call's name, its arguments up to the secret, what the secret must be]`. */
const CALLS: readonly (readonly [anchor: string, before: string, form: 'told' | 'typed' | 'random'])[] = [
  // user and password
  ['getconnection(', `(?:${ANY}|${NAME})${COMMA}(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ['new pdo(', `(?:${ANY}|${NAME})${COMMA}(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ['mysqli_connect(', `(?:${ANY}|${NAME})${COMMA}(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ['new mysqli(', `(?:${ANY}|${NAME})${COMMA}(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ['login(', `${ANY}${COMMA}`, 'told'],
  ['login(', `${NAME}${COMMA}`, 'typed'],
  ['networkcredential(', `(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ['basicauth(', `(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ['basic_auth(', `(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ['usernamepasswordcredentials(', `(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ['passwordauthentication(', `(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ['.auth(', `${ANY}${COMMA}`, 'typed'],
  ['auth = (', `(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ['sequelize(', `(?:${ANY}|${NAME})${COMMA}(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ...['create_user(', 'createuser(', 'create_superuser(', 'signup(', 'sign_in(', 'signin(', 'register('].map(
    (call) => [call, `(?:${ANY}|${NAME})${COMMA}(?:(?:${ANY}|${NAME})${COMMA})?`, 'typed'] as const,
  ),
  ['sym_encrypt(', `(?:${ANY}|${NAME})${COMMA}`, 'told'],
  ['sym_decrypt(', `(?:${ANY}|${NAME})${COMMA}`, 'told'],
  ['aes_encrypt(', `(?:${ANY}|${NAME})${COMMA}`, 'told'],
  ['aes_decrypt(', `(?:${ANY}|${NAME})${COMMA}`, 'told'],
  ['aes.new(', `b?`, 'typed'],
  ['auth=(', `(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ['authenticate(', `(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ['signinwithemailandpassword(', `(?:${NAME}${COMMA})?(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ['convertto-securestring', ` {1,4}(?:-String {1,4})?`, 'typed'],
  // the key of a signature
  ['hmac(', `(?:${ANY}|${NAME})${COMMA}`, 'typed'],
  ['jwt.sign(', `(?:\\{[^{}\\n]{0,200}\\}|${NAME})${COMMA}`, 'typed'],
  ['jwt.verify(', `${NAME}${COMMA}`, 'typed'],
  ['jwt.encode(', `(?:\\{[^{}\\n]{0,200}\\}|${NAME})${COMMA}`, 'typed'],
  ['jwt.decode(', `${NAME}${COMMA}`, 'typed'],
  ['hmac.new(', `\\s{0,4}b?`, 'typed'],
];

const callRules: readonly Rule[] = CALLS.map(([anchor, before, form]): Rule => {
  const expression = new RegExp(`\\s{0,8}${before}${STRING}`, 'y');
  return {
    anchors: [anchor],
    find(text, at, report) {
      const match = matchAt(expression, text, at + anchor.length);
      if (match === undefined || !isGiven(match[1]!, form)) return;
      const start = at + anchor.length + match[0].lastIndexOf(match[1]!);
      report({ start, end: start + match[1]!.length, kind: form === 'random' ? 'api-key' : 'password' });
    },
  };
});

/**
 * What is made with a key, or given one: `new Stripe('…')`, `cohere.ClientV2("…")`, `algoliasearch('id', '…')`,
 * `setApiKey("…")`. The key is one of the first three arguments.
 */
const MADE = new RegExp(`\\w{0,24}\\(\\s{0,8}(?:(?:${ANY}|${NAME})${COMMA}){0,2}${STRING}`, 'y');
const MAKERS =
  'client search( wallet( .init( .realtime( .rest( .dropbox( apikey( account( .configure( .authorize( .connect( api( sdk( auth( signer('.split(
    ' ',
  );

const madeWithKey: Rule = {
  anchors: [...MAKERS, ...SERVICES.flatMap((service) => [`${service}("`, `${service}('`])],
  find(text, at, report) {
    const call = matchAt(/[^\s(]{3,40}(?=\()/y, text, at);
    const match = call === undefined ? undefined : matchAt(MADE, text, at + call[0].length);
    if (match === undefined || !isGiven(match[1]!, 'random')) return;
    const start = at + call![0].length + match[0].lastIndexOf(match[1]!);
    report({ start, end: start + match[1]!.length, kind: 'api-key' });
  },
};

/** A test fills the field: `page.fill('#password', '…')`, `cy.get('#password').type('…')`, `sendKeys`. */
const FILLED = new RegExp(
  `(?:password|passwd|pwd|passcode)[\\w-]{0,20}[^\\n"'\`]{0,10}\\\\*["'\`][\\]\\\\]{0,3}["'\`]?(?:\\)|,)[^\\n"'\`]{0,40}?(?:\\.(?:type|fill|sendKeys|send_keys|setValue)\\()?\\s{0,4}${STRING}\\s{0,4}\\)`,
  'iy',
);

const filledField: Rule = {
  anchors: ['password', 'passwd', 'pwd', 'passcode'],
  find(text, at, report) {
    const line = text.slice(Math.max(0, at - 120), at);
    if (
      !/(?:fill|type|get|find\w*|locator|querySelector|getBy\w+|\$|element|setValue)\(\s{0,4}[^\n]{0,100}$/.test(
        line,
      )
    )
      return;
    const match = matchAt(FILLED, text, at);
    if (match === undefined || !looksTyped(match[1]!)) return;
    const start = at + match[0].lastIndexOf(match[1]!);
    report({ start, end: start + match[1]!.length, kind: 'password' });
  },
};

/** Java takes passwords as characters, `"…".toCharArray()`; Ansible makes a hash of one, `'…' | password_hash('sha512')`. */
const characters: Rule = {
  anchors: ['".tochararray(', "' | password_hash(", '" | password_hash('],
  find(text, at, report) {
    const value = /["']([^"'\n\\]{6,80})$/.exec(text.slice(Math.max(0, at - 82), at))?.[1];
    if (value === undefined || !looksTold(value)) return;
    report({ start: at - value.length, end: at, kind: 'password' });
  },
};

function isGiven(value: string, form: 'told' | 'typed' | 'random'): boolean {
  if (isPlaceholder(value) || isPublishable(value)) return false;
  if (form === 'told') return looksTold(value);
  if (form === 'typed') return looksTyped(value) || isJoined(value);
  if (/^(?:0x)?[0-9a-f]+$/i.test(value))
    return /^(?:[0-9a-f]{32}|[0-9a-f]{40}|(?:0x)?[0-9a-f]{64})$/i.test(value);
  return (
    value.length >= 20 &&
    /\d/.test(value) &&
    /[A-Z]/.test(value) &&
    /[a-z]/.test(value) &&
    looksRandom(value) &&
    !/[\s/]|^https?:/.test(value)
  );
}

export { callRules, characters, filledField, madeWithKey };
