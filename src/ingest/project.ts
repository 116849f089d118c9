/** Which project a folder belongs to: worktrees count as the repository they were made from. */
const WORKTREE = /^(.+?)[/\\](?:\.worktrees|\.claude[/\\]worktrees|\.git[/\\]worktrees)[/\\].+$/;

export function projectOf(cwd: string): { path: string; name: string } {
  const path = (WORKTREE.exec(cwd)?.[1] ?? cwd).replace(/(.)[/\\]+$/, '$1');
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return { path, name: name || path };
}
