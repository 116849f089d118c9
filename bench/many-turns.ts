/**
 * A home of many turns: the corpus copied with changed words, times and vectors, so that posting lists and
 * neighbourhoods grow as those of new work would. Replay detail and tool calls are not copied.
 */
import type Database from 'better-sqlite3';
import type { Store } from '../src/store/open.ts';
import { COLUMN_OF, PIECE_KINDS, textOf, unpackPieces, type Piece } from '../src/store/passages.ts';
import { indexedParts, projectTag } from '../src/store/words.ts';
import { seeded } from './seeded.ts';

/** Words in so many passages or fewer are rare (shared/limits.md, section 3). */
const RARE = 60;
export const PROJECTS = 20;
const FIRST_PROJECT = 1001;
/** Copies lie this far apart in time, the first one farthest back. */
const BETWEEN_COPIES_MS = 8 * 3_600_000;
/** Standard deviation of what is added to each number of a vector, as a share of the numbers' own. */
const NOISE = 0.6;
const NOISE_LENGTH = 1 << 20;
/** Share of the signs that such noise turns: atan(NOISE) / pi. */
const TURNED = Math.atan(NOISE) / Math.PI;

interface PassageRow {
  id: number;
  turn_id: number;
  seq: number;
  at: number | null;
  chars: number;
  pieces: string;
  prompts: number | null;
  bits: Buffer | null;
  whole: Buffer | null;
}

/** Copies what is stored until there are about `turns` turns. Needs the tables of model 1. */
export function multiply({ db }: Store, turns: number): void {
  const passages = db
    .prepare<[], PassageRow>(
      `SELECT p.*, v.prompts, v.bits, v.whole FROM passage p
       LEFT JOIN passage_vector_1 v ON v.passage_id = p.id ORDER BY p.id`,
    )
    .all();
  const own = db.prepare<[], number>('SELECT count(*) FROM turn').pluck().get()!;
  const copies = Math.ceil(turns / own) - 1;
  const changing = passages.map((row) => unpackPieces(row.pieces));
  const rare = rareWords(changing);
  const texts = changing.map((pieces) => pieces.map(({ kind, text }) => ({ kind, parts: cut(text, rare) })));
  const write = copyWriter(db);
  const noise = noiseOf(1);
  db.pragma('journal_mode = DELETE');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -400000');
  db.exec("INSERT INTO passage_words (passage_words, rank) VALUES ('hashsize', 67108864)");
  for (let n = 0; n < PROJECTS; n++)
    db.prepare('INSERT INTO project (id, path, name) VALUES (?, ?, ?)').run(
      FIRST_PROJECT + n,
      `/copy-${n}`,
      `copy-${n}`,
    );
  for (let copy = 1; copy <= copies; copy++) {
    db.transaction(() => {
      const back = (copies + 1 - copy) * BETWEEN_COPIES_MS;
      const project = FIRST_PROJECT + (copy % PROJECTS);
      const turnsBefore = write.sessions(copy, project, back);
      for (const [index, row] of passages.entries()) {
        const pieces = texts[index]!.map(({ kind, parts }) => ({ kind, text: changed(parts, copy) }));
        const id = write.passage({ ...row, turn_id: row.turn_id + turnsBefore }, pieces, project, back);
        if (row.whole && row.bits)
          write.vectors(id, row.prompts ?? 0, noise.vector(row.whole), noise.bits(row.bits));
      }
    })();
    if (copy % 50 === 0) console.error(`copy ${copy} of ${copies}`);
  }
  db.exec("INSERT INTO passage_words (passage_words, rank) VALUES ('hashsize', 1048576)");
  db.exec('UPDATE embedding_model SET watermark = (SELECT max(id) FROM passage)');
  db.pragma('journal_mode = WAL');
}

