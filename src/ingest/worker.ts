import { parentPort, workerData } from 'node:worker_threads';
import { sentenceOf } from '../shared/errors.ts';
import { follow } from './follow.ts';
import type { IngestMessage } from './service.ts';

/** The thread that `service.ts` starts. */
const port = parentPort;
if (!port) throw new Error('ingest/worker runs in a worker thread');
const say = (message: IngestMessage): void => port.postMessage(message);
const stopping = new AbortController();
port.on('message', () => stopping.abort());

const { env } = workerData as { env: NodeJS.ProcessEnv };
try {
  await follow({ env, say, signal: stopping.signal });
} catch (error) {
  say({ kind: 'notice', text: `Indexing stopped: ${sentenceOf(error)}` });
}
port.close();
