// Makes a bare clone ready: runs `npm ci` when node_modules is missing or older than the lock file.
// Plain JavaScript for Node 20: this is what runs before the pinned Node 24 is there.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lock = join(root, 'package-lock.json');
const installed = join(root, 'node_modules', '.package-lock.json');
const quiet = process.argv.includes('--quiet');

const upToDate = existsSync(installed) && existsSync(join(root, 'node_modules', 'node', 'bin')) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
if (!upToDate) {
  if (!quiet) console.error('Her: installing what it needs (once, about half a minute) …');
  const npm = process.env.npm_execpath;
  const command = npm ? process.execPath : 'npm';
  const args = [...(npm ? [npm] : []), 'ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const run = spawnSync(command, args, { cwd: root, stdio: ['ignore', quiet ? 'ignore' : 2, 2] });
  if (run.status !== 0) {
    console.error('Her: `npm ci` failed, so nothing can run yet. Check the network or the registry, then try again.');
    process.exit(1);
  }
}
