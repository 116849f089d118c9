import { PARTS_WEIGHT, weightOfKind } from './column-weights.ts';
import { unpackPieces } from './passages.ts';
import { pairOf, stemsOf, visitStems } from './stems.ts';
import { partsOf, projectTag, unspacedParts } from './words.ts';

/** How often a passage holds each word and each two words without a space between, a time in a prompt counting more. */
export interface PassageTally {
  /** Of the passage told last, as many as `of` returned. */
  words: Uint32Array;
  weights: Float32Array;
  /** Counts the words of a passage's pieces, and its project as one; returns how many there are. */
  of(packed: string, projectId: number | null): number;
}

/** A table of its own instead of a Map: it is emptied and filled for each passage. */
const SLOTS = 1 << 15;
const MOST = SLOTS / 2;

export function passageTally(): PassageTally {
  const slots = new Uint16Array(SLOTS);
  const used = new Uint16Array(MOST);
  const words = new Uint32Array(MOST);
  const weights = new Float32Array(MOST);
  let count = 0;

  function add(word: number, weight: number): void {
    let slot = word & (SLOTS - 1);
    for (let at = slots[slot]!; at !== 0; at = slots[slot]!) {
      if (words[at - 1] === word) {
        weights[at - 1]! += weight;
        return;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (count === MOST) return;
    words[count] = word;
    weights[count] = weight;
    used[count] = slot;
    slots[slot] = ++count;
  }

  return {
    words,
    weights,
    of(packed, projectId) {
      for (let at = 0; at < count; at++) slots[used[at]!] = 0;
      count = 0;
      const glued = new Set<string>();
      for (const { kind, text } of unpackPieces(packed)) {
        if (kind === 'thinking') continue;
        const weight = weightOfKind(kind);
        visitStems(text, {
          word: (stem) => add(stem, weight),
          pair: (first, second) => add(pairOf(first, second), weight),
          glued: (word) => glued.add(word),
        });
        for (const part of unspacedParts(text)) add(stemsOf(part)[0] ?? 0, PARTS_WEIGHT);
      }
      for (const word of glued) for (const part of stemsOfParts(word)) add(part, PARTS_WEIGHT);
      if (projectId !== null) for (const tag of stemsOf(projectTag(projectId))) add(tag, 1);
      return count;
    },
  };
}

const partsMet = new Map<string, number[]>();
const MOST_MET = 20_000;

function stemsOfParts(word: string): number[] {
  const met = partsMet.get(word);
  if (met) return met;
  if (partsMet.size >= MOST_MET) partsMet.clear();
  const stems = stemsOf(partsOf(word).join(' '));
  partsMet.set(word, stems);
  return stems;
}
