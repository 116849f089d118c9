import { HerError } from '../src/shared/errors.ts';
import { periodOf, type Period } from '../src/shared/when.ts';
import type { Store } from '../src/store/open.ts';
import { projectNames, projectsMatching } from '../src/store/projects.ts';

/** The part of history that a request is about. */
export interface Selection extends Period {
  projects?: number[];
}

/** @throws HerError `bad-time` | `no-project` */
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

function projectIds(store: Store, project: string): number[] {
  const ids = projectsMatching(store, project).map((row) => row.id);
  if (ids.length > 0) return ids;
  throw new HerError(
    'no-project',
    `No project is called "${project}". Known: ${projectNames(store).slice(0, 8).join(', ')}.`,
  );
}
