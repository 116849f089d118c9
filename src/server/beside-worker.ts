import { parentPort, workerData } from 'node:worker_threads';
import { toolNamed } from '../../tools/index.ts';
import type { BesideCall, BesideMessage } from './beside.ts';
import { openHer } from './open.ts';
import { sentError } from '../shared/sent-error.ts';

/** The thread that `beside.ts` starts: it has a connection of its own. */
const port = parentPort;
if (!port) throw new Error('server/beside-worker runs in a worker thread');
const say = (message: BesideMessage): void => port.postMessage(message);
const { env } = workerData as { env: NodeJS.ProcessEnv };
const { context } = openHer(env, (sentence) => say({ log: sentence }));

port.on('message', ({ id, tool, given, asking }: BesideCall) => {
  toolNamed(tool)
    .call(context, given, asking)
    .then(
      (answer) => say({ id, answer }),
      (error: unknown) => say({ id, error: sentError(error) }),
    );
});
