import { readFileSync, statSync } from 'node:fs';

/**
 * Titles as versions up to 2.1.12 wrote them: a summary and the uuid of the message that it ends with, of the file's own
 * session or of any other in the project. Only prompts' uuids are stored, so only the file itself can tell which it is.
 */
export type IsOwnLeaf = (uuid: string) => boolean;

/** Searched whole once for the summaries of a batch; nobody's conversation with a summary is longer. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Whether a message stands in the file, before the summary that names it: so it does not matter what is read when. */
export function leavesOf(path: string): IsOwnLeaf {
  let text: string | undefined;
  return (uuid) => {
    text ??= textOf(path);
    const summary = text.indexOf(`"leafUuid":"${uuid}"`);
    return summary > 0 && text.slice(0, summary).includes(`"uuid":"${uuid}"`);
  };
}

function textOf(path: string): string {
  try {
    return statSync(path).size > MOST_BYTES ? '' : readFileSync(path, 'latin1');
  } catch {
    return ''; // it vanished: reading it will say so
  }
}
