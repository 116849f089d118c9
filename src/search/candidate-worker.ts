import { parentPort, workerData } from 'node:worker_threads';
import { sentenceOf } from '../shared/errors.ts';
import { openStore } from '../store/open.ts';
import { storedVectors } from '../store/vectors.ts';
import {
  memoryOf,
  packed,
  type CandidateReply,
  type CandidateRequest,
  type CandidateThreadData,
} from './candidate-messages.ts';
import { candidateFinder, type CandidateLook } from './candidates.ts';

/** The thread that `candidate-thread.ts` starts: it has a connection of its own and holds the vectors in memory. */
const port = parentPort;
if (!port) throw new Error('search/candidate-worker runs in a worker thread');
const say = (reply: CandidateReply, handedOver: ArrayBuffer[] = []): void =>
  port.postMessage(reply, handedOver);
const { database, env, model, dim } = workerData as CandidateThreadData;
const store = openStore(database, env);
const vectors = storedVectors(store, model, dim);
const finder = candidateFinder(store, vectors);
/** Of a question that failed in between, the second message never comes. */
const MOST_OPEN = 16;
const open = new Map<number, CandidateLook>();

port.on('message', (request: CandidateRequest) => {
  void answer(request).catch((error: unknown) => say({ id: request.id, error: sentenceOf(error) }));
});
await vectors?.read();
say({ isReady: true });

async function answer(request: CandidateRequest): Promise<void> {
  const { id } = request;
  if (!('byWords' in request)) {
    const [oldest] = open.keys();
    if (open.size >= MOST_OPEN && oldest !== undefined) open.delete(oldest);
    open.set(id, finder.look(request.question, request.limit, request.filter));
    return;
  }
  const look = open.get(id);
  open.delete(id);
  if (!look) throw new Error('this question was not asked, or is long past');
  const reply = packed(await look.with(request.byWords));
  say({ id, packed: reply }, memoryOf(reply));
}
