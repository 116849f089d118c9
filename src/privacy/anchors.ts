/** Where in a text do any of a few hundred short strings stand? One pass, whatever their number. */

export type AnchorHit = (anchor: number, at: number) => void;

/**
 * Wu and Manber's multi-pattern search ("A fast algorithm for multi-pattern searching", TR-94-17, 1994) with
 * blocks of two characters: most positions are stepped over without being compared.
 *
 * @param anchors lower-case ASCII, at least three characters each
 * @returns a function that calls `hit` with the anchor's index and its place, from left to right, ignoring ASCII case
 */
export function createAnchorScanner(anchors: readonly string[]): (text: string, hit: AnchorHit) => void {
  const window = 3;
  const shift = new Uint8Array(BLOCKS).fill(window - 1);
  const buckets = new Map<number, number[]>();
  anchors.forEach((anchor, index) => {
    const codes = [...anchor].map((letter) => letter.charCodeAt(0));
    const head = block(codes[0]!, codes[1]!);
    const tail = block(codes[1]!, codes[2]!);
    shift[head] = Math.min(shift[head]!, 1);
    shift[tail] = 0;
    buckets.set(tail, [...(buckets.get(tail) ?? []), index]);
  });

  return (text, hit) => {
    const length = text.length;
    let end = window - 1;
    while (end < length) {
      const tail = block(fold(text.charCodeAt(end - 1)), fold(text.charCodeAt(end)));
      const step = shift[tail]!;
      if (step > 0) {
        end += step;
        continue;
      }
      const at = end - 2;
      const first = fold(text.charCodeAt(at));
      for (const index of buckets.get(tail)!) {
        const anchor = anchors[index]!;
        if (anchor.charCodeAt(0) === first && standsAt(text, anchor, at)) hit(index, at);
      }
      end += 1;
    }
  };
}

const BLOCKS = 128 * 128;

function block(first: number, second: number): number {
  return (first << 7) | second;
}

/** Lower-cases ASCII; everything else becomes 0, which no anchor holds. */
function fold(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  return code < 128 ? code : 0;
}

function standsAt(text: string, anchor: string, at: number): boolean {
  if (at + anchor.length > text.length) return false;
  for (let i = 3; i < anchor.length; i++) {
    if (fold(text.charCodeAt(at + i)) !== anchor.charCodeAt(i)) return false;
  }
  return true;
}
