/**
 * How texts become words of the full-text index. FTS5's unicode61 splits at everything but letters and
 * digits, so `parse_line`, `auth.ts` and `--no-verify` are phrases of their parts already; only words
 * glued by capitals need help, and only they are written into the `parts` column.
 */
const GLUED = /\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}|\p{L}\p{N}|\p{N}\p{L}/u;
/** Characters of a word that may be glued. */
const SHORTEST = 4;
const LONGEST = 64;
const WORD = new RegExp(`[\\p{L}\\p{N}]{${SHORTEST},${LONGEST}}`, 'gu');
const PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|\p{L}+/gu;

/** Words inside the glued words of a text, each glued word once; empty when there are none. */
export function indexedParts(text: string): string {
  const glued = new Set<string>();
  for (let at = 0; at < text.length; at++) {
    if (kindAt(text, at) === NONE) continue;
    const from = at;
    let kinds = 0;
    while (at < text.length && kindAt(text, at) !== NONE) kinds |= kindAt(text, at++);
    if (kinds & OTHER) addGlued(text.slice(from, at), glued);
    else if (at - from >= SHORTEST && kinds !== LOWER && kinds !== DIGIT)
      addGluedAscii(text, from, at, glued);
  }
  const parts: string[] = unspacedParts(text);
  for (const word of glued) parts.push(...partsOf(word));
  return parts.join(' ');
}

function addGlued(text: string, glued: Set<string>): void {
  for (const [word] of text.matchAll(WORD)) if (GLUED.test(word)) glued.add(word);
}

/** Scripts that put no space between words; each of their runs is one word to FTS5. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
/** A cheap look: `\p` is slow. */
const MAYBE_UNSPACED = /[\u1100-\u11ff\u2e80-\uffff]/;
const UNSPACED_WORD =
  /[\p{L}\p{N}]*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}][\p{L}\p{N}]*/gu;
const RUN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;

/**
 * Words of a text in scripts without spaces, as what can be looked for in them: each two letters that follow one another
 * (`登录页面`: 登录, 录页, 页面), and what stands among them in other letters. Empty when there are none.
 */
export function unspacedParts(text: string): string[] {
  if (!MAYBE_UNSPACED.test(text)) return [];
  return [...text.matchAll(UNSPACED_WORD)].flatMap(([word]) => {
    const letters = [...word];
    return letters.length < 3 ? [] : (word.match(RUN) ?? []).flatMap(pairsOfLetters);
  });
}

function pairsOfLetters(run: string): string[] {
  if (!UNSPACED.test(run)) return [run];
  const letters = [...run];
  return letters.slice(1).map((letter, at) => letters[at]! + letter);
}

/** The same for letters and digits of ASCII alone, which most words are of; expressions with `\p` are slow. */
function addGluedAscii(text: string, from: number, to: number, glued: Set<string>): void {
  for (let start = from; to - start >= SHORTEST; start += LONGEST) {
    const end = Math.min(to, start + LONGEST);
    if (isGlued(text, start, end)) glued.add(text.slice(start, end));
  }
}

function isGlued(text: string, start: number, end: number): boolean {
  let before = NONE;
  let last = kindAt(text, start);
  for (let at = start + 1; at < end; at++) {
    const kind = kindAt(text, at);
    if (kind !== last && (kind === DIGIT || last === DIGIT || (last === LOWER && kind === UPPER)))
      return true;
    if (before === UPPER && last === UPPER && kind === LOWER) return true;
    before = last;
    last = kind;
  }
  return false;
}

const NONE = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 4;
const OTHER = 8;
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code);
  if (/[a-z]/.test(letter)) return LOWER;
  if (/[A-Z]/.test(letter)) return UPPER;
  return /\d/.test(letter) ? DIGIT : NONE;
});

/** Of a character beyond ASCII only `\p` can tell. */
function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? KINDS[code]! : OTHER;
}

/** `parseTranscriptLine2` → parse, Transcript, Line, 2; single characters are left out. */
export function partsOf(word: string): string[] {
  return (word.match(PART) ?? []).filter((part) => part.length > 1 && part.length < word.length);
}

/** The token by which the project filter acts inside the index; no text holds it as a word by chance. */
export function projectTag(projectId: number): string {
  return `projectx${projectId}`;
}
