import { follow } from '../../src/ingest/follow.ts';

/** A process that follows transcripts as `her mcp` does in its worker thread; says what it does line by line. */
const stopping = new AbortController();
process.on('SIGTERM', () => stopping.abort());
const say = (message: unknown): void => void process.stdout.write(JSON.stringify(message) + '\n');
say({ kind: 'started' });
await follow({ env: process.env, say, signal: stopping.signal });
