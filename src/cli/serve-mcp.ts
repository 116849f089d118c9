import { serveOnStdio } from '../server/stdio.ts';
import { sentenceOf } from '../shared/errors.ts';

/** `her mcp` from its process being started: what the bundle's `mcp.cjs` holds whole (scripts/build.mjs). */
export function serveMcp(): void {
  try {
    serveOnStdio(process.env);
  } catch (error) {
    process.stderr.write(`her: ${sentenceOf(error)}\n`);
    process.exitCode = 1;
  }
}
