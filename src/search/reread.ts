import { fragmentsOf } from '../store/fragments.ts';
import type { Piece, PieceKind } from '../store/passages.ts';
import type { CandidatePlace } from '../store/search.ts';
import { stemsOf } from '../store/stems.ts';
import type { Closeness } from './closeness.ts';
import type { Coverage } from './coverage.ts';
import { formsOf } from './forms.ts';
import { synonymsOf } from './word-files.ts';

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
 * Share of the question's weight that is said in one place of a session, 0..1, by session.
 * @param passages of each session the ids to look at
 * @param pieces of these passages
 */
export function saidTogether(
  passages: ReadonlyMap<number, readonly number[]>,
  pieces: ReadonlyMap<number, readonly Piece[]>,
  near: Pick<Closeness, 'fragmentsOf'>,
  coverage: Pick<Coverage, 'weights' | 'of'>,
): Map<number, number> {
  const saidIn = shareReader(coverage.weights);
  return new Map(
    [...passages].map(([session, ids]) => {
      const nearest = ids
        .flatMap((id) => {
          const closeness = near.fragmentsOf(id);
          // What was stored a moment ago has no vectors yet, and may be meant: all of it is read.
          return fragmentsOf(pieces.get(id) ?? []).map(({ text }, at) => ({
            text,
            closeness: closeness[at] ?? Infinity,
          }));
        })
        .sort((a, b) => b.closeness - a.closeness)
        .filter(({ closeness }, place) => place < FRAGMENTS || closeness === Infinity);
      const said = Math.max(0, ...nearest.map(({ text }) => saidIn(text, SYNONYM)));
      // A piece holds no more of the question than its passage does.
      const done = ids
        .filter((id) => coverage.of(id) > said)
        .flatMap((id) => (pieces.get(id) ?? []).filter(({ kind }) => DONE.has(kind)));
      return [session, Math.max(said, ...done.map(({ text }) => saidIn(text.slice(0, DONE_CHARS), 0)))];
    }),
  );
}

/** What has no fragments beside what was said. */
const DONE = new Set<PieceKind>(['command', 'edit', 'error']);
const DONE_CHARS = 600;

/** How much of the question a text says. */
function shareReader(weights: ReadonlyMap<string, number>): (text: string, ofSynonym: number) => number {
  const words = [...weights].map(([word, weight]) => ({
    weight,
    forms: formsOf(word).map(stemsOf),
    synonyms: synonymsOf(word)
      .map(stemsOf)
      .flatMap((stems) => (stems.length === 1 ? stems : [])),
  }));
  const all = words.reduce((sum, { weight }) => sum + weight, 0);
  return (text, ofSynonym) => {
    const held = new Set(stemsOf(text));
    const share = ({ forms, synonyms }: (typeof words)[number]): number =>
      forms.some((stems) => stems.every((stem) => held.has(stem)))
        ? 1
        : ofSynonym > 0 && synonyms.some((stem) => held.has(stem))
          ? ofSynonym
          : 0;
    return all === 0 ? 0 : words.reduce((sum, word) => sum + word.weight * share(word), 0) / all;
  };
}
