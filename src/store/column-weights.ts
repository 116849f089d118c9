import { PIECE_KINDS, type PieceKind } from './passages.ts';

/** Prompts and commits say most per word; summaries repeat what turns of their own say. */
const COLUMN_WEIGHTS: Record<Exclude<PieceKind, 'thinking'>, number> = {
  prompt: 2,
  reply: 1,
  command: 1,
  edit: 1,
  error: 1,
  commit: 1.5,
  summary: 0.7,
  title: 2,
};
export const PARTS_WEIGHT = 0.5;

/** How much a word counts in a piece of a kind. */
export function weightOfKind(kind: Exclude<PieceKind, 'thinking'>): number {
  return COLUMN_WEIGHTS[kind];
}

/** BM25 over the columns of `passage_words`, as FTS5 works it out: lower is better. */
export const BM25 = `bm25(passage_words, ${PIECE_KINDS.map(weightOfKind).join(', ')}, ${PARTS_WEIGHT}, 0)`;
/** FTS5's constants of BM25. */
export const BM25_K1 = 1.2;
export const BM25_B = 0.75;

/** As Lucene has it: unlike FTS5's it tells words apart that most passages hold. */
export function inverseFrequency(count: number, all: number): number {
  return Math.log(1 + (all - count + 0.5) / (count + 0.5));
}
