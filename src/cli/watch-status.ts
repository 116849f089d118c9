import { setTimeout as sleep } from 'node:timers/promises';
import { renderStatus, renderStatusLine } from '../render/status.ts';
import type { StatusAnswer } from '../shared/status.ts';
import { look, write, writeJson } from './output.ts';

const EVERY_MS = 1000;

/**
 * `her status --watch`: until Ctrl-C. On a terminal the whole picture is drawn again in place; in a pipe each
 * change is a line (with `json` a document a line).
 */
export async function watchStatus(
  statusNow: () => Promise<StatusAnswer>,
  { json }: { json?: boolean },
): Promise<void> {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => ending.abort());
  let shown = '';
  while (!ending.signal.aborted) {
    const status = await statusNow();
    const text = json ? JSON.stringify(status) : renderStatusLine(status);
    if (!json && process.stdout.isTTY)
      await write(inPlace(renderStatus(status, look()), process.stdout.rows));
    else if (text !== shown) {
      if (json) await writeJson(status);
      else await write(`${new Date().toLocaleTimeString('en-GB')}  ${text}\n`);
    }
    shown = text;
    await sleep(EVERY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
  }
}

const [HOME, END_OF_LINE, BELOW] = ['\u001b[H', '\u001b[K', '\u001b[J'];
const HOW_TO_END = 'Ctrl-C ends this.';

/** From the upper left corner, each line over the one before; never so long that the screen rolls. */
export function inPlace(picture: string, rows: number): string {
  const lines = picture
    .trimEnd()
    .split('\n')
    .slice(0, Math.max(1, rows - 2));
  return HOME + [...lines, HOW_TO_END].map((line) => `${line}${END_OF_LINE}\n`).join('') + BELOW;
}
