import { sep } from 'node:path';
import type { Event } from '../shared/events.ts';
import { asString } from '../shared/json.ts';
import type { PrivateSettings } from '../shared/settings.ts';
import type { Source } from '../sources/source.ts';
import { forgottenIn } from '../store/forgotten.ts';
import type { Store } from '../store/open.ts';
import { firstFolder } from './first-folder.ts';
import { projectOf } from './project.ts';

/** What may be stored at all: nothing of forgotten sessions, nothing of private projects and folders. */
export interface Admission {
  /** False for a transcript that is not to be read. Asked about files that have no row yet. */
  file(source: Source, path: string): boolean;
  /** Asked of each event in order, for one batch of a file. */
  forBatch(): (event: Event) => boolean;
  /** False for a turn that was forgotten: a copy of it may stand in the transcript of a fork. */
  prompt(uuid: string): boolean;
}

export function admissionTo(store: Store, hidden: PrivateSettings): Admission {
  const forgotten = forgottenIn(store);
  const knownCall = store.db.prepare<[string], { id: number }>(
    'SELECT id FROM action WHERE call_id = ? LIMIT 1',
  );
  const names = new Set(hidden.projects.map((name) => name.toLowerCase()));
  const hidesNothing = names.size === 0 && hidden.folders.length === 0;
  /** Folders do not change for a file that is read for the first time; forgetting begins a new context. */
  const refused = new Set<string>();
  /** Sessions by whether they are in a private folder just now. */
  const isAway = new Map<string, boolean>();

  function isPrivate(cwd: string): boolean {
    const { path, name } = projectOf(cwd);
    if (names.has(name.toLowerCase()) || names.has(path.toLowerCase())) return true;
    return hidden.folders.some((folder) => cwd === folder || cwd.startsWith(folder + sep));
  }

  /** A call that names a private folder, whatever it does there. */
  function isAboutPrivate(event: Event): boolean {
    if (event.type !== 'tool-call') return false;
    const told = [event.target, ...strings(event.input)];
    return hidden.folders.some((folder) => told.some((text) => text.includes(folder)));
  }

  return {
    file(source, path) {
      if (refused.has(path)) return false;
      if (!forgotten.session(source.reader(path).session)) {
        if (hidesNothing) return true;
        const folder = firstFolder(source, path);
        // Not said yet: it waits, since its title may come before.
        if (folder === undefined) return false;
        if (!isPrivate(folder)) return true;
      }
      refused.add(path);
      return false;
    },
    forBatch() {
      const isOut = new Map<string, boolean>();
      return (event) => {
        let out = isOut.get(event.session);
        if (out === undefined) {
          out = forgotten.session(event.session);
          isOut.set(event.session, out);
        }
        if (out || hidesNothing) return !out;
        if (event.type === 'session' && event.cwd !== undefined)
          isAway.set(event.session, isPrivate(event.cwd));
        if (isAway.get(event.session)) return false;
        if (event.type === 'tool-result') return knownCall.get(event.callId) !== undefined;
        return !isAboutPrivate(event);
      };
    },
    prompt: (uuid) => !forgotten.prompt(uuid),
  };
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((item) => asString(item) ?? strings(item));
}
