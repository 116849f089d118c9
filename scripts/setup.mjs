// Makes a bare clone ready when node_modules is missing or older than the lock file.
// Plain JavaScript for Node 20: this is what runs before the pinned Node 24 is there.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lock = join(root, 'package-lock.json');
const installed = join(root, 'node_modules', '.package-lock.json');
const quiet = process.argv.includes('--quiet');

const isReady =
  existsSync(installed) &&
  existsSync(join(root, 'node_modules', '.bin', 'node')) &&
  statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
if (!isReady) {
  if (!quiet) console.error('Her: installing what it needs (once, about half a minute) …');
  // From a lock file npm does not see that better-sqlite3 opts out of being compiled (`gypfile: false`), and
  // would ask for a compiler. So no install script runs but those of the two packages that fetch a binary.
  npm('ci', '--ignore-scripts');
  npm('rebuild', 'node', 'esbuild');
  // An older Node's npm leaves out optional packages that ask for a newer one (the encrypting SQLite): the
  // pinned Node, which is there now, brings them.
  npmOfPinnedNode('install', '--no-save', '--ignore-scripts');
}

function npm(...args) {
  const path = process.env.npm_execpath;
  const command = path ? process.execPath : process.platform === 'win32' ? 'npm.cmd' : 'npm';
  run(command, path ? [path] : [], args);
}

function npmOfPinnedNode(...args) {
  const path = process.env.npm_execpath;
  if (path) run(join(root, 'node_modules', '.bin', 'node'), [path], args);
}

function run(command, before, args) {
  const all = [...before, ...args, '--no-audit', '--no-fund', '--loglevel=error'];
  // With ignore-scripts inherited from an outer npm call, `rebuild` would do nothing.
  const env = { ...process.env, npm_config_ignore_scripts: String(args.includes('--ignore-scripts')) };
  const { status } = spawnSync(command, all, { cwd: root, env, stdio: ['ignore', quiet ? 'ignore' : 2, 2] });
  if (status === 0) return;
  console.error(
    `Her: \`npm ${args.join(' ')}\` failed, so nothing can run yet. Check the network or the registry, then try again.`,
  );
  process.exit(1);
}
