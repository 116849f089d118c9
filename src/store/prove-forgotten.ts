import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import type { Store } from './open.ts';
import { textsOf } from './removed-texts.ts';

/**
 * Shows that removed texts are gone: windows of 24 bytes, cut from them before the removal and held in memory
 * alone, are looked for in every byte of every file of the home, and in the decompressed detail.
 */
export interface Proof {
  /** Windows looked for. */
  texts: number;
  files: number;
  bytes: number;
  /** Compressed blocks that were opened and searched. */
  blocks: number;
  /** Windows that sessions which were kept hold as well: they rightly stay. */
  also_kept: number;
  /** Where removed text was found although no kept session holds it; empty when all is gone. */
  found: { file: string; count: number }[];
}

const WINDOW = 24;
const MOST_WINDOWS = 400_000;
/** Not made of sessions: settings the person wrote, the secret of the HTTP server, weights, compiled code. */
const NOT_SEARCHED = new Set(['config.json', 'token', 'models', 'cache']);
/** Quotes, backslashes and control characters are written differently inside JSON. */
const WRITTEN_DIFFERENTLY = /["\\\p{Cc}]+/u;
/** Ids and rulers are everywhere. */
const TELLS_NOTHING = /^(?:[0-9a-f-]+|(.)\1*|[\s\p{P}\p{S}]+)$/u;

/** What must not be found after sessions were removed. Call it before. */
export function windowsOf(texts: Iterable<string>): Buffer[] {
  const windows = new Map<string, Buffer>();
  for (const text of texts) {
    for (const segment of text.split(WRITTEN_DIFFERENTLY)) {
      const bytes = Buffer.from(segment);
      for (let start = 0; start + WINDOW <= bytes.length; start += WINDOW) take(bytes, start);
      if (bytes.length > WINDOW) take(bytes, bytes.length - WINDOW);
    }
    if (windows.size >= MOST_WINDOWS) break;
  }
  return [...windows.values()];

  function take(bytes: Buffer, start: number): void {
    const window = Buffer.from(bytes.subarray(start, start + WINDOW));
    if (!TELLS_NOTHING.test(window.toString('utf8'))) windows.set(window.toString('latin1'), window);
  }
}

/** Of an image, so many windows from its middle: headers and colour profiles are everywhere. */
const WINDOWS_OF_IMAGE = 32;

/** The same of images. */
export function windowsOfImages(images: Iterable<Buffer>): Buffer[] {
  const windows: Buffer[] = [];
  for (const bytes of images) {
    const from = Math.floor(bytes.length / 3);
    const step = Math.max(WINDOW, Math.floor(from / WINDOWS_OF_IMAGE));
    for (let start = from; start + WINDOW <= Math.min(bytes.length, 2 * from + WINDOW); start += step) {
      const window = Buffer.from(bytes.subarray(start, start + WINDOW));
      if (!TELLS_NOTHING.test(window.toString('latin1'))) windows.push(window);
    }
  }
  return windows;
}

export interface FileSearch {
  files: number;
  bytes: number;
  /** Windows by the file that holds them. */
  hits: Map<string, Set<string>>;
}

/**
 * Searches all files under `home`. No connection of this process may be open meanwhile: closing a file that
 * SQLite has open drops its locks (POSIX).
 * @param windows from `windowsOf`
 */
export function searchFiles(home: string, windows: readonly Buffer[]): FileSearch {
  const search = searchFor(windows);
  const hits = new Map<string, Set<string>>();
  let bytes = 0;
  const files = filesUnder(home);
  for (const file of files) {
    const content = readFileSync(file);
    bytes += content.length;
    hits.set(relative(home, file), search(content));
  }
  return { files: files.length, bytes, hits };
}

/** Searches the compressed blocks as well, and tells what is left from what kept sessions hold too. */
export function proveForgotten(
  store: Store,
  { files, bytes, hits: inFiles }: FileSearch,
  windows: readonly Buffer[],
): Proof {
  const search = searchFor(windows);
  const byFile = new Map(inFiles);
  const found = (file: string, hits: Set<string>): void =>
    void byFile.set(file, hits.union(byFile.get(file) ?? new Set()));
  let blocks = 0;
  for (const { data } of store.db.prepare<[], { data: Buffer }>('SELECT data FROM detail').iterate()) {
    blocks += 1;
    found('compressed detail', search(zstdDecompressSync(data)));
  }
  const hits = [...byFile.values()].reduce((all, some) => all.union(some), new Set<string>());
  const kept = hits.size === 0 ? hits : keptOf(store, [...hits]);
  return {
    texts: windows.length,
    files,
    bytes,
    blocks,
    also_kept: kept.size,
    found: [...byFile]
      .map(([file, some]) => ({ file, count: some.difference(kept).size }))
      .filter(({ count }) => count > 0),
  };
}

function keptOf(store: Store, hits: string[]): Set<string> {
  const search = searchFor(hits.map((hit) => Buffer.from(hit, 'latin1')));
  const { db } = store;
  const ids = db.prepare<[], { id: number }>('SELECT id FROM session').all();
  const kept = new Set<string>();
  const look = (text: string): void => {
    for (const hit of search(Buffer.from(text))) kept.add(hit);
    // In detail and passages an n may belong to an escaped line feed.
    for (const hit of search(Buffer.from(JSON.stringify(text)))) kept.add(hit);
  };
  for (const text of textsOf(
    store,
    ids.map(({ id }) => id),
  ))
    look(text);
  for (const { path } of db.prepare<[], { path: string }>('SELECT path FROM file').all()) look(path);
  for (const { bytes } of db.prepare<[], { bytes: Buffer }>('SELECT bytes FROM image').iterate())
    for (const hit of search(bytes)) kept.add(hit);
  return kept;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NOT_SEARCHED.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesUnder(path);
      return entry.isFile() && statSync(path, { throwIfNoEntry: false }) ? [path] : [];
    });
}

const FACTOR = 0x01000193; // FNV's prime: any odd number that mixes well
const BITS = 22;

/** A search for many windows at once with a rolling hash: one pass over the bytes, however many there are. */
function searchFor(windows: readonly Buffer[]): (content: Buffer) => Set<string> {
  const byHash = new Map<number, Set<string>>();
  const mayBe = new Uint8Array(1 << (BITS - 3));
  const slotOf = (hash: number): number => (hash ^ (hash >>> 11)) & ((1 << BITS) - 1);
  for (const window of windows) {
    let hash = 0;
    for (const byte of window) hash = (Math.imul(hash, FACTOR) + byte) | 0;
    const slot = slotOf(hash);
    mayBe[slot >> 3]! |= 1 << (slot & 7);
    byHash.set(hash, (byHash.get(hash) ?? new Set()).add(window.toString('latin1')));
  }
  let leaving = 1;
  for (let i = 0; i < WINDOW; i++) leaving = Math.imul(leaving, FACTOR);

  return (content) => {
    const found = new Set<string>();
    let hash = 0;
    for (let i = 0; i < content.length; i++) {
      hash = (Math.imul(hash, FACTOR) + content[i]!) | 0;
      if (i >= WINDOW) hash = (hash - Math.imul(leaving, content[i - WINDOW]!)) | 0;
      if (i < WINDOW - 1) continue;
      const slot = slotOf(hash);
      if ((mayBe[slot >> 3]! & (1 << (slot & 7))) === 0) continue;
      const here = byHash.get(hash);
      if (!here) continue;
      const text = content.toString('latin1', i - WINDOW + 1, i + 1);
      if (here.has(text)) found.add(text);
    }
    return found;
  };
}
