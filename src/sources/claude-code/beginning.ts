import { closeSync, openSync, readSync } from 'node:fs';

/** The first bytes of a file; empty when it is gone, which reading it will say. */
export function beginningOf(path: string, bytes: number): string {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const buffer = Buffer.alloc(bytes);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, bytes, 0));
  } catch {
    return '';
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
