/** Where in a text do any of a few hundred short strings stand? One pass, whatever their number. */

export type AnchorHit = (anchor: number, at: number) => void;

/**
 * Reads a text once with a table of all three-character beginnings; only where one stands are anchors compared.
 *
 * @param anchors lower-case ASCII, at least three characters each
 * @returns a function that calls `hit` with the anchor's index and its place, from left to right, ignoring ASCII case
 */
export function createAnchorScanner(anchors: readonly string[]): (text: string, hit: AnchorHit) => void {
  const buckets: number[][] = [[]];
  const bucketOf = new Uint8Array(1 << (3 * CLASS_BITS));
  anchors.forEach((anchor, index) => {
    const beginning = [0, 1, 2].reduce((sum, i) => (sum << CLASS_BITS) | CLASSES[anchor.charCodeAt(i)]!, 0);
    if (bucketOf[beginning] === 0) bucketOf[beginning] = buckets.push([]) - 1;
    buckets[bucketOf[beginning]!]!.push(index);
  });
  if (buckets.length > 256) throw new RangeError('More beginnings than a byte can number.');

  return (text, hit) => {
    let last3 = 0;
    for (let from = 0; from < text.length; from += CHUNK) {
      // Reading bytes is several times faster than asking a string for each character.
      const length = chunk.write(text.length <= CHUNK ? text : text.slice(from, from + CHUNK), 'latin1');
      for (let i = 0; i < length; i++) {
        last3 = ((last3 << CLASS_BITS) | CLASSES[chunk[i]!]!) & LAST_THREE;
        const bucket = bucketOf[last3]!;
        if (bucket === 0) continue;
        const at = from + i - 2;
        for (const index of buckets[bucket]!) if (standsAt(text, anchors[index]!, at)) hit(index, at);
      }
    }
  };
}

/** Latin-1 keeps the low byte of each UTF-16 code unit: places stay, and what only looks like an anchor is compared again. */
const CHUNK = 65_536;
const chunk = Buffer.allocUnsafeSlow(CHUNK);

const CLASS_BITS = 6;
const LAST_THREE = (1 << (3 * CLASS_BITS)) - 1;

/** Six bits for each character: letters without case, digits and the common marks apart, the rest in one. */
const CLASSES = Uint8Array.from({ length: 256 }, (_, code) => {
  const place = 'abcdefghijklmnopqrstuvwxyz0123456789_-.:/= ~+@"\'%&<>()[],;$#'.indexOf(String.fromCharCode(fold(code)));
  return code < 128 ? place + 1 : 0;
});

/** Lower-cases ASCII; everything else becomes 0, which no anchor holds. */
function fold(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  return code < 128 ? code : 0;
}

function standsAt(text: string, anchor: string, at: number): boolean {
  if (at < 0 || at + anchor.length > text.length) return false;
  for (let i = 0; i < anchor.length; i++) {
    if (fold(text.charCodeAt(at + i)) !== anchor.charCodeAt(i)) return false;
  }
  return true;
}
