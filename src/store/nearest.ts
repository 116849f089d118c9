import { GROUP } from './nibble-scan.ts';
import type { Fits, Part } from './passage-parts.ts';

/** Keeps the `k` best of many. */
export interface Nearest {
  /** What a score must reach. */
  enough(): number;
  /** A group's scores, which begin at `first`, of passages that begin at `from` in their part. */
  add(scores: Uint16Array, first: number, part: Part, from: number, fits: Fits): void;
  ids(): number[];
}

export function nearestOf(k: number): Nearest {
  const size = Math.max(4 * k, 256);
  const ids = new Uint32Array(size);
  const kept = new Uint16Array(size);
  let count = 0;
  /** What a score must exceed. */
  let least = -1;

  function prune(): void {
    if (count <= k) return;
    least = Uint16Array.from(kept.subarray(0, count)).sort()[count - k]!;
    let to = 0;
    let equal = k;
    for (let at = 0; at < count; at++) if (kept[at]! > least) equal -= 1;
    for (let at = 0; at < count; at++) {
      if (kept[at]! < least || (kept[at] === least && equal-- <= 0)) continue;
      ids[to] = ids[at]!;
      kept[to++] = kept[at]!;
    }
    count = to;
  }

  return {
    enough: () => least + 1,
    add(scores, first, part, from, fits) {
      const end = Math.min(part.count - from, GROUP);
      for (let at = 0; at < end; at++) {
        const score = scores[first + at]!;
        if (score <= least || (fits !== 'all' && fits !== 'none' && !fits(from + at))) continue;
        if (count === size) prune();
        ids[count] = part.ids[from + at]!;
        kept[count++] = score;
      }
    },
    ids() {
      prune();
      return [...ids.subarray(0, count)];
    },
  };
}
