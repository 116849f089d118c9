import { closeSync, openSync } from 'node:fs';
import type { Source } from '../sources/source.ts';
import { linesFrom } from './lines.ts';

/** Lines before the first record that says where it was made: titles, summaries, snapshots. */
const MOST_LINES = 1000;

/** The folder a transcript's session began in; undefined while no record says so. */
export function firstFolder(source: Source, path: string): string | undefined {
  const file = openSync(path, 'r');
  try {
    const reader = source.reader(path);
    let lines = 0;
    for (const line of linesFrom(file, 0)) {
      if (line.kind !== 'too-long') {
        const verdict = reader.read(line.line);
        const events = verdict.kind === 'events' ? verdict.events : [];
        for (const event of events) if (event.type === 'session' && event.cwd) return event.cwd;
      }
      if (++lines >= MOST_LINES) break;
    }
    return undefined;
  } finally {
    closeSync(file);
  }
}
