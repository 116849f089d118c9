import { fileMeant, isAbsolutePath } from '../shared/file-name.ts';
import type { Store } from './open.ts';

/**
 * Which rows of `path` and `action` are about a file. It is given by the end of its path; one that is given whole is also
 * meant where another worktree of its project holds it.
 */
export interface MeantFile {
  file: string;
  name: string;
  ending: string;
  /** Of a whole path in a known project: the project, and the path within a worktree. */
  project: number | null;
  within: string | null;
}

export const IS_FILE = `path.name = @name COLLATE NOCASE AND (
  replace(path.path, '\\', '/') = @file COLLATE NOCASE OR replace(path.path, '\\', '/') LIKE '%/' || @ending ESCAPE '\\'
  OR (@project IS NOT NULL AND replace(path.path, '\\', '/') LIKE '%/' || @within ESCAPE '\\'
    AND a.session_id IN (SELECT id FROM session WHERE project_id = @project)))`;

/** @param text as people, editors and errors write it */
export function meantFile(store: Store, text: string): MeantFile {
  const file = fileMeant(text);
  const home = isAbsolutePath(file) ? homeOf(store, file) : undefined;
  return {
    file,
    name: file.slice(file.lastIndexOf('/') + 1),
    ending: escaped(file),
    project: home?.project ?? null,
    within: home ? escaped(home.within) : null,
  };
}

/** A path in a known project as one within its worktree: that of a session that worked there, else the folder of that name. */
function homeOf({ db }: Store, file: string): { project: number; within: string } | undefined {
  const under = `substr(@file, 1, length(path) + 1) = replace(path, '\\', '/') || '/' COLLATE NOCASE`;
  const project = db
    .prepare<[{ file: string }], { id: number; path: string }>(
      `SELECT id, path FROM project WHERE ${under} ORDER BY length(path) DESC LIMIT 1`,
    )
    .get({ file });
  if (!project) return undefined;
  const folder = db
    .prepare<[{ file: string; project: number }], string>(
      `SELECT path FROM (SELECT DISTINCT cwd AS path FROM session WHERE project_id = @project AND cwd LIKE '%worktrees%')
       WHERE ${under} ORDER BY length(path) LIMIT 1`,
    )
    .pluck()
    .get({ file, project: project.id });
  const within = file.slice((folder ?? project.path).length + 1);
  return { project: project.id, within: within.replace(WORKTREE_FOLDER, '') };
}

const WORKTREE_FOLDER = /^(?:\.worktrees|\.claude\/worktrees|\.git\/worktrees)\/[^/]+\//;

function escaped(path: string): string {
  return path.replace(/[\\%_]/g, '\\$&');
}
