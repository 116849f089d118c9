import type { Event } from '../shared/events.ts';
import type { RedactorOptions } from '../privacy/redact.ts';
import type { Piece } from '../store/passages.ts';
import type { BatchRead } from './records.ts';

/** What the thread that reads ahead and the thread that writes tell each other. */
export interface AheadData {
  /** In the order in which they are wanted. */
  files: readonly AheadFile[];
  redact: RedactorOptions;
}

export interface AheadFile {
  source: string;
  path: string;
  from: number;
  /** What the reader remembered of the lines before, as JSON. */
  memory: string;
}

/** Asks for one more batch of about so many bytes. */
export interface AheadRequest {
  most: number;
  /** A session is being written, and somebody may be asking: others go first from now on. */
  live: boolean;
  /** Memory of a batch that has been written: without it each batch's would wait for the garbage collector. */
  spare?: ArrayBuffer;
}

/** One batch: pieces of one or more files, in their order. All share one buffer. */
export type AheadBatch = readonly AheadPiece[];

/** Lines of one file; without `read` when it could not be read. */
export interface AheadPiece {
  /** Of the file, in `AheadData.files`. */
  index: number;
  inode: number;
  /** Of the file as it was read, as `headOf` gives it. */
  head: string;
  from: number;
  read?: BatchRead;
  /** One behind the other: an event as JSON (`AheadEvent`), and its detail line. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Of the events: the bytes of the JSON, then those of the line (0: the writer makes it itself). */
  sizes: readonly number[];
}

/** A cleaned event without what the writer need not see of it, and its pieces where it does not hold them any more. */
export type AheadEvent = [event: Event, pieces?: Piece[]];
