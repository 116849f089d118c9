import type { Command } from 'commander';
import { withExamples, withJson, type JsonOption } from './options.ts';
import { write, writeJson } from './output.ts';

/** `her redact`: stdin to stdout. */
export function addRedact(her: Command): void {
  const command = her
    .command('redact')
    .description('copy stdin to stdout, secrets replaced by [redacted:…]')
    .action(async ({ json }: JsonOption) => {
      const { createRedactor } = await import('../privacy/redact.ts');
      const redactor = createRedactor();
      const chunks: Buffer[] = [];
      // Whole: a private key spans lines.
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
      const text = redactor.redact(Buffer.concat(chunks).toString('utf8'));
      if (json) await writeJson({ text, counts: Object.fromEntries(redactor.counts) });
      else await write(text);
    });
  withJson(command);
  withExamples(command, ['redact < session.log > clean.log', 'redact --json < .env']);
}
