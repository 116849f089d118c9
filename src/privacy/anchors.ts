import { COMMON_THREES } from './common-threes.ts';

/** Where in a text do any of a few hundred short strings stand? One pass, whatever their number. */

export type AnchorHit = (anchor: number, at: number) => void;

/**
 * Reads a text once with a table of three characters of each anchor, its rarest; only where they stand are anchors compared.
 *
 * @param anchors lower-case ASCII, at least three characters each
 * @returns a function that calls `hit` with the anchor's index and where it begins, ignoring ASCII case
 */
export function createAnchorScanner(anchors: readonly string[]): (text: string, hit: AnchorHit) => void {
  const buckets: Mark[][] = [[]];
  const bucketOf = new Uint16Array(1 << (3 * CLASS_BITS));
  anchors.forEach((anchor, index) => {
    const offset = rarestThree(anchor);
    const three = threeOf(anchor, offset);
    if (bucketOf[three] === 0) bucketOf[three] = buckets.push([]) - 1;
    buckets[bucketOf[three]!]!.push({ anchor, index, back: offset + 2 });
  });
  const chunk = new Uint8Array(CHUNK);
  const writer = Buffer.from(chunk.buffer);
  const isMark = Uint8Array.from(bucketOf, (bucket) => (bucket === 0 ? 0 : 1));
  const places = new Int32Array(CHUNK + 1);

  /** Where the last of an anchor's three characters may stand in the chunk; returns how many places there are. */
  function findPlaces(length: number): number {
    let last3 = before;
    let count = 0;
    // Without a branch: every place is written, and overwritten when it is none.
    for (let i = 0; i < length; i++) {
      last3 = ((last3 << CLASS_BITS) | classOf(chunk[i]!)) & LAST_THREE;
      places[count] = i;
      count += isMark[last3]!;
    }
    before = last3;
    return count;
  }
  let before = 0;

  return (text, hit) => {
    before = 0;
    for (let from = 0; from < text.length; from += CHUNK) {
      // Latin-1 keeps the low byte of each UTF-16 code unit, so places stay; bytes are read far faster than characters.
      const length = writer.write(text.length <= CHUNK ? text : text.slice(from, from + CHUNK), 'latin1');
      const count = findPlaces(length);
      for (let k = 0; k < count; k++) {
        const place = places[k]!;
        const three = place < 2 ? threeAt(text, from + place) : threeIn(chunk, place);
        const marks = buckets[bucketOf[three]!]!;
        for (let m = 0; m < marks.length; m++) {
          const { anchor, index, back } = marks[m]!;
          const at = from + place - back;
          if (standsAt(text, anchor, at)) hit(index, at);
        }
      }
    }
  };
}

function threeIn(chunk: Uint8Array, last: number): number {
  const first = (classOf(chunk[last - 2]!) << CLASS_BITS) | classOf(chunk[last - 1]!);
  return (first << CLASS_BITS) | classOf(chunk[last]!);
}

function threeOf(text: string, from: number): number {
  const first = (classOf(text.charCodeAt(from)) << CLASS_BITS) | classOf(text.charCodeAt(from + 1));
  return (first << CLASS_BITS) | classOf(text.charCodeAt(from + 2));
}

/** The same across the beginning of a chunk. */
function threeAt(text: string, last: number): number {
  let three = 0;
  for (let i = last - 2; i <= last; i++)
    three = (three << CLASS_BITS) | classOf(i < 0 ? 0 : text.charCodeAt(i));
  return three;
}

/** `back`: from the last of the three characters to the anchor's first. */
interface Mark {
  anchor: string;
  index: number;
  back: number;
}

const CHUNK = 65_536;
export const CLASS_BITS = 5;
/** The table has 64 KB: near enough to the processor; one of 256 KB made the pass three times slower. */
export const LAST_THREE = (1 << (3 * CLASS_BITS)) - 1;

const CLASSES = ' abcdefghijklmnopqrstuvwxyz;<=>_';
/** Below 0 for each of the common ones, the commonest lowest. */
const COMMONNESS = new Int16Array(LAST_THREE + 1);
for (let at = 0; at < COMMON_THREES.length; at += 3)
  COMMONNESS[threeOf(COMMON_THREES, at)] = (at - COMMON_THREES.length) / 3;
/** Of each ASCII character: marks and digits are rarer than letters, and `e t a o i n s r` the commonest of these. */
const RARITY = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code);
  if (!/[a-z ]/.test(letter)) return 4;
  return /[etaoinsr ]/.test(letter) ? 0 : /[jqxzkvwy]/.test(letter) ? 3 : 1;
});

/** The low five bits: the same for a letter in both cases. Some marks and digits share them; `standsAt` tells them apart. */
export function classOf(code: number): number {
  return code & 31;
}

function rarestThree(anchor: string): number {
  let best = 0;
  let most = rarity(anchor, 0);
  for (let i = 1; i + 3 <= anchor.length; i++) {
    const rare = rarity(anchor, i);
    if (rare > most) [best, most] = [i, rare];
  }
  return best;
}

/** Of the common ones by how common they are; of the others by their characters. */
function rarity(anchor: string, offset: number): number {
  const common = COMMONNESS[threeOf(anchor, offset)]!;
  if (common < 0) return common;
  let sum = 0;
  for (let i = offset; i < offset + 3; i++) sum += RARITY[anchor.charCodeAt(i)]!;
  return sum;
}

/** A character that stands for all of its class. */
export function letterOf(code: number): string {
  return CLASSES[classOf(code)]!;
}

function standsAt(text: string, anchor: string, at: number): boolean {
  if (at < 0 || at + anchor.length > text.length) return false;
  for (let i = 0; i < anchor.length; i++) {
    const code = text.charCodeAt(at + i);
    if ((code >= 65 && code <= 90 ? code + 32 : code) !== anchor.charCodeAt(i)) return false;
  }
  return true;
}
