import { parentPort, workerData } from 'node:worker_threads';
import { eventCleaner } from '../privacy/event-cleaner.ts';
import { createRedactor } from '../privacy/redact.ts';
import type { Event } from '../shared/events.ts';
import { asObject } from '../shared/json.ts';
import { stepBack } from '../shared/step-back.ts';
import { SOURCES } from '../sources/registry.ts';
import type { AheadBatch, AheadData, AheadEvent, AheadPiece, AheadRequest } from './ahead-messages.ts';
import { keptOf, type Kept } from './kept.ts';
import { MOST_FILES } from './pace.ts';
import { HEAD_BYTES, headOf, readRecords, withFile, type BatchRead } from './records.ts';

/** The thread that `ahead.ts` starts: it reads, parses, cleans and packs batches of lines, one for each request. */
const port = parentPort;
if (!port) throw new Error('ingest/ahead-worker runs in a worker thread');
const { files, redact } = workerData as AheadData;
const redactor = createRedactor({ ...redact, ...(redact.key ? { key: Buffer.from(redact.key) } : {}) });

const clean = eventCleaner((text) => redactor.redact(text));

const NICENESS = 10;

type Piece = Omit<AheadPiece, 'bytes'>;

function* allPieces(): Generator<Piece, void> {
  for (const [index, { source: id, path, from, memory }] of files.entries()) {
    const source = SOURCES.find((one) => one.id === id);
    let next: { from: number; memory: BatchRead['memory'] } | undefined = {
      from,
      memory: asObject(JSON.parse(memory)),
    };
    if (!source) yield { index, inode: 0, head: '', from, sizes: [] };
    while (source && next) {
      const { from: at, memory: known }: { from: number; memory: BatchRead['memory'] } = next;
      next = undefined;
      const piece: Omit<Piece, 'sizes'> = { index, inode: 0, head: '', from: at };
      try {
        withFile(path, (file, stats) => {
          const reader = source.reader(path, known);
          const read = readRecords(file, at, left, reader, (event) => packed.add(clean(event)));
          Object.assign(piece, {
            inode: stats.ino,
            read,
            head: headOf(file, Math.min(HEAD_BYTES, stats.size)),
          });
          if (read.full && read.to < stats.size) next = { from: read.to, memory: read.memory };
        });
      } catch {
        // The writing thread meets the same trouble, and says it.
      }
      yield { ...piece, sizes: packed.sizes() };
    }
  }
}

/** Prompts may wait for the next batch, the others are no part of the detail. */
const HAS_LINE = new Set<Event['type']>([
  'reply',
  'thinking',
  'tool-call',
  'tool-result',
  'note',
  'interrupt',
  'compaction',
  'summary',
]);
const ENCODER = new TextEncoder();
const START_BYTES = 2 * 1024 * 1024;
const LARGEST_KEPT = 4 * START_BYTES;

function packer() {
  const spares: ArrayBuffer[] = [];
  let bytes = new Uint8Array(START_BYTES);
  let filled = 0;
  let sizes: number[] = [];

  function pack(event: Event): void {
    if (!HAS_LINE.has(event.type)) return write([event], '');
    const { line, pieces } = keptOf(event);
    switch (event.type) {
      case 'tool-call':
        return write([{ ...event, input: null }, [...pieces]], line);
      case 'thinking':
        return write([{ ...event, text: '' }, [...pieces]], line);
      case 'tool-result':
        return write([event.outcome === 'ok' ? { ...event, text: '' } : event], line);
      default:
        return write([event], line);
    }
  }

  function write(event: AheadEvent, line: Kept['line']): void {
    sizes.push(put(JSON.stringify(event)), put(String(line)));
  }

  function put(text: string): number {
    // A UTF-16 unit becomes at most three bytes of UTF-8.
    if (filled + 3 * text.length > bytes.length) {
      const larger = new Uint8Array(2 * (filled + 3 * text.length));
      larger.set(bytes.subarray(0, filled));
      bytes = larger;
    }
    const { written } = ENCODER.encodeInto(text, bytes.subarray(filled));
    filled += written;
    return written;
  }

  return {
    add: pack,
    /** Gives memory back that `take` gave away. */
    reuse(spare: ArrayBuffer): void {
      if (spare.byteLength <= LARGEST_KEPT) spares.push(spare);
    },
    /** Of what was added since the last call. */
    sizes(): number[] {
      const told = sizes;
      sizes = [];
      return told;
    },
    /** All that was added, in memory of its own. */
    take(): Uint8Array<ArrayBuffer> {
      const taken = bytes.subarray(0, filled);
      const spare = spares.pop();
      bytes = spare ? new Uint8Array(spare) : new Uint8Array(START_BYTES);
      filled = 0;
      return taken;
    },
  };
}

/** Small files are read until the batch is full. */
function nextBatch(most: number): AheadBatch {
  const batch: Piece[] = [];
  left = most;
  while (left > 0 && batch.length < MOST_FILES) {
    const { value, done } = pieces.next();
    if (done) break;
    batch.push(value);
    left -= value.read ? value.read.to - value.from : 0;
  }
  const bytes = packed.take();
  let end = 0;
  return batch.map((piece) => {
    const start = end;
    for (const size of piece.sizes) end += size;
    return { ...piece, bytes: bytes.subarray(start, end) };
  });
}

const packed = packer();
const pieces = allPieces();
/** Bytes until the batch is full. */
let left = 0;
port.on('message', (request: AheadRequest) => {
  if (request.live) stepBack(NICENESS);
  if (request.spare) packed.reuse(request.spare);
  const batch = nextBatch(request.most);
  const [first] = batch;
  if (first) port.postMessage(batch, [first.bytes.buffer]);
  else port.close();
});
