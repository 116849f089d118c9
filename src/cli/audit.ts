import type { Command } from 'commander';
import { readConfig } from '../shared/config.ts';
import { counted } from '../render/figures.ts';
import { withExamples, withJson, type JsonOption } from './options.ts';
import { write, writeJson } from './output.ts';

/** `her audit verify` and `her audit export` */
export function addAudit(her: Command): void {
  const command = her.command('audit').description('who read or changed which sessions');
  const verify = command
    .command('verify')
    .description('check that no line of the log was changed, removed or added; exit code 1 when one was')
    .action(async ({ json }: JsonOption) => {
      const { auditFile, verifyAudit } = await import('../privacy/audit-log.ts');
      const { home } = readConfig(process.env);
      const verdict = await verifyAudit(home);
      const { entries, head, broken } = verdict;
      if (broken) process.exitCode = 1;
      if (json) return await writeJson(verdict);
      const where = auditFile(home);
      await write(
        broken
          ? `Line ${broken.line} of ${where} ${broken.reason}. The ${counted(entries, 'line')} before it are whole.\n`
          : `${counted(entries, 'line')} of ${where}, all as they were written. Last hash: ${head}\n`,
      );
    });
  const exporting = command
    .command('export')
    .description('the log as JSON Lines, for other programs; with --json one array')
    .action(async ({ json }: JsonOption) => {
      const { auditLines } = await import('../privacy/audit-log.ts');
      const lines = await auditLines(readConfig(process.env).home);
      await write(json ? `[${lines.join(',\n')}]\n` : lines.map((line) => `${line}\n`).join(''));
    });
  for (const sub of [verify, exporting]) withJson(sub);
  withExamples(command, ['audit verify', 'audit export > audit.jsonl']);
}
