import { fragmentsOf } from '../store/fragments.ts';
import type { Piece, PieceKind } from '../store/passages.ts';
import type { CandidatePlace } from '../store/passage-places.ts';
import { stemsOf } from '../store/stems.ts';
import type { Closeness } from './closeness.ts';
import type { Coverage } from './coverage.ts';
import { formsOf } from './forms.ts';
import { synonymsOf } from './word-files.ts';
import { innerWords } from './words.ts';

/**
 * The first few sessions are read once more, sentence by sentence: how much of the question do the fragments say that are
 * nearest to it, in its own words or in others for the same? Words that stand together in a passage of 4,000 characters
 * need not have to do with one another, and what is near in meaning may lack what was asked for.
 */
const SESSIONS = 8;
/** Best passages of each. */
const PASSAGES = 2;
/** Fragments of these that lie nearest. */
const FRAGMENTS = 2;
/** Of a word's weight that a synonym is worth. */
const SYNONYM = 0.8;

/** The best passages of the sessions that come first. @param passages scores of passages */
export function firstFew(
  sessions: ReadonlyMap<number, number>,
  places: ReadonlyMap<number, CandidatePlace>,
  passages: ReadonlyMap<number, number>,
): Map<number, number[]> {
  const first = [...sessions].sort((a, b) => b[1] - a[1]).slice(0, SESSIONS);
  const found = new Map(first.map(([session]): [number, number[]] => [session, []]));
  for (const { id, root_id } of places.values()) found.get(root_id)?.push(id);
  const scoreOf = (id: number): number => passages.get(id) ?? 0;
  return new Map(
    [...found].map(([session, ids]) => [
      session,
      ids.sort((a, b) => scoreOf(b) - scoreOf(a)).slice(0, PASSAGES),
    ]),
  );
}

/**
 * How much of the question is said in one place of a session, by session: the share of its weight, and the share of
 * those neighbouring words that stand side by side; 0..2.
 * @param passages of each session the ids to look at
 * @param pieces of these passages
 */
export function saidTogether(
  passages: ReadonlyMap<number, readonly number[]>,
  pieces: ReadonlyMap<number, readonly Piece[]>,
  near: Pick<Closeness, 'fragments'>,
  coverage: Pick<Coverage, 'weights' | 'of'>,
): Map<number, number> {
  const saidIn = shareReader(coverage.weights);
  return new Map(
    [...passages].map(([session, ids]) => {
      const nearest = ids
        .flatMap((id) => {
          const closeness = near.fragments.get(id);
          // What was stored a moment ago has no vectors yet, and may be meant: all of it is read.
          return fragmentsOf(pieces.get(id) ?? []).map(({ text }, at) => ({
            text,
            closeness: closeness?.[at] ?? Infinity,
          }));
        })
        .sort((a, b) => b.closeness - a.closeness)
        .filter(({ closeness }, place) => place < FRAGMENTS || closeness === Infinity);
      const said = Math.max(0, ...nearest.map(({ text }) => saidIn(text, SYNONYM)));
      // A piece holds no more of the question than its passage does, and as much again side by side.
      const done = ids
        .filter((id) => 2 * coverage.of(id) > said)
        .flatMap((id) => (pieces.get(id) ?? []).filter(({ kind }) => DONE.has(kind)));
      return [session, Math.max(said, ...done.map(({ text }) => saidIn(text.slice(0, DONE_CHARS), 0)))];
    }),
  );
}

/** What has no fragments beside what was said. */
const DONE = new Set<PieceKind>(['command', 'edit', 'error']);
const DONE_CHARS = 600;

interface Word {
  word: string;
  weight: number;
  /** Stems of each of its forms; of a compound several, which stand together. */
  forms: number[][];
  synonyms: number[];
}

/** How much of the question a text says, 0..1, and as much again where neighbouring words stand side by side. */
export function shareReader(
  weights: ReadonlyMap<string, number>,
): (text: string, ofSynonym: number) => number {
  const words = [...weights].map(([word, weight]): Word => ({
    word,
    weight,
    forms: formsOf(word).map(stemsOf),
    synonyms: synonymsOf(word)
      .map(stemsOf)
      .flatMap((stems) => (stems.length === 1 ? stems : [])),
  }));
  const neighbours = neighboursOf(words);
  const all = words.reduce((sum, { weight }) => sum + weight, 0);
  return (text, ofSynonym) => {
    const stems = stemsOf(text);
    const held = new Set(stems);
    const isHeld = ({ forms }: Word): boolean => forms.some((form) => form.every((stem) => held.has(stem)));
    const own = new Set(words.filter(isHeld));
    const isMeant = ({ synonyms }: Word): boolean => ofSynonym > 0 && synonyms.some((stem) => held.has(stem));
    const said = words.reduce(
      (sum, word) => sum + word.weight * (own.has(word) ? 1 : isMeant(word) ? ofSynonym : 0),
      0,
    );
    const together = neighbours
      .filter(([a, b]) => own.has(a) && own.has(b) && standNear(a, b, stems))
      .reduce((sum, [a, b]) => sum + Math.min(a.weight, b.weight), 0);
    return all === 0 ? 0 : (said + together) / all;
  };
}

/** Words that follow one another in the question; those inside a compound are part of it. */
function neighboursOf(words: readonly Word[]): [Word, Word][] {
  const inner = new Set(words.flatMap(({ word }) => innerWords(word)));
  const whole = words.filter(({ word }) => !inner.has(word));
  return whole.slice(1).map((word, index) => [whole[index]!, word]);
}

/** How many words apart is side by side: "the dog that Nora adopted". */
const NEAR = 4;

function standNear(a: Word, b: Word, stems: readonly number[]): boolean {
  const places = [a, b].map(({ forms }) => {
    const begins = new Set(forms.map(([stem]) => stem));
    return stems.flatMap((stem, at) => (begins.has(stem) ? [at] : []));
  });
  return places[0]!.some((x) => places[1]!.some((y) => Math.abs(x - y) <= NEAR));
}
