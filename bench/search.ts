/**
 * How fast search answers over many turns: `npm run bench:search [turns]`, a million when not said. The corpus is
 * copied with two thirds of its rare words changed, so that posting lists grow as those of new work would.
 */
import { join } from 'node:path';
import { openStore, type Store } from '../src/store/open.ts';
import { COLUMN_OF, PIECE_KINDS, textOf, unpackPieces, type Piece } from '../src/store/passages.ts';
import { indexedParts, projectTag } from '../src/store/words.ts';
import { percentile } from './search-figures.ts';
import { clientOf, readCorpus } from './search-home.ts';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const TURNS = Number(process.argv[2] ?? 1_000_000);
const NOW = '2026-02-17T00:00:00Z';
/** Words in so many passages or fewer are rare (shared/limits.md, section 3). */
const RARE = 60;
const PROJECTS = 20;
const QUERIES = new URL('../../shared/queries/queries.jsonl', import.meta.url);

const home = await readCorpus(NOW);
const store = openStore(join(home.env['HER_HOME']!, 'her.db'));
const made = multiply(store, TURNS);
store.close();
console.log(`${made.turns} turns, ${made.passages} passages, made in ${Math.round(made.seconds)} s`);

const questions = readFileSync(QUERIES, 'utf8')
  .trim()
  .split('\n')
  .map((line) => z.object({ query: z.string() }).parse(JSON.parse(line)).query);
const { client, close } = await clientOf(home);
await client.call('search_sessions', { query: questions[0]! });
// The scan is filled beside other work.
await new Promise((resolve) => setTimeout(resolve, 1000 + made.passages / 100));
for (const [name, more] of [
  ['hybrid', {}],
  ['lexical', { mode: 'lexical' }],
  ['semantic', { mode: 'semantic' }],
  ['hybrid in a project', { project: 'copy-3' }],
] as const) {
  const took: number[] = [];
  for (const query of questions) {
    const before = performance.now();
    const answer = await client.call('search_sessions', { query, ...more });
    if (answer.isError) throw new Error(answer.content[0]?.text);
    took.push(performance.now() - before);
  }
  const ms = [0.5, 0.95, 0.99].map((share) => percentile(took, share).toFixed(0)).join(' / ');
  console.log(`${name.padEnd(20)} ms p50/p95/p99 ${ms}`);
}
console.log(`memory ${Math.round(process.memoryUsage.rss() / 1e6)} MB`);
await close();
home.remove();

interface PassageRow {
  id: number;
  turn_id: number;
  seq: number;
  at: number | null;
  chars: number;
  pieces: string;
  prompts: number | null;
  whole: Buffer | null;
  bits: Buffer | null;
  embedding: Buffer | null;
}

function multiply({ db }: Store, turns: number): { turns: number; passages: number; seconds: number } {
  const started = performance.now();
  db.pragma('synchronous = OFF');
  const passages = db
    .prepare<[], PassageRow>(
      `SELECT p.*, f.prompts, f.whole, f.bits, v.embedding FROM passage p
       LEFT JOIN fragment_1 f ON f.passage_id = p.id LEFT JOIN vector_1 v ON v.rowid = p.id ORDER BY p.id`,
    )
    .all();
  const texts = passages.map((row) => unpackPieces(row.pieces));
  const rare = rareWords(texts);
  const own = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM turn').get()!.n;
  const copies = Math.ceil(turns / own) - 1;
  const [sessions, turnIds] = [maxId('session'), maxId('turn')];
  function maxId(table: string): number {
    return db.prepare<[], { id: number }>(`SELECT max(id) AS id FROM ${table}`).get()!.id;
  }
  const columns = 'source, born, cwd, title, started_at, ended_at';
  const copySession = db.prepare(
    `INSERT INTO session (id, key, project_id, ${columns}) SELECT id + ?, key || '-' || ?, ?, ${columns} FROM session WHERE id <= ?`,
  );
  const copyTurn = db.prepare(
    `INSERT INTO turn (id, session_id, n, role, started_at, prompt, reply)
     SELECT id + ?, session_id + ?, n, role, started_at, prompt, reply FROM turn WHERE id <= ?`,
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
  const addVector = db.prepare('INSERT INTO vector_1 (rowid, embedding) VALUES (?, vec_int8(?))');
  const addFragments = db.prepare('INSERT INTO fragment_1 VALUES (?, ?, ?, ?)');
  for (let n = 1; n <= PROJECTS; n++)
    db.prepare('INSERT INTO project (id, path, name) VALUES (?, ?, ?)').run(
      1000 + n,
      `/copy-${n}`,
      `copy-${n}`,
    );

  for (let copy = 1; copy <= copies; copy++) {
    db.transaction(() => {
      const project = 1000 + 1 + (copy % PROJECTS);
      copySession.run(copy * sessions, copy, project, sessions);
      copyTurn.run(copy * turnIds, copy * sessions, turnIds);
      copyMean.run(copy * sessions, sessions);
      for (const [index, row] of passages.entries()) {
        const pieces = texts[index]!.map(({ kind, text }) => ({ kind, text: changed(text, rare, copy) }));
        const packed = JSON.stringify(pieces.map(({ kind, text }) => [kind, text]));
        const { lastInsertRowid: id } = addPassage.run(
          row.turn_id + copy * turnIds,
          row.seq,
          row.at,
          row.chars,
          packed,
        );
        const words = PIECE_KINDS.map((kind) => textOf(pieces, [kind]));
        addWords.run(id, ...words, indexedParts(words.join('\n')), projectTag(project));
        if (!row.embedding || !row.whole || !row.bits) continue;
        addVector.run(BigInt(id), shaken(row.embedding, copy));
        addFragments.run(id, row.prompts, shaken(row.whole, copy), shaken(row.bits, copy));
      }
    })();
  }
  return {
    turns: own * (copies + 1),
    passages: passages.length * (copies + 1),
    seconds: (performance.now() - started) / 1000,
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

/** Two of three rare words get an ending of their copy. */
function changed(text: string, rare: ReadonlySet<string>, copy: number): string {
  return text.replace(/[\p{L}\p{N}]+/gu, (word) =>
    rare.has(word.toLowerCase()) && word.length % 3 !== copy % 3 ? `${word}q${copy}` : word,
  );
}

/** Some bits another way, the same for the same copy. */
function shaken(bytes: Buffer, copy: number): Buffer {
  const other = Buffer.from(bytes);
  for (let at = copy % 7; at < other.length; at += 7) other[at]! ^= (at * 31 + copy * 17) & 0x1f;
  return other;
}
