import { fileURLToPath } from 'node:url';
import { shellWord } from '../shared/shell.ts';

/** Whether this runs from a checkout (TypeScript) or from the published bundle in `dist/`. */
export const IS_CHECKOUT = import.meta.url.endsWith('.ts');

/** A file or folder of the package, by its path from the top. */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(IS_CHECKOUT ? `../../${path}` : `../${path}`, import.meta.url));
}

/** What runs `her mcp` from here: the package by its name, or this checkout by its path. */
export function mcpCommand(): string[] {
  return IS_CHECKOUT
    ? [process.execPath, packageFile('src/cli/main.ts'), 'mcp']
    : ['npx', '-y', 'her-mcp', 'mcp'];
}

/** A command line as a shell reads it. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
