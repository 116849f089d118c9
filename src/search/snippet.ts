import type { Fragment } from '../store/fragments.ts';
import type { Piece } from '../store/passages.ts';
import { wordFinder, type WordFinder } from './word-places.ts';

/** The part of a passage that answers: around the words that matched, in their context. */
const SNIPPET_CHARS = 320;
/** The part of a match's window that lies before its first word. */
const LEAD = 0.25;

/** Less of the question's weight than this in one place, and the nearest fragment shows more. */
const ENOUGH_WEIGHT = 0.3;

export interface Snippet {
  kind: string;
  text: string;
}

/** @param near the fragment nearest in meaning; shown where few of the words stand together */
export type SnippetReader = (passage: readonly Piece[], near: Fragment | undefined) => Snippet;

/**
 * Reads the snippets of one question's hits.
 * @param weights how much each term counts, lower case, by rarity
 * @param kinds what the search was limited to: nothing else is shown
 * @param letters about how long a snippet is at most
 */
export function snippetReader(
  weights: ReadonlyMap<string, number>,
  kinds?: readonly Piece['kind'][],
  letters: number = SNIPPET_CHARS,
): SnippetReader {
  const find = wordFinder(weights.keys());
  const whole = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return (passage, near) => {
    const pieces = passage.filter(({ kind }) => (kinds ? kinds.includes(kind) : kind !== 'title'));
    let best: { score: number; piece: Piece; at: number } | undefined;
    for (const piece of pieces) {
      if (piece.kind === 'thinking') continue;
      const { score, at } = bestWindow(piece.text, find, weights, letters);
      const total = score * (piece.kind === 'prompt' ? 1.1 : 1);
      if (!best || total > best.score) best = { score: total, piece, at };
    }
    const isFew = !best || best.score < ENOUGH_WEIGHT * whole;
    const isShown = near && (holderOf(near, pieces) !== undefined || !(kinds || isTitle(near, passage)));
    if (isShown && isFew) return fragmentIn(pieces, near, letters);
    return best
      ? { kind: best.piece.kind, text: windowAt(best.piece.text, best.at, letters) }
      : { kind: 'reply', text: '' };
  };
}

/** A fragment as a part of the piece that it is from, which may be thinking; what is left out before and after shows. */
function fragmentIn(pieces: readonly Piece[], near: Fragment, letters: number): Snippet {
  const { text, isPrompt } = near;
  const ends = text.slice(-COMPARED_CHARS);
  const from = holderOf(near, pieces);
  const isStart = !from || from.text.trimStart().startsWith(beginningOf(near));
  const isEnd = !from || pieces.some((piece) => piece.text.trimEnd().endsWith(ends));
  const shown = windowAt(text, 0, letters);
  return {
    kind: from?.kind ?? (isPrompt ? 'prompt' : 'reply'),
    text: `${isStart ? '' : '… '}${shown}${isEnd || shown.endsWith(' …') ? '' : ' …'}`,
  };
}

const COMPARED_CHARS = 40;

function beginningOf({ text }: Fragment): string {
  return text.slice(0, COMPARED_CHARS);
}

function holderOf(near: Fragment, pieces: readonly Piece[]): Piece | undefined {
  return pieces.find(({ text }) => text.includes(beginningOf(near)));
}

/** A session's title stands beside each of its hits already. */
function isTitle(near: Fragment, passage: readonly Piece[]): boolean {
  return holderOf(near, passage)?.kind === 'title';
}

/** Where most of the words' weight lies within one snippet's length. */
function bestWindow(
  text: string,
  find: WordFinder,
  weights: ReadonlyMap<string, number>,
  letters: number,
): { score: number; at: number } {
  const places = find(text);
  let best = { score: 0, at: 0 };
  for (const [index, first] of places.entries()) {
    const seen = new Set<string>();
    for (let next = index; next < places.length; next++) {
      const { at, word } = places[next]!;
      if (at - first.at > (1 - LEAD) * letters) break;
      seen.add(word);
    }
    const score = [...seen].reduce((sum, word) => sum + weights.get(word)!, 0);
    if (score > best.score) best = { score, at: first.at };
  }
  return best;
}

function windowAt(text: string, at: number, letters: number): string {
  if (text.length <= letters) return tidy(text);
  let from = Math.max(0, Math.min(at - Math.round(LEAD * letters), text.length - letters));
  if (from > 0 && /\S/.test(text[from - 1]!)) from = startOfWord(text, from);
  const to = Math.min(text.length, from + letters);
  const end = to < text.length ? endOfWord(text, to) : to;
  return `${from > 0 ? '… ' : ''}${tidy(text.slice(from, end))}${end < text.length ? ' …' : ''}`;
}

function startOfWord(text: string, from: number): number {
  const near = text.slice(from, from + 40);
  const gap = near.search(/\s/);
  // A path is a word that is cut at a folder.
  return from + (gap < 0 ? near.search(/[/\\]/) : gap) + 1;
}

function endOfWord(text: string, to: number): number {
  const gap = text.lastIndexOf(' ', to);
  return gap > to - 40 ? gap : to;
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toWellFormed();
}
