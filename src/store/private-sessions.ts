import { sep } from 'node:path';
import type { PrivateSettings } from '../shared/settings.ts';
import type { Store } from './open.ts';

interface PlaceRow {
  key: string;
  cwd: string | null;
  path: string | null;
  name: string | null;
}

/**
 * Keys of stored sessions that would not be stored today: of a project, or in a folder, that the settings call
 * private, or with a call that names such a folder. They were stored before the settings said so.
 */
export function privateSessions({ db }: Store, { projects, folders }: PrivateSettings): string[] {
  if (projects.length === 0 && folders.length === 0) return [];
  const names = new Set(projects.map((name) => name.toLowerCase()));
  const isWithin = (path: string | null): boolean =>
    path !== null && folders.some((folder) => path === folder || path.startsWith(folder + sep));
  const rows = db
    .prepare<[], PlaceRow>(
      'SELECT s.key, s.cwd, p.path, p.name FROM session s LEFT JOIN project p ON p.id = s.project_id ORDER BY s.id',
    )
    .all();
  const found = new Set<string>();
  for (const { key, cwd, path, name } of rows) {
    const isNamed = [name, path].some((one) => one !== null && names.has(one.toLowerCase()));
    if (isNamed || isWithin(cwd) || isWithin(path)) found.add(key);
  }
  const naming = db
    .prepare<[{ folder: string }], string>(
      `SELECT DISTINCT s.key FROM action a JOIN session s ON s.id = a.session_id LEFT JOIN path f ON f.id = a.path_id
       WHERE instr(f.path, @folder) > 0 OR instr(a.target, @folder) > 0`,
    )
    .pluck();
  for (const folder of folders) for (const key of naming.all({ folder })) found.add(key);
  return [...found];
}
