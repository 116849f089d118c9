import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { readConfig, type Config } from '../shared/config.ts';
import { sentenceOf } from '../shared/errors.ts';
import type { AuditEnd } from '../privacy/audit-log.ts';
import { counted } from '../render/figures.ts';
import { withExamples, withJson, type JsonOption } from './options.ts';
import { notice, write, writeJson } from './output.ts';

/** `her audit verify` and `her audit export` */
export function addAudit(her: Command): void {
  const command = her.command('audit').description('who read or changed which sessions');
  const verify = command
    .command('verify')
    .description('check that no line of the log was changed, removed or added; exit code 1 when one was')
    .action(async ({ json }: JsonOption) => {
      const { auditFile, verifyAudit } = await import('../privacy/audit-log.ts');
      const config = readConfig(process.env);
      const { home } = config;
      const verdict = await verifyAudit(home, await keptEnd(config));
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

/** What the database says the log ended with; a database that cannot be opened says nothing. */
async function keptEnd({ database }: Config): Promise<AuditEnd | undefined> {
  if (!existsSync(database)) return undefined;
  const [{ openStore }, { auditHead }] = await Promise.all([
    import('../store/open.ts'),
    import('../store/audit-head.ts'),
  ]);
  try {
    const store = openStore(database);
    try {
      return auditHead(store);
    } finally {
      store.close();
    }
  } catch (error) {
    notice(`The log's end is not compared with the database. ${sentenceOf(error)}`);
    return undefined;
  }
}
