import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { CHECKOUT, environment, SAMPLE, temporaryHome } from '../cli/her.ts';

/** Ends the process at the first connection to anything, worker threads included. */
const WATCH = `
  import net from 'node:net';
  import dns from 'node:dns';
  import { writeSync } from 'node:fs';
  const caught = (what) => { writeSync(2, 'NETWORK ' + what); process.kill(process.pid, 'SIGKILL'); };
  net.Socket.prototype.connect = () => caught('connect');
  dns.lookup = () => caught('lookup');
  globalThis.fetch = () => caught('fetch');`;
const home = temporaryHome();
const env = environment(home, { CLAUDE_CONFIG_DIR: SAMPLE });

const watched = (...args: string[]) =>
  promisify(execFile)(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(WATCH)}`, ...args],
    { env },
  );

test('the watch of this test catches a connection', async () => {
  const ask = "import net from 'node:net'; net.connect(80, '127.0.0.1');";
  await expect(watched('--input-type=module', '-e', ask)).rejects.toThrow('NETWORK connect');
});

test.each([
  [['ingest']],
  [['search', 'why did we choose session cookies']],
  [['replay', 'latest']],
  [['corrections']],
  [['status']],
  [['doctor']],
  [['forget', 'latest', '--prove']],
])(
  'nothing leaves the machine: her %j opens no connection',
  async (args) => {
    const ended = await watched(join(CHECKOUT, 'src/cli/main.ts'), ...args).catch(
      (error: { stderr: string }) => error,
    );
    expect(ended.stderr).not.toContain('NETWORK');
  },
  60_000,
);
