import type { Fragment } from '../store/fragments.ts';
import type { Piece } from '../store/passages.ts';
import { wordFinder, type WordFinder } from './word-places.ts';

/** The part of a passage that answers: around the words that matched, in their context. */
const SNIPPET_CHARS = 320;
/** Of a match's window that lies before its first word. */
const LEAD_CHARS = 80;

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
 */
export function snippetReader(
  weights: ReadonlyMap<string, number>,
  kinds?: readonly Piece['kind'][],
): SnippetReader {
  const find = wordFinder(weights.keys());
  const whole = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return (passage, near) => {
    const pieces = kinds ? passage.filter(({ kind }) => kinds.includes(kind)) : passage;
    let best: { score: number; piece: Piece; at: number } | undefined;
    for (const piece of pieces) {
      if (piece.kind === 'thinking') continue;
      const { score, at } = bestWindow(piece.text, find, weights);
      const total = score * (piece.kind === 'prompt' ? 1.1 : 1);
      if (!best || total > best.score) best = { score: total, piece, at };
    }
    const isFew = !best || best.score < ENOUGH_WEIGHT * whole;
    if (near && isFew && (!kinds || holderOf(near, pieces))) return fragmentIn(pieces, near);
    return best
      ? { kind: best.piece.kind, text: windowAt(best.piece.text, best.at) }
      : { kind: 'reply', text: '' };
  };
}

/** A fragment as a part of the piece that it is from, which may be thinking; what is left out before and after shows. */
function fragmentIn(pieces: readonly Piece[], near: Fragment): Snippet {
  const { text, isPrompt } = near;
  const ends = text.slice(-COMPARED_CHARS);
  const from = holderOf(near, pieces);
  const isStart = !from || from.text.trimStart().startsWith(beginningOf(near));
  const isEnd = !from || pieces.some((piece) => piece.text.trimEnd().endsWith(ends));
  const shown = windowAt(text, 0);
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

/** Where most of the words' weight lies within one snippet's length. */
function bestWindow(
  text: string,
  find: WordFinder,
  weights: ReadonlyMap<string, number>,
): { score: number; at: number } {
  const places = find(text);
  let best = { score: 0, at: 0 };
  for (const [index, first] of places.entries()) {
    const seen = new Set<string>();
    for (let next = index; next < places.length; next++) {
      const { at, word } = places[next]!;
      if (at - first.at > SNIPPET_CHARS - LEAD_CHARS) break;
      seen.add(word);
    }
    const score = [...seen].reduce((sum, word) => sum + weights.get(word)!, 0);
    if (score > best.score) best = { score, at: first.at };
  }
  return best;
}

function windowAt(text: string, at: number): string {
  if (text.length <= SNIPPET_CHARS) return tidy(text);
  let from = Math.max(0, Math.min(at - LEAD_CHARS, text.length - SNIPPET_CHARS));
  if (from > 0 && /\S/.test(text[from - 1]!)) from = startOfWord(text, from);
  const to = Math.min(text.length, from + SNIPPET_CHARS);
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
