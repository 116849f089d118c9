import { readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { asNumber, asObject, asString, type JsonObject } from '../../shared/json.ts';

/**
 * Which session `/clear` ended. Neither its transcript nor the new one says so, but the client's list of what was
 * typed does (`history.jsonl` beside `projects`): `/clear` stands there with the session in which it was typed.
 */
interface Clear {
  at: number;
  project: string;
  session: string;
}

/** The list is written within a second of the new transcript's first lines (measured: 3 to 9 ms apart). */
const APART_MS = 2000;

const lists = new Map<string, { state: string; clears: Clear[] }>();

/** Whether the record is the `/clear` that its session begins with. */
export function isClear(record: JsonObject): boolean {
  const content = asObject(record['message'])['content'];
  return (
    record['type'] === 'user' &&
    typeof content === 'string' &&
    content.startsWith('<command-name>/clear</command-name>')
  );
}

/**
 * @param transcript of the session that begins with `/clear`, at milliseconds, in a folder
 * @returns undefined when the list does not tell (not written yet, switched off, cut)
 */
export function clearedSession(
  transcript: string,
  { session, cwd, at }: { session: string; cwd: string; at: number },
): string | undefined {
  const root = transcript.lastIndexOf(`${sep}projects${sep}`);
  if (root < 0) return undefined;
  const near = clearsIn(join(transcript.slice(0, root), 'history.jsonl'))
    .filter((clear) => clear.project === cwd && Math.abs(clear.at - at) <= APART_MS)
    .sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0];
  return near?.session === session ? undefined : near?.session;
}

function clearsIn(path: string): Clear[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return [];
  const state = `${stats.ino}:${stats.size}:${stats.mtimeMs}`;
  const known = lists.get(path);
  if (known?.state === state) return known.clears;
  const clears = readClears(path);
  lists.set(path, { state, clears });
  return clears;
}

function readClears(path: string): Clear[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return []; // not ours to read
  }
  return text
    .split('\n')
    .filter((line) => line.includes('"display":"/clear') && line.endsWith('}'))
    .flatMap((line) => {
      const said = asObject(parse(line));
      const at = asNumber(said['timestamp']);
      const project = asString(said['project']);
      const session = asString(said['sessionId']);
      return at !== undefined && project && session ? [{ at, project, session }] : [];
    });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
