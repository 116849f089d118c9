import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** All that a run of the tests puts into the temporary folder lies in one folder, and goes when the run ends. */
export default function ownFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'her-run-'));
  Object.assign(process.env, { TMPDIR: folder, TEMP: folder, TMP: folder });
  // A process that a test ended may still be closing its files.
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
