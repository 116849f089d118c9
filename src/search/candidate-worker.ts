import { parentPort, workerData } from 'node:worker_threads';
import { sentError } from '../shared/sent-error.ts';
import { openStore } from '../store/open.ts';
import { storedVectors } from '../store/vectors.ts';
import {
  memoryOf,
  packed,
  type CandidateReply,
  type CandidateRequest,
  type CandidateThreadData,
} from './candidate-messages.ts';
import { candidatesByMeaning } from './candidates.ts';

/** The thread that `candidate-thread.ts` starts: it has a connection of its own and holds the vectors in memory. */
const port = parentPort;
if (!port) throw new Error('search/candidate-worker runs in a worker thread');
const say = (reply: CandidateReply, handedOver: ArrayBuffer[] = []): void =>
  port.postMessage(reply, handedOver);
const { database, env, model, dim } = workerData as CandidateThreadData;
const store = openStore(database, env);
const vectors = storedVectors(store, model, dim);
if (!vectors) throw new Error(`There are no vectors of ${model}.`);

port.on('message', ({ id, question, limit, filter }: CandidateRequest) => {
  try {
    const reply = packed(candidatesByMeaning(store, vectors, question, limit, filter).found);
    say({ id, packed: reply }, memoryOf(reply));
  } catch (error) {
    say({ id, error: sentError(error) });
  }
});
await vectors.read();
say({ isReady: true, marks: vectors.sharedMarks() });
