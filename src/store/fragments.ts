import type { Piece } from './passages.ts';

/**
 * What a passage means, in fragments of a sentence or two: a vector of a long text is a blur, and a question
 * is nearer to the sentence that answers it than to the passage around it. Prompts come first, so that
 * what a person said can be compared alone.
 */
export interface Fragment {
  text: string;
  isPrompt: boolean;
}

/** Chosen by measurement: 300 and 400 rank alike, 1,200 worse (docs/search.md). */
const FRAGMENT_CHARS = 300;
/** A short piece is joined to its neighbour up to this length. */
const JOINED_CHARS = 360;

/** What was said, thought and committed; of a passage with nothing of that, what was done. A title is a fragment of its own. */
export function fragmentsOf(pieces: readonly Piece[]): Fragment[] {
  const said = pieces.filter((piece) => SAID.has(piece.kind));
  const used = said.length > 0 ? said : pieces;
  const isPrompt = (piece: Piece): boolean => piece.kind === 'prompt';
  const isTitle = (piece: Piece): boolean => piece.kind === 'title';
  return [
    ...joined(used.filter(isPrompt)).map((text) => ({ text, isPrompt: true })),
    ...joined(pieces.filter(isTitle)).map((text) => ({ text, isPrompt: false })),
    ...joined(used.filter((piece) => !isPrompt(piece) && !isTitle(piece))).map((text) => ({
      text,
      isPrompt: false,
    })),
  ];
}

const SAID = new Set<Piece['kind']>(['prompt', 'reply', 'thinking', 'commit', 'summary']);

function joined(pieces: readonly Piece[]): string[] {
  const found: string[] = [];
  let open = '';
  for (const part of pieces.flatMap((piece) => partsOf(piece.text))) {
    if (open !== '' && open.length + part.length > JOINED_CHARS) {
      found.push(open);
      open = '';
    }
    open = open === '' ? part : `${open}\n${part}`;
  }
  if (open !== '') found.push(open);
  return found;
}

/** Parts of about equal length, cut between words. */
function partsOf(text: string): string[] {
  const count = Math.max(1, Math.round(text.length / FRAGMENT_CHARS));
  const parts: string[] = [];
  let from = 0;
  for (let index = 1; index <= count; index++) {
    const wanted = Math.floor((text.length * index) / count);
    const to = index === count ? text.length : spaceNear(text, wanted);
    if (to > from) parts.push(text.slice(from, to).trim());
    from = Math.max(from, to);
  }
  return parts.filter((part) => part !== '');
}

/** The first space at or after a place, within a word's length; else the place itself. */
function spaceNear(text: string, at: number): number {
  const space = text.slice(at, at + 60).search(/\s/);
  return space < 0 ? at : at + space;
}
