import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Runs the real command in a home of its own, as a person would. */
export const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
export const SAMPLE = join(CHECKOUT, 'sample');
export const NOW = '2026-11-23T09:00:00Z';

const LONGEST_MS = 120_000;

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  input?: string;
  /** Where it is run; else where the tests are. */
  cwd?: string;
  /** Closes its stdout at the first line, as `head -1` does. */
  closeEarly?: boolean;
  /** Called with all of stdout so far; may end the process. */
  onOut?: (out: string, kill: (signal: NodeJS.Signals) => void) => void;
}

export function temporaryHome(): string {
  return mkdtempSync(join(tmpdir(), 'her-cli-'));
}

/** Nothing of the real environment but the PATH reaches the command. */
export function environment(home: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: home,
    HER_HOME: join(home, 'her'),
    HER_NOW: NOW,
    TZ: 'UTC',
    ...more,
  };
}

export function runHer(
  args: readonly string[],
  { env, input, cwd, closeEarly, onOut }: RunOptions,
): Promise<Ran> {
  const child = spawn(process.execPath, [join(CHECKOUT, 'src/cli/main.ts'), ...args], {
    env,
    cwd,
    // One that hangs does not outlive its test.
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
    if (closeEarly) child.stdout.destroy();
    onOut?.(out, (signal) => child.kill(signal));
  });
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  child.stdin.end(input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}
