import { meantFile, type MeantFile } from '../store/file-meant.ts';
import { commandsNaming, turnPlaces, turnsOfFile } from '../store/file-work.ts';
import type { Store } from '../store/open.ts';
import { placesOf } from '../store/passage-places.ts';
import { passagesByWords } from '../store/word-index.ts';
import { namesFile, type RunCommand } from './file-commands.ts';
import { phraseOf } from './words.ts';

/** Passages whose commands are looked through for the file's name. */
const MOST_NAMING = 300;

/** Turns that read or changed a file, or ran a command on it. @param file as people, editors and errors write it */
export function turnsAbout(store: Store, file: string): number[] {
  const commands = commandsOn(store, meantFile(store, file));
  return [...new Set([...turnsOfFile(store, file), ...commands.map((command) => command.turn_id)])];
}

/** Commands that name a file, in order. */
export function commandsOn(store: Store, file: MeantFile): (RunCommand & { turn_id: number })[] {
  if (!/[\p{L}\p{N}]/u.test(file.name)) return [];
  const passages = passagesByWords(store, phraseOf(file.name), { kinds: ['command'] }, MOST_NAMING);
  const turns = [...placesOf(store, [...passages.keys()]).values()].map((place) => place.turn_id);
  const places = turnPlaces(store, [...new Set(turns)]);
  return commandsNaming(store, [...places.keys()], file.name)
    .map((command) => ({ ...command, cwd: places.get(command.turn_id)?.cwd ?? null }))
    .filter((command) => namesFile(command, file));
}
