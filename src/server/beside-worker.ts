import { parentPort, workerData } from 'node:worker_threads';
import { toolNamed } from '../../tools/index.ts';
import { codeOf } from '../shared/errors.ts';
import type { BesideCall, BesideMessage } from './beside.ts';
import { openHer } from './open.ts';

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
      (error: unknown) => {
        const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
        say({ id, error: { name, message, stack, code: codeOf(error) } });
      },
    );
});
