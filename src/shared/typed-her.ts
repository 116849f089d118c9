import { sep } from 'node:path';
import { shellWord } from './shell.ts';

/**
 * How a person types the command `her` here, for messages that say what to run.
 *
 * @param entry the file that Node was started with: of a checkout a TypeScript file, of the published package a bundle
 * @param folder where a person is thought to be: npm finds a checkout's scripts from inside it only
 */
export function howTyped(entry: string, folder: string): string {
  const checkout = /^(.+)[\\/]src[\\/]\w+[\\/][\w-]+\.ts$/.exec(entry)?.[1];
  if (checkout !== undefined) {
    const isInside = (folder + sep).startsWith(checkout + sep);
    return isInside ? 'npm run -s her --' : `npm --prefix ${shellWord(checkout)} run -s her --`;
  }
  // What npx fetched is on no PATH.
  return /[\\/]_npx[\\/]/.test(entry) ? 'npx -y her-mcp' : 'her';
}

export const TYPED_HER = howTyped(process.argv[1] ?? '', currentFolder());

/** An assistant may run in a folder that is gone. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return '';
  }
}
