import { endsWithPath, fileMeant, isAbsolutePath } from '../shared/file-name.ts';
import { once } from './once.ts';
import type { Store } from './open.ts';

/**
 * Which rows of `path` are a file. It is given by the end of its path; one that is given whole is also meant where another
 * worktree of its project holds it.
 */
export interface MeantFile {
  file: string;
  name: string;
  /** Row ids, as JSON. */
  paths: string;
  /** Of a whole path in a known project. */
  home?: Home;
}

interface Home {
  project: string;
  /** Folders of worktrees in which sessions worked, the shortest first: their names may hold slashes. */
  worktrees: readonly string[];
  /** The path within a worktree. */
  within: string;
}

export const IS_FILE = 'path.id IN (SELECT value FROM json_each(@paths))';

const pathsNamed = once((db) =>
  db.prepare<[string], { id: number; path: string }>(
    'SELECT id, path FROM path WHERE name = ? COLLATE NOCASE',
  ),
);

/** @param text as people, editors and errors write it */
export function meantFile(store: Store, text: string): MeantFile {
  const file = fileMeant(text);
  const name = file.slice(file.lastIndexOf('/') + 1);
  const home = isAbsolutePath(file) ? homeOf(store, file) : undefined;
  const paths = pathsNamed(store.db)
    .all(name)
    .filter(({ path }) => isMeant(path, { file, home }));
  return { file, name, paths: JSON.stringify(paths.map(({ id }) => id)), ...(home ? { home } : {}) };
}

/** Whether a path is a file that was asked for. */
export function isMeant(path: string, { file, home }: Pick<MeantFile, 'file' | 'home'>): boolean {
  const plain = path.replaceAll('\\', '/');
  return endsWithPath(plain, file) || (home !== undefined && withinOf(plain, home) === home.within);
}

function homeOf({ db }: Store, file: string): Home | undefined {
  const project = db
    .prepare<[{ file: string }], { id: number; path: string }>(
      `SELECT id, replace(path, '\\', '/') AS path FROM project
       WHERE substr(@file, 1, length(path) + 1) = replace(path, '\\', '/') || '/' COLLATE NOCASE
       ORDER BY length(path) DESC LIMIT 1`,
    )
    .get({ file });
  if (!project) return undefined;
  const worktrees = db
    .prepare<[number], string>(
      `SELECT DISTINCT replace(cwd, '\\', '/') FROM session WHERE project_id = ? AND cwd LIKE '%worktrees%'
       ORDER BY length(cwd)`,
    )
    .pluck()
    .all(project.id);
  const at = { project: project.path, worktrees };
  return { ...at, within: withinOf(file, at)! };
}

/** A path as one within its worktree: that of a session that worked there, else the folder of that name. Lower case. */
function withinOf(path: string, { project, worktrees }: Omit<Home, 'within'>): string | undefined {
  const whole = path.toLowerCase();
  const holds = (folder: string): boolean => whole.startsWith(`${folder.toLowerCase()}/`);
  if (!holds(project)) return undefined;
  const folder = worktrees.find(holds) ?? project;
  return whole.slice(folder.length + 1).replace(WORKTREE_FOLDER, '');
}

const WORKTREE_FOLDER = /^(?:\.worktrees|\.claude\/worktrees|\.git\/worktrees)\/[^/]+\//;
