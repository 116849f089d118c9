/** Does a value without a name before it look like a password that a person made, or a machine drew? */
import { changesOften, looksRandom, wordShare } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';

/** Written in the form of many things that are no passwords: versions, files, dates, addresses, names of algorithms. */
const OTHER_THINGS =
  /^(?:v?\d+(?:[._-]\d+)+\S{0,12}|https?:.*|\d{4}-\d\d-\d\d\S*|[\w.+-]+@[\w.-]+|(?:sha|md|aes|rsa|hs|rs|es|pbkdf|oauth|utf|base|bcrypt|argon|scrypt|http|ipv|node|python|java|es)-?\d+\S{0,6}|[\w-]+\.[a-z]{1,5}|[A-Z]{1,6}-\d+|\$\d+|#\d+|:\w+)$/i;

/**
 * True for `Sommer2024!`, `x7Kp9qLm2`, `correct-Horse-7`: letters and digits, and a mark or both cases, in one word.
 * False for words, numbers, identifiers, paths, expressions and stand-ins.
 */
export function looksTyped(value: string): boolean {
  if (value.length < 8 || value.length > 200 || /\s/.test(value) || isPlaceholder(value)) return false;
  // A class of an expression's characters.
  if (/a-z|A-Z|0-9/.test(value)) return false;
  if (isDrawnLetters(value)) return true;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value) || OTHER_THINGS.test(value)) return false;
  if (/^[~./\\@]|^\w+=|[()[\]{}<>;`"']|::|->|=>|\\|\/.*\/|^--|^\w+\.\w+\.\w+/.test(value)) return false;
  if (isLeet(value)) return true;
  if (/^[A-Za-z_$][\w$]*$/.test(value))
    return looksRandom(value) || (value.length >= 8 && isMixed(value) && wordShare(value) < 0.6);
  return /[A-Z]/.test(value)
    ? /[a-z]/.test(value) || looksRandom(value)
    : looksRandom(value) || /[!$%^*?]/.test(value);
}

/** `m4ple_h4rb0r`: digits for letters, at least twice; `i18n`, `k8s` and `x86_64` are other things. */
export function isLeet(value: string): boolean {
  return (
    (value.match(/(?<=^|[a-z_-])[013457@$](?=[a-z])/gi)?.length ?? 0) >= 2 &&
    !/^0x|i18n|l10n|a11y|k8s|e2e|x86|utf8|h264|[^\w!$%*?#@&^~+.-]|[a-z]2[a-z]/i.test(value) &&
    !/[0-9a-f]{8}/i.test(value)
  );
}

/** Of generated passwords one in thirty has no digit: `AgSzAaJUlvFWDdqPXYCM`. */
function isDrawnLetters(value: string): boolean {
  return /^(?=.*[a-z])(?=.*[A-Z])[A-Za-z]{12,64}$/.test(value) && looksRandom(value) && changesOften(value);
}

/** A short one, `hunter2`, where a sentence says that a password follows: at least six characters, with a digit. */
export function looksTold(value: string): boolean {
  return (
    looksTyped(value) ||
    isJoined(value) ||
    (/^(?=.*\d)(?=.*[A-Za-z])[\w!$%*?#@&^~+-]{6,40}$/.test(value) &&
      !OTHER_THINGS.test(value) &&
      !isPlaceholder(value) &&
      !/^[a-z]+(?:[A-Z_-][a-z]+)+\d?$|^\d+(?:px|em|ms|kb|mb|gb|th|nd|st|rd|bit|bits|chars|days?)$/.test(
        value,
      ))
  );
}

/** `Velour.Peak.509`, `Gannet_Loop_11`, `kayak-Violet-300`: words, one with a capital, and digits with marks between. */
export function isJoined(value: string): boolean {
  return (
    value.length >= 9 &&
    /^(?=.*[A-Z])(?=.*\d)(?:[A-Z]?[a-z]{2,12}[._+&^!:~-]|\d{1,4}[._+&^!:~-]){1,3}(?:[A-Z]?[a-z]{0,12}\d{0,4})[!?]?$/.test(
      value,
    ) &&
    !OTHER_THINGS.test(value) &&
    !isPlaceholder(value)
  );
}

/** Both cases and digits, not the way identifiers mix them: `x7Kp9qLm2`, not `userId2`. */
function isMixed(value: string): boolean {
  return (
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    !/^[a-z]+(?:[A-Z][a-z]+)*\d{0,4}$|^(?:[A-Z][a-z]+)+\d{0,2}$/.test(value)
  );
}

/** Drawn by a machine and no hash, id or path: both cases and digits, no words. */
export function isDrawn(value: string): boolean {
  return (
    /\d/.test(value) &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    !/^[a-z]{2,8}_[A-Za-z0-9]{14,30}$|^[a-z]{2,12}(?:_[a-z]{2,12})?_0|^[A-Z0-9]{26}$|^\.{0,2}\/|\/[a-z]{3,}\/|\.\w{1,4}$/.test(
      value,
    ) &&
    !/^(?:sha\d+|md5|h1)[-:]/.test(value) &&
    looksRandom(value) &&
    !isPlaceholder(value)
  );
}

/** Without the marks that end a sentence or close a bracket around a value. */
export function withoutMarks(value: string): string {
  return value.replace(/[.,:;)\]}*]+$/, '');
}
