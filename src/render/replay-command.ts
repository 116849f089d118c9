import { shellWord } from '../shared/shell.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { safeLine } from './safe-text.ts';

/** The command that shows a session, or some of its turns, as a shell reads it: an id is a file's name. */
export function replayCommand(session: string, turns?: number | string): string {
  const of = turns === undefined ? '' : ` --turns ${shellWord(safeLine(String(turns)))}`;
  return `${TYPED_HER} replay ${shellWord(safeLine(session))}${of}`;
}
