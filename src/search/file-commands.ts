import { posix } from 'node:path';
import { isAbsolutePath } from '../shared/file-name.ts';
import { isMeant, type MeantFile } from '../store/file-meant.ts';

/** A file is also moved, restored, written or removed by commands, which record no path of their own. Pure. */

export interface RunCommand {
  target: string;
  /** Where its session worked. */
  cwd: string | null;
}

/** Whether a command names the file, as it was asked for or by a path that leads to it from where the command ran. */
export function namesFile(command: RunCommand, file: MeantFile): boolean {
  return pathsIn(command, file.name).some((path) => isMeant(path, file));
}

const QUOTES = /^["']|["']$/g;
const MOVE =
  /(?:^|[;&|(\n]\s*)(?:sudo\s+)?(?:git\s+(?:-C\s+\S+\s+)?)?mv\s+((?:-\S+\s+)*)(\S+)\s+([^\s;&|)]+)/g;

/** What a command called the file before or after it moved it; undefined when it moved it not. */
export function movedBy(command: RunCommand, file: MeantFile): { from: string } | { to: string } | undefined {
  for (const [, , one = '', other = ''] of command.target.matchAll(MOVE)) {
    const [from, to] = [one.replace(QUOTES, ''), other.replace(QUOTES, '')];
    const isNamed = (path: string): boolean =>
      path.toLowerCase().endsWith(file.name.toLowerCase()) && namesFile({ ...command, target: path }, file);
    if (isNamed(to)) return { from };
    if (isNamed(from)) return { to: to.endsWith('/') ? `${to}${posix.basename(from)}` : to };
  }
  return undefined;
}

/** Paths in a command that end with a name, each as it stands there and as it leads on from its folder. */
function pathsIn({ target, cwd }: RunCommand, name: string): string[] {
  const text = target.replaceAll('\\', '/');
  const named = new RegExp(
    `(?<![\\w./~@+-])(?:[\\w.~@+-]*/)*${name.replace(/[^\w\s/-]/g, '\\$&')}(?![\\w-]|\\.\\w|/\\S)`,
    'gi',
  );
  const into = /^\s*cd\s+(?:"([^"]+)"|'([^']+)'|([^\s;&]+))\s*(?:&&|;|\n)/.exec(text);
  const folder = from(cwd?.replaceAll('\\', '/') ?? '', into?.[1] ?? into?.[2] ?? into?.[3] ?? '');
  return [...text.matchAll(named)].flatMap(([path]) => [path, from(folder, path)]);
}

function from(folder: string, path: string): string {
  return posix.normalize(isAbsolutePath(path) ? path : `${folder}/${path}`);
}