function copyWriter(db: Database.Database) {
  const maxId = (table: string): number =>
    db.prepare<[], number>(`SELECT max(id) FROM ${table}`).pluck().get()!;
  const [sessions, turns] = [maxId('session'), maxId('turn')];
  const copied = { sessions, turns };
  const copySession = db.prepare(
    `INSERT INTO session (id, key, source, born, project_id, cwd, title, parent_kind, started_at, ended_at)
     SELECT id + @ids, CASE instr(key, '/') WHEN 0 THEN key || @end
       ELSE substr(key, 1, instr(key, '/') - 1) || @end || substr(key, instr(key, '/')) END,
       source, born - @back, @project, cwd, title, parent_kind, started_at - @back, ended_at - @back
     FROM session WHERE id <= @last`,
  );
  const copyTurn = db.prepare(
    `INSERT INTO turn (id, session_id, n, role, started_at, ended_at, prompt, reply)
     SELECT id + @ids, session_id + @sessionIds, n, role, started_at - @back, ended_at - @back, prompt, reply
     FROM turn WHERE id <= @last`,
  );
  const copyMean = db.prepare(
    'INSERT INTO session_vector_1 SELECT session_id + ?, embedding FROM session_vector_1 WHERE session_id <= ?',
  );
  const addPassage = db.prepare(
    'INSERT INTO passage (turn_id, seq, at, chars, pieces) VALUES (?, ?, ?, ?, ?)',
  );
  const addWords = db.prepare(
    `INSERT INTO passage_words (rowid, ${PIECE_KINDS.map((kind) => COLUMN_OF[kind]).join(', ')}, parts, tags)
     VALUES (?, ${PIECE_KINDS.map(() => '?').join(', ')}, ?, ?)`,
  );
  const addVectors = db.prepare(
    'INSERT INTO passage_vector_1 (passage_id, prompts, whole, bits) VALUES (?, ?, ?, ?)',
  );
  return {
    /** Returns what is added to the ids of turns. */
    sessions(copy: number, project: number, back: number): number {
      copySession.run({
        ids: copy * copied.sessions,
        end: `-${copy}`,
        back,
        project,
        last: copied.sessions,
      });
      const ids = copy * copied.turns;
      copyTurn.run({ ids, sessionIds: copy * copied.sessions, back, last: copied.turns });
      copyMean.run(copy * copied.sessions, copied.sessions);
      return ids;
    },
    passage(row: PassageRow, pieces: readonly Piece[], project: number, back: number): number {
      const packed = JSON.stringify(pieces.map(({ kind, text }) => [kind, text]));
      const at = row.at === null ? null : row.at - back;
      const { lastInsertRowid: id } = addPassage.run(row.turn_id, row.seq, at, row.chars, packed);
      const words = PIECE_KINDS.map((kind) => textOf(pieces, [kind]));
      addWords.run(id, ...words, indexedParts(words.join('\n')), projectTag(project));
      return Number(id);
    },
    vectors(id: number, prompts: number, whole: Buffer, bits: Buffer): void {
      addVectors.run(id, prompts, whole, bits);
    },
  };
}

function rareWords(texts: readonly (readonly Piece[])[]): Set<string> {
  const counts = new Map<string, number>();
  for (const pieces of texts)
    for (const word of new Set(
      pieces.flatMap(({ text }) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []),
    ))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count <= RARE).map(([word]) => word));
}

/** A text cut at its rare words, which are the odd parts. */
function cut(text: string, rare: ReadonlySet<string>): string[] {
  const parts: string[] = [''];
  let from = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (!rare.has(word.toLowerCase())) continue;
    parts[parts.length - 1] += text.slice(from, index);
    parts.push(word, '');
    from = index + word.length;
  }
  parts[parts.length - 1] += text.slice(from);
  return parts;
}

/** Two of three rare words get an ending of their copy. */
function changed(parts: readonly string[], copy: number): string {
  const ending = `q${copy}`;
  let text = '';
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!;
    text += at % 2 === 1 && part.length % 3 !== copy % 3 ? part + ending : part;
  }
  return text;
}

/** Vectors as those of other texts of the same kind: each number moved, each bit turned as often as its number would. */
function noiseOf(seed: number) {
  const random = seeded(seed);
  const moves = Int8Array.from({ length: NOISE_LENGTH }, () => Math.round(64 * (gauss() / 2)));
  const turned = Uint8Array.from({ length: NOISE_LENGTH }, () => {
    let mask = 0;
    for (let bit = 0; bit < 8; bit++) if (random() < TURNED) mask |= 1 << bit;
    return mask;
  });
  /** About normal: twelve uniform numbers less six. */
  function gauss(): number {
    let sum = -6;
    for (let n = 0; n < 12; n++) sum += random();
    return sum;
  }
  const start = (length: number): number => Math.floor(random() * (NOISE_LENGTH - length));
  return {
    vector(bytes: Buffer): Buffer {
      const from = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
      let squares = 0;
      for (const value of from) squares += value * value;
      const scale = (NOISE * Math.sqrt(squares / from.length)) / 32;
      const at = start(from.length);
      const moved = from.map((value, k) =>
        Math.max(-127, Math.min(127, Math.round(value + scale * moves[at + k]!))),
      );
      return Buffer.from(moved.buffer);
    },
    bits(bytes: Buffer): Buffer {
      const at = start(bytes.length);
      return Buffer.from(bytes.map((value, k) => value ^ turned[at + k]!));
    },
  };
}
