import type { Event, Picture } from '../shared/events.ts';
import type { JsonObject } from '../shared/json.ts';

/** One assistant whose transcripts Her reads. `ingest/` knows sources only through this. */
export interface Source {
  /** Stored with each session, such as `claude-code`. */
  readonly id: string;
  /** Folders that hold transcripts, absolute; they need not exist. */
  roots(env: NodeJS.ProcessEnv): string[];
  /** Whether a path below a root is a transcript. */
  isTranscript(path: string): boolean;
  /**
   * Reads one transcript's records in order. Cheap: opened anew for each batch of lines.
   * @param memory what the reader of the batch before said of itself; empty at the file's start
   * @param keepImage without it, images are only counted
   */
  reader(path: string, memory?: JsonObject, keepImage?: KeepImage): RecordReader;
}

/** Takes an image that shall be kept; what it returns goes into the event. */
export type KeepImage = (mediaType: string, bytes: Buffer) => Picture;

/** What became of one line. */
export type LineVerdict =
  /** `lost`: why part of the line could not be read. */
  | { kind: 'events'; events: Event[]; lost?: string }
  /** Known and of no interest (progress, snapshots of the prompt, request copies). */
  | { kind: 'skipped' }
  /** A record of a type nobody has told us about: counted, never an error. */
  | { kind: 'unknown'; type: string; version: string | null }
  /** Not a record at all. */
  | { kind: 'bad'; reason: string };

export interface RecordReader {
  /**
   * The lines of a file that is kept compressed; it is read whole. Undefined for one that holds its lines as they are.
   * @throws what zlib throws when it is damaged or larger than is read
   */
  readonly unpack?: (packed: Buffer) => Buffer;
  /** The session that the file belongs to. */
  readonly session: string;
  /** Events of the file itself (such as a sub-agent's place), before the first one of a batch's lines. Asked once. */
  about(): Event[];
  /** The session that the file was forked from, read ahead of the records that tell; asked only where two tell a prompt. */
  forkedFrom?(): string | undefined;
  /** @param line one line of the file, UTF-8, without its newline; the buffer is reused afterwards */
  read(line: Buffer): LineVerdict;
  /** What later lines lean on, as JSON; stored with the file's offset. */
  memory?(): JsonObject;
}
