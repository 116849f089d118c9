/** `her ingest` of the built package as a person runs it, watched from outside (Linux: by /proc). */
import Database from 'better-sqlite3';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface WholeRun {
  /** Milliseconds from the start until the process ended. */
  wall: number;
  /** Milliseconds of CPU, user and system. */
  cpu: number;
  /** Milliseconds from the start until every word was found. */
  words: number;
  peakMb: number;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LOOK_EVERY_MS = 50;
/** Of /proc/<pid>/stat, in hundredths of a second, counted behind the name in brackets. */
const USER_TIME = 11;
const SYSTEM_TIME = 12;

/** Builds the package into `folder`; returns the command's file. */
export function buildPackage(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const part of ['node_modules', 'models', 'package.json'])
    symlinkSync(join(ROOT, part), join(folder, part));
  execFileSync(process.execPath, [join(ROOT, 'scripts/build.mjs'), join(folder, 'dist')]);
  return join(folder, 'dist/her.cjs');
}

/** @param bytes of all transcripts: that many have been read when every word is found */
export async function wholeIngest(her: string, claude: string, bytes: number): Promise<WholeRun> {
  const home = mkdtempSync(join(tmpdir(), 'her-whole-'));
  try {
    const begun = performance.now();
    const child = spawn(process.execPath, [her, 'ingest'], {
      env: { PATH: process.env['PATH'], HOME: home, HER_HOME: join(home, 'her'), CLAUDE_CONFIG_DIR: claude },
      stdio: 'ignore',
    });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const seen = { words: 0, cpu: 0, peakMb: 0 };
    while (child.exitCode === null && child.signalCode === null) {
      Object.assign(seen, usageOf(child.pid) ?? {});
      if (seen.words === 0 && bytesRead(join(home, 'her/her.db')) >= bytes)
        seen.words = performance.now() - begun;
      await Promise.race([ended, sleep(LOOK_EVERY_MS)]);
    }
    return { ...seen, wall: performance.now() - begun };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function usageOf(pid: number | undefined): { cpu: number; peakMb: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    if (!peak) return undefined;
    return {
      cpu: 10 * (Number(stat[USER_TIME]) + Number(stat[SYSTEM_TIME])),
      peakMb: Number(peak[1]) / 1000,
    };
  } catch {
    return undefined; // it has just ended
  }
}

function bytesRead(database: string): number {
  if (!existsSync(database)) return 0;
  try {
    const db = new Database(database, { readonly: true });
    try {
      return Number(db.prepare('SELECT coalesce(sum(offset), 0) FROM file').pluck().get());
    } finally {
      db.close();
    }
  } catch {
    return 0; // no tables yet
  }
}
