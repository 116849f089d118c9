import { setPriority } from 'node:os';

/**
 * Lets others have the processor before this thread: work that nobody waits for must not slow an answer. Linux alone
 * counts niceness for each thread; elsewhere it would be the whole process, which answers as well.
 */
export function stepBack(niceness: number): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(niceness);
  } catch {
    // Not allowed here: it works on as it is.
  }
}
