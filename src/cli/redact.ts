import type { Command } from 'commander';
import { eventCleaner } from '../privacy/event-cleaner.ts';
import { readConfig } from '../shared/config.ts';
import { HerError } from '../shared/errors.ts';
import { readSettings } from '../shared/settings.ts';
import { counted } from '../render/figures.ts';
import type { Rewritten } from '../store/rewrite-texts.ts';
import { noteChange } from './note-change.ts';
import { withExamples, withJson, type JsonOption } from './options.ts';
import { write, writeJson } from './output.ts';

interface RedactOptions extends JsonOption {
  again?: boolean;
}

/** `her redact`: stdin to stdout; with `--again`, today's rules over what is stored. */
export function addRedact(her: Command): void {
  const command = her
    .command('redact')
    .description('copy stdin to stdout, secrets replaced by [redacted:…]')
    .option('--again', "instead: today's rules, and those of config.json, over all that is stored")
    .action(({ again, json }: RedactOptions) => (again ? redactAgain(json) : redactStdin(json)));
  withJson(command);
  withExamples(command, ['redact < session.log > clean.log', 'redact --json < .env', 'redact --again']);
}

async function redactStdin(json: boolean | undefined): Promise<void> {
  const { createRedactor } = await import('../privacy/redact.ts');
  const { redact } = readSettings(readConfig(process.env).home, process.env);
  const redactor = createRedactor(redact);
  const chunks: Buffer[] = [];
  // Whole: a private key spans lines.
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  const text = redactor.redact(Buffer.concat(chunks).toString('utf8'));
  if (json) await writeJson({ text, counts: Object.fromEntries(redactor.counts) });
  else await write(text);
}

/** @throws HerError `bad-config` | `lease-held` | `log-in-use`; PatternError */
async function redactAgain(json: boolean | undefined): Promise<void> {
  const [
    { createRedactor },
    { openStore },
    { leaseOn, LeaseLost },
    forgetting,
    { rewriteTexts },
    { redactionKey },
  ] = await Promise.all([
    import('../privacy/redact.ts'),
    import('../store/open.ts'),
    import('../store/lease.ts'),
    import('../store/forget.ts'),
    import('../store/rewrite-texts.ts'),
    import('../store/redaction-key.ts'),
  ]);
  const config = readConfig(process.env);
  const { redact } = readSettings(config.home, process.env);
  const store = openStore(config.database);
  const lease = leaseOn(store);
  try {
    const options = { ...redact, key: redactionKey(store) };
    const ofRows = createRedactor(options);
    // Detail holds each text of a turn once: its count is what is told.
    const ofDetail = createRedactor(options);
    const cleanDetail = eventCleaner((text) => ofDetail.redact(text));
    lease.seize();
    const changed = rewriteTexts(store, lease, {
      text: (text) => ofRows.redact(text),
      event: (event) => {
        const { session: _, ...clean } = cleanDetail({ ...event, session: '' });
        return clean;
      },
    });
    forgetting.finishForgetting(store, lease);
    const counts = Object.fromEntries(ofDetail.counts);
    await noteChange(config, 'redact --again');
    if (json) await writeJson({ changed, counts });
    else await write(inWords(changed, counts));
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    throw new HerError('lease-held', 'Another Her began to write meanwhile. Run the command again.', {
      cause: error,
    });
  } finally {
    if (store.isInPlace()) lease.release();
    store.close();
  }
}

function inWords(changed: Rewritten, counts: Record<string, number>): string {
  const rows = Object.entries(changed).filter(([, count]) => count > 0);
  if (rows.length === 0)
    return 'Nothing to change: what is stored is as today\u2019s rules would leave it.\n';
  const kinds = Object.entries(counts).map(([kind, count]) => `  ${kind}: ${count}\n`);
  const places = rows.map(([what, count]) => `${count} ${what.replaceAll('_', ' ')}`).join(', ');
  const found = kinds.length > 0 ? `Replaced now, by kind:\n${kinds.join('')}` : '';
  return `${found}Changed: ${places}. What was there before is wiped; ${counted(changed.passages, 'passage')} will be embedded again.\n`;
}
