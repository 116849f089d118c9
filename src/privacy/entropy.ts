/** Does a value look drawn by chance, or written by a person? */

/** Shannon entropy in bits per character. */
export function entropy(value: string): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** In which look each of the 256 lowest bytes was seen last: nothing has to be wiped between two looks. */
const SEEN = new Float64Array(256);
let look = 0;

/** True when the first 200 characters hold at least so many different ones; stops where it knows. */
export function hasDistinct(value: string, least: number): boolean {
  look += 1;
  let distinct = 0;
  for (let i = 0; i < value.length && i < 200; i++) {
    const byte = value.charCodeAt(i) & 255;
    if (SEEN[byte] === look) continue;
    SEEN[byte] = look;
    distinct += 1;
    if (distinct >= least) return true;
  }
  return distinct >= least;
}

/**
 * True for values of 12 characters or more that are mostly not words: keys, tokens, generated passwords.
 * False for identifiers, paths, sentences, dates and repeated patterns.
 */
export function looksRandom(value: string): boolean {
  if (value.length < 12 || !hasDistinct(value, 8) || entropy(value) < 2.9) return false;
  return wordShare(value) < 0.5 || MIXES.test(value);
}

/** Words and numbers of two or three characters each, the way both cases and digits fall by chance; in identifiers they are longer. */
export function changesOften(value: string): boolean {
  return (value.match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g)?.length ?? 0) >= value.length / 3.1;
}

/** Letters and digits that take turns six times in one run of sixteen or more: no word does. */
const MIXES = /(?=[A-Za-z0-9]{16})(?:[A-Za-z]{1,9}\d{1,4}){3,}(?=[A-Za-z])/;

/** The part of a value's characters, 0 to 1, that belongs to words or to runs of digits set apart by separators. */
export function wordShare(value: string): number {
  let words = 0;
  let total = 0;
  for (const piece of value.split(/[^A-Za-z0-9]+/)) {
    total += piece.length;
    if (/^\d{1,4}$/.test(piece)) words += piece.length;
    else words += lettersInWords(piece);
  }
  return total === 0 ? 1 : words / total;
}

function lettersInWords(piece: string): number {
  let inWords = 0;
  // A word is a run of one case, with a capital or not: getApiKey, HTTPServer, MAX_TOKENS.
  for (const [word] of piece.matchAll(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]+/g)) {
    if (isWordLike(word.toLowerCase())) inWords += word.length;
  }
  return inWords;
}

/** True for letters that follow each other the way they do in English; `word` is lower case. */
export function isWordLike(word: string): boolean {
  if (word.length < 3) return false;
  let usual = 0;
  for (let i = 0; i + 1 < word.length; i++) usual += USUAL[pairAt(word, i)] ?? 0;
  return usual / (word.length - 1) >= (word.length < 6 ? 0.74 : 0.6);
}

/** `a` is 97: 26 × 26 places. */
function pairAt(word: string, at: number): number {
  return (word.charCodeAt(at) - 97) * 26 + word.charCodeAt(at + 1) - 97;
}

/** The letter pairs that make up about nine tenths of English and program identifiers. */
const USUAL_PAIRS = (
  'th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se le sa si ar ve ra ld ur ' +
  'co me ne ro ri io ic li la ce ta ma el ec us ss ns ho ch no tr ll om il ad em ac pe id ot wi be am ct mo un ut ca ts ' +
  'ge pr ee lo ly wa so rs ai pl ul su ig ol di ap fi po ni im gr ir ir ke ke ex da ay ag ck ab do ey ex ey ie mp op ' +
  'rt ke ow sh sp up uc ue ui um vi ty xt pa fo fu fa fe ga gi go gu ba bl bo br bu by cl cr cu cy dd dr du ef eg ei ' +
  'ep eq ev ew fr ft gh gl hu ia if iv iz ki ks lf lt lu mi mm mu my ob oc od og ok oo os ov pi pp pu qu rc rd rg rk rm rn ' +
  'rr ru rv ry sc sk sl sm sn sq sw sy tp tt tu tw ub ug uf ua va vo wh wo wr ys ew ff nn nc nk nf nv nu oi ax av aw au af ph xp'
).split(' ');
const USUAL = new Uint8Array(26 * 26);
for (const pair of USUAL_PAIRS) USUAL[pairAt(pair, 0)] = 1;
