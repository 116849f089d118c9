import type { Command } from 'commander';
import { withExamples } from './options.ts';

/** `her mcp`; without arguments `main.ts` serves it before this file is loaded. */
export function addMcp(her: Command): void {
  const command = her
    .command('mcp')
    .description('serve MCP over stdio: what the assistant runs')
    .action(async () => {
      const { serveOnStdio } = await import('../server/stdio.ts');
      serveOnStdio(process.env);
      await new Promise(() => undefined);
    });
  withExamples(command, ['mcp']);
}
