import type { Event } from '../shared/events.ts';
import { detailLine } from '../store/detail.ts';
import type { Piece } from '../store/passages.ts';
import { piecesOf } from './pieces.ts';

/** What is stored of an event's texts: its line of the turn's detail, and what of it is searched. */
export interface Kept {
  line: string | Uint8Array;
  pieces: readonly Piece[];
}

export function keptOf(event: Event): Kept {
  return { line: detailLine(event), pieces: piecesOf(event) };
}
