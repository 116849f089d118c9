import { once } from './once.ts';
import type { Store } from './open.ts';
import { indexedParts, projectTag } from './words.ts';

/**
 * What is searched. A turn is cut into passages of about `PASSAGE_CHARS`, prompt and reply together, so that
 * a question's words meet even when the prompt holds one and the reply the other; each kind of piece has a
 * column of its own, so that a search can keep to prompts, commands or errors. Where a passage ends depends
 * on the pieces alone, not on how many arrived at once; only the last one of a turn is ever written again.
 */
export const PIECE_KINDS = [
  'prompt',
  'reply',
  'command',
  'edit',
  'error',
  'commit',
  'summary',
  'title',
] as const;
/** `thinking` is found by meaning alone: its words are many and say little that the reply does not (docs/search.md). */
export type PieceKind = (typeof PIECE_KINDS)[number] | 'thinking';
type ColumnKind = (typeof PIECE_KINDS)[number];

export interface Piece {
  kind: PieceKind;
  text: string;
}

/** Names of the columns of `passage_words`, by kind. */
export const COLUMN_OF: Record<ColumnKind, string> = {
  prompt: 'prompts',
  reply: 'replies',
  command: 'commands',
  edit: 'edits',
  error: 'errors',
  commit: 'commits',
  summary: 'summaries',
  title: 'titles',
};

/** Chosen by measurement: 2,000 to 8,000 rank alike, and this needs few rows (docs/search.md). */
export const PASSAGE_CHARS = 4000;
const TITLE_CHARS = 400;

export interface PassageWriter {
  append(turnId: number, projectId: number | null, pieces: readonly Piece[], at: number | null): void;
  /** Puts a session's title, where it has one, before the first passage of its first turn, instead of an older title. */
  name(sessionId: number): void;
  /** Gives a passage other texts; it gets a new id. */
  replace(id: number, pieces: Piece[]): void;
}

interface LastRow {
  id: number;
  seq: number;
  at: number | null;
  chars: number;
  pieces: string;
}

export function passageWriter({ db }: Store): PassageWriter {
  const last = db.prepare<[number], LastRow>(
    'SELECT id, seq, at, chars, pieces FROM passage WHERE turn_id = ? ORDER BY seq DESC LIMIT 1',
  );
  const placed = db.prepare<[number], LastRow & { turn_id: number; project_id: number | null }>(
    `SELECT p.id, p.seq, p.at, p.chars, p.pieces, p.turn_id, s.project_id
     FROM passage p JOIN turn t ON t.id = p.turn_id JOIN session s ON s.id = t.session_id WHERE p.id = ?`,
  );
  const first = db.prepare<[number], { id: number; pieces: string; title: string }>(
    `SELECT p.id, p.pieces, s.title
     FROM session s JOIN turn t ON t.session_id = s.id JOIN passage p ON p.turn_id = t.id AND p.seq = 0
     WHERE s.id = ? AND s.title IS NOT NULL
       AND t.n = (SELECT min(n) FROM turn WHERE session_id = s.id)`,
  );
  const drop = db.prepare<[number]>('DELETE FROM passage WHERE id = ?');
  const insert = db.prepare<[number, number, number | null, number, string]>(
    'INSERT INTO passage (turn_id, seq, at, chars, pieces) VALUES (?, ?, ?, ?, ?)',
  );
  const insertWords = db.prepare(
    `INSERT INTO passage_words (rowid, ${PIECE_KINDS.map((kind) => COLUMN_OF[kind]).join(', ')}, parts, tags)
     VALUES (?, ${PIECE_KINDS.map(() => '?').join(', ')}, ?, ?)`,
  );

  function write(
    turnId: number,
    projectId: number | null,
    seq: number,
    at: number | null,
    chars: number,
    pieces: Piece[],
  ): void {
    const { lastInsertRowid } = insert.run(turnId, seq, at, chars, packPieces(pieces));
    const columns = columnsOf(pieces);
    const tags = projectId === null ? '' : projectTag(projectId);
    insertWords.run(lastInsertRowid, ...columns, indexedParts(columns.join('\n')), tags);
  }

  function replace(id: number, pieces: Piece[]): void {
    const row = placed.get(id)!;
    drop.run(id);
    write(row.turn_id, row.project_id, row.seq, row.at, row.chars, pieces);
  }

  return {
    append(turnId, projectId, added, addedAt) {
      const row = last.get(turnId);
      let seq = row?.seq ?? 0;
      let at = row?.at ?? addedAt;
      let chars = row?.chars ?? 0;
      let pieces = row ? unpackPieces(row.pieces) : [];
      if (row) drop.run(row.id);
      for (const piece of added) {
        // Neither thinking nor a title, which may change, moves the place of a cut.
        const size = piece.kind === 'thinking' || piece.kind === 'title' ? 0 : piece.text.length;
        if (chars > 0 && chars + size > PASSAGE_CHARS) {
          write(turnId, projectId, seq++, at, chars, pieces);
          pieces = [];
          chars = 0;
          at = addedAt;
        }
        pieces.push(piece);
        chars += size;
      }
      if (pieces.length > 0) write(turnId, projectId, seq, at, chars, pieces);
    },
    name(sessionId) {
      const row = first.get(sessionId);
      if (!row) return;
      const pieces = unpackPieces(row.pieces);
      const title = row.title.slice(0, TITLE_CHARS);
      if (pieces.some(({ kind, text }) => kind === 'title' && text === title)) return;
      replace(row.id, [{ kind: 'title', text: title }, ...pieces.filter(({ kind }) => kind !== 'title')]);
    },
    replace,
  };
}

function packPieces(pieces: readonly Piece[]): string {
  return JSON.stringify(pieces.map(({ kind, text }) => [kind, text]));
}

export function unpackPieces(packed: string): Piece[] {
  return (JSON.parse(packed) as [PieceKind, string][]).map(([kind, text]) => ({ kind, text }));
}

const piecesIn = once((db) =>
  db.prepare<[string], { id: number; pieces: string }>(
    'SELECT id, pieces FROM passage WHERE id IN (SELECT value FROM json_each(?))',
  ),
);

/** The pieces of passages, by the passage's id. */
export function piecesOfPassages({ db }: Store, ids: readonly number[]): Map<number, Piece[]> {
  const rows = piecesIn(db).all(JSON.stringify(ids));
  return new Map(rows.map((row) => [row.id, unpackPieces(row.pieces)]));
}

/** `textOf` each of `PIECE_KINDS`. */
function columnsOf(pieces: readonly Piece[]): string[] {
  const texts = new Map<PieceKind, string>();
  for (const { kind, text } of pieces) {
    const before = texts.get(kind);
    texts.set(kind, before === undefined ? text : `${before}\n${text}`);
  }
  return PIECE_KINDS.map((kind) => texts.get(kind) ?? '');
}

/** The texts of some kinds of pieces, in order, joined by line feeds. */
export function textOf(pieces: readonly Piece[], kinds: readonly PieceKind[]): string {
  return pieces
    .filter((piece) => kinds.includes(piece.kind))
    .map((piece) => piece.text)
    .join('\n');
}
