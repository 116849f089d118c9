import { EventEmitter } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { sentenceOf } from '../shared/errors.ts';
import { follow } from './follow.ts';
import type { IngestData, IngestMessage, IngestRequest } from './service.ts';

/** The thread that `service.ts` starts. */
const port = parentPort;
if (!port) throw new Error('ingest/worker runs in a worker thread');
const say = (message: IngestMessage): void => port.postMessage(message);
const stopping = new AbortController();
const asked = new EventEmitter();
port.on('message', (request: IngestRequest) => {
  if (request === 'look') asked.emit('look');
  else stopping.abort();
});

const { env, holder, grown } = workerData as IngestData;
try {
  await follow({ env, say, signal: stopping.signal, holder, asked, grown });
} catch (error) {
  say({ kind: 'notice', text: `Indexing stopped: ${sentenceOf(error)}` });
}
port.close();
