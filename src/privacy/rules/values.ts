/** Is the value beside a telling name the secret itself, and not a word, a type, an expression or a stand-in? */
import { changesOften, hasDistinct, looksRandom, wordShare } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';
import { isEncodedUserAndPassword } from './headers.ts';
import { isJoined, isLeet, looksTyped } from './typed.ts';
import type { TellingName } from './names.ts';

export interface ValueForm {
  quoted: boolean;
  /** `NAME=value` at the start of a line or a shell word, or a `name: value` line: a bare value is a literal there. */
  literal: boolean;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HEX = /^(?:0x)?[0-9a-f]{16,}$/i;
/** `foo.bar`, `foo->bar`, `Foo::BAR`, `list[0]`, `call(...)`. */
const EXPRESSION =
  /^[!&*]{0,2}[A-Za-z_$][\w$]*(?:(?:\?\.|\.|->|::)[A-Za-z_$][\w$]*)+$|[([]|^[A-Za-z_$][\w$]*\[/;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const PATH = /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)[\w./ @-]*$/;
/** `auth: "user:password"`; the password with letters and digits. */
const USER_COLON_PASSWORD = /^[\w.@-]{1,64}:(?=\S*\d)(?=\S*[A-Za-z])\S{8,64}$/;
/** Mailgun's keys, which are given as `key`. */
const MAILGUN = /^[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}$/;
/** The keys of one-time passwords (RFC 6238) in base32: too long in capitals to be a word. */
const BASE32_KEY = /^(?:[A-Z2-7]{8}){2,8}$/;
/** A licence in groups: `XXXXX-XXXXX-XXXXX`. */
const GROUPED = /^(?=[A-Z0-9-]*[A-Z])(?:[A-Z0-9]{4,6}-){2,7}[A-Z0-9]{4,6}$/;
/** Keys that are made to be seen: Stripe's, Clerk's, Mapbox's, PostHog's, Supabase's. */
const PUBLISHABLE = /^(?:pk_(?:live|test)_|pk\.eyJ|phc_|sb_publishable_)/;

export function isPublishable(value: string): boolean {
  return PUBLISHABLE.test(value);
}
/** Of an OpenPGP key (RFC 9580, 5.5.4): a fingerprint of twenty bytes or an id of eight, in capitals as GnuPG prints them. */
const FINGERPRINT = /^(?:0x)?(?:[0-9A-F]{16}|[0-9A-F]{40})!?$/;

export function isFingerprint(name: TellingName, value: string): boolean {
  return name.fingerprint === true && name.strength !== 'password' && FINGERPRINT.test(value);
}

const CHECKSUM = /^(?:sha(?:1|224|256|384|512)[-:]|md5[-:]|h1:|blake\w*[-:])/i;

/** Signatures of thinking blocks are longer than those that let one in. */
const LONGEST_SIGNATURE = 150;

/** A value's beginning says what it is; looking at all of a long one at each name in it would take long. */
const TELLING_LENGTH = 400;

/** @param whole the value without quotes */
export function isSecretValue(name: TellingName, whole: string, form: ValueForm): boolean {
  const value = whole.length > TELLING_LENGTH ? whole.slice(0, TELLING_LENGTH) : whole;
  if (form.quoted && name.strength === 'secret' && isSalt(value)) return true;
  if (value.length < 4 || !hasDistinct(value, 3) || isPlaceholder(value)) return false;
  if (
    PUBLISHABLE.test(value) ||
    CHECKSUM.test(value) ||
    isFingerprint(name, value) ||
    (name.kind === 'signature' && value.length > LONGEST_SIGNATURE) ||
    isLink(value) ||
    (PATH.test(value) && (wordShare(value) > 0.3 || /^\.{1,2}\//.test(value)))
  )
    return false;
  // Of `id=…;secret=…` the inner names tell.
  if (name.strength !== 'password' && /^[A-Za-z_]\w*=[^;&]*[;&][A-Za-z_]\w*=/.test(value)) return false;
  if (name.strength === 'password' && isChosen(value, form)) return true;
  if (!form.quoted && EXPRESSION.test(value) && !(form.literal && looksRandom(value))) return false;
  if (/\s/.test(value)) return form.quoted && name.strength === 'password' && isPhrase(value);
  if (name.strength === 'password') return isPassword(value, form);
  if (name.strength === 'secret') return isMachineSecret(value, form);
  return (
    (form.quoted && USER_COLON_PASSWORD.test(value) && wordShare(value) < 0.6) ||
    isEncodedUserAndPassword(value) ||
    MAILGUN.test(value) ||
    (value.length >= (form.quoted && classes(value) >= 3 ? 16 : 20) &&
      looksRandom(value) &&
      !/[0-9a-f]{8}-[0-9a-f]{4}-/i.test(value) &&
      !/[0-9a-f]{32}/i.test(value) &&
      /\d/.test(value))
  );
}

/** Two words and a number; bare ones with a dot may be a member of something. */
function isChosen(value: string, form: ValueForm): boolean {
  return isJoined(value) && (form.quoted || form.literal || !value.includes('.') || /\d\d$/.test(value));
}

function isLink(value: string): boolean {
  // Of an address only the password is a secret; the rule for addresses finds it.
  return /^[a-z][a-z0-9+.-]{1,30}:\/\//i.test(value);
}

function classes(value: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((one) => one.test(value)).length;
}

function isPassword(value: string, form: ValueForm): boolean {
  if (/^\d+$/.test(value)) return value.length >= 6 && (form.quoted || form.literal);
  if (/^[.,:;!?|/\\-]+$/.test(value) || !hasDistinct(value, 3)) return false;
  if (/[|:]/.test(value) && wordShare(value.slice(0, 48)) > 0.8) return false;
  if (/^[A-Za-z]+$/.test(value))
    return form.literal ? isUnusualWord(value) : value.length >= 10 && looksRandom(value);
  if (!form.quoted && !form.literal && IDENTIFIER.test(value))
    return (value.length >= 10 && looksRandom(value)) || looksTyped(value);
  if (/\d/.test(value)) {
    if (!/[A-Za-z]/.test(value)) return false;
    // otter-violet-47 where a value is certain; form-field-2 is the name of something.
    return /^[a-z]+(?:[-_.][a-z]+)+[-_.]?\d{0,2}$/i.test(value)
      ? (form.quoted || form.literal) && !NAMES_SOMETHING.test(value)
      : true;
  }
  if (form.quoted && /^[A-Za-z]{4,}[!@#$%^&*?][\w!@#$%^&*?]*$/.test(value))
    return !/pass|requir|invalid|wrong|must|empty|enter|secret|token|match|missing/i.test(value);
  // Letters and marks without a digit: correct-horse-battery is a password, current-password a word of HTML.
  return (
    (form.quoted || form.literal) &&
    value.length >= 8 &&
    !/pass|auth|secret|field|input|reset|login|token|^[a-z]+[-_:.][a-z]+$|[/\\]|^[A-Z_]+$/i.test(value) &&
    (classes(value) >= 3 || /^[a-z]+(?:-[a-z]+){3,}$/.test(value))
  );
}

const NAMES_SOMETHING =
  /pass|auth|secret|field|input|reset|login|token|user|name|form|text|label|error|test|type|rule|check|valid|step|key|view|page|icon|box|button|confirm|current|new[-_]|old[-_]|\.(?:js|ts|py|go|rb|md|json|ya?ml)/i;

/** A word on its own after `PASSWORD=`: a secret unless it speaks of passwords or is the name of a type or a constant. */
function isUnusualWord(value: string): boolean {
  return (
    value.length >= 6 &&
    !/^(?:str|string|bool|boolean|object|integer|number|plain|hashed|encrypted|disabled|enabled|require|prompt|ask|never|always|wrong|incorrect|invalid|correct|forgot|reset|missing|failed|unauthorized|pass|auth|protected|manager|based|login|field|input)/i.test(
      value,
    ) &&
    !/^[A-Z]+$/.test(value) &&
    // `password: BinaryLike` tells of a type.
    !/^[A-Za-z][a-z]+(?:[A-Z][a-z]+)+$/.test(value)
  );
}

/** `django-insecure-…`, `acme-prod-…`: what is drawn follows. */
const WORDS_BEFORE = /^(?:[a-z]{2,12}[-_:.]){1,3}(?=.{20})/;

function isMachineSecret(value: string, form: ValueForm): boolean {
  if (UUID.test(value)) return true;
  if (HEX.test(value)) return hasDistinct(value, 6);
  if ((BASE32_KEY.test(value) && (/\d/.test(value) || looksRandom(value))) || GROUPED.test(value))
    return form.quoted || form.literal;
  if (value.length < 8 || /^[\d.,_]+$/.test(value)) return false;
  if (value.length < 16 && /1234|abcd/i.test(value)) return false;
  if (form.quoted && (isEncodedUserAndPassword(value) || isLeet(value))) return true;
  const digits = /\d/.test(value);
  if (value.length < 12)
    return digits && classes(value) >= 3 && wordShare(value) < 0.5 && (form.quoted || form.literal);
  const isKey = value.length >= 16 && classes(value) >= 3 && digits && changesOften(value);
  if (!isKey && !looksRandom(value) && !looksRandom(value.replace(WORDS_BEFORE, ''))) return false;
  if (digits) return form.quoted || form.literal || value.length >= 16 || classes(value) >= 3;
  return value.length >= 16 && (form.quoted || form.literal || value.length >= 24);
}

/** WordPress' keys and salts: 64 characters of any kind, blanks among them. */
function isSalt(value: string): boolean {
  return value.length >= 40 && classes(value) === 4 && !/[$#{]\{|\w\(/.test(value) && looksRandom(value);
}

/** A pass phrase: at least four words, none of them the stuff of a sentence about passwords. */
export function isPhrase(value: string): boolean {
  const words = value.split(/\s+/);
  if (words.length > 30) return false;
  if (
    words.some((word) =>
      /^(?:the|your|is|a|an|must|for|of|please|enter|and|or|to|not|be|new|password|passphrase|with|this|that|at|least|in|if|no|are|has|by|as|on|it|your|my|we|you|was)$/i.test(
        word,
      ),
    )
  )
    return false;
  if (words.length === 4 && words.every((word) => /^[a-z]{4}$/.test(word))) return true;
  if (words.length >= 4) return words.every((word) => /^[a-z]{3,12}$/.test(word));
  return words.some((word) => /[A-Za-z]/.test(word) && /\d/.test(word) && /[^A-Za-z0-9]/.test(word));
}
