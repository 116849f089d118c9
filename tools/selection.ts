import { periodOf, type Period } from '../src/shared/when.ts';
import type { Store } from '../src/store/open.ts';
import { projectIds } from '../src/store/projects.ts';

/** The part of history that a request is about. */
export interface Selection extends Period {
  projects?: number[];
}

/** @throws HerError `bad-time` | `unknown-project` */
export async function selectionOf(
  store: Store,
  { project, since, until }: { project?: string; since?: string; until?: string },
  now: number,
): Promise<Selection> {
  return {
    ...(project === undefined ? {} : { projects: projectIds(store, project) }),
    ...(await periodOf({ since, until }, now)),
  };
}
