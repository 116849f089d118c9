import { parentPort, workerData } from 'node:worker_threads';
import { cleanEvent } from '../privacy/clean-event.ts';
import { createRedactor } from '../privacy/redact.ts';
import type { Event } from '../shared/events.ts';
import { asObject } from '../shared/json.ts';
import { SOURCES } from '../sources/registry.ts';
import type { AheadBatch, AheadData, AheadEvent, AheadRequest } from './ahead-messages.ts';
import { keptOf, type Kept } from './kept.ts';
import { HEAD_BYTES, headOf, readRecords, withFile, type BatchRead } from './records.ts';

/** The thread that `ahead.ts` starts: it reads, parses, cleans and packs batches of lines, one for each request. */
const port = parentPort;
if (!port) throw new Error('ingest/ahead-worker runs in a worker thread');
const { files, redact } = workerData as AheadData;
const redactor = createRedactor({ ...redact, ...(redact.key ? { key: Buffer.from(redact.key) } : {}) });

function* allBatches(): Generator<AheadBatch, void> {
  for (const [index, { source: id, path, from, memory }] of files.entries()) {
    const source = SOURCES.find((one) => one.id === id);
    let next: { from: number; memory: BatchRead['memory'] } | undefined = {
      from,
      memory: asObject(JSON.parse(memory)),
    };
    while (source && next) {
      const { from: at, memory: known }: { from: number; memory: BatchRead['memory'] } = next;
      next = undefined;
      const batch: Omit<AheadBatch, 'bytes' | 'sizes'> = { index, inode: 0, head: '', from: at };
      try {
        withFile(path, (file, stats) => {
          const reader = source.reader(path, known);
          const read = readRecords(file, at, most, reader, (event) => packed.add(clean(event)));
          Object.assign(batch, {
            inode: stats.ino,
            read,
            head: headOf(file, Math.min(HEAD_BYTES, stats.size)),
          });
          if (read.full && read.to < stats.size) next = { from: read.to, memory: read.memory };
        });
      } catch {
        // The writing thread meets the same trouble, and says it.
      }
      yield { ...batch, ...packed.take() };
    }
  }
}

function clean(event: Event): Event {
  return cleanEvent(event, (text) => redactor.redact(text));
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
    take(): Pick<AheadBatch, 'bytes' | 'sizes'> {
      const taken = { bytes: bytes.subarray(0, filled), sizes };
      const spare = spares.pop();
      bytes = spare ? new Uint8Array(spare) : new Uint8Array(START_BYTES);
      filled = 0;
      sizes = [];
      return taken;
    },
  };
}

const packed = packer();
const batches = allBatches();
let most = 0;
port.on('message', (request: AheadRequest) => {
  most = request.most;
  if (request.spare) packed.reuse(request.spare);
  const { value, done } = batches.next();
  if (done) port.close();
  else port.postMessage(value, [value.bytes.buffer]);
});
