import type { Command } from 'commander';
import { readConfig } from '../shared/config.ts';
import type { ExportRow } from '../store/turn-export.ts';
import type { sumUsage } from '../store/usage.ts';
import {
  timesOf,
  withExamples,
  withFilters,
  withJson,
  type FilterOptions,
  type JsonOption,
} from './options.ts';
import { noteChange } from './note-change.ts';
import { write } from './output.ts';

interface ExportOptions extends FilterOptions, JsonOption {
  subagents?: boolean;
}

/** `her export turns`: JSON Lines; with `--json` one array. */
export function addExport(her: Command): void {
  const command = her.command('export').description('write what is stored, for other programs');
  const turns = command
    .command('turns')
    .description('all turns as JSON Lines, ordered by session and turn')
    .option('--subagents', 'also the turns of sub-agents')
    .action(exportTurns);
  withJson(withFilters(turns));
  const notes = command
    .command('annotations')
    .description('what you said of turns with `her annotate`, as JSON Lines')
    .action(exportAnnotations);
  withJson(notes);
  withExamples(notes, ['export annotations']);
  const examples = ['export turns > turns.jsonl', 'export turns --project harbor-api --since 2026-01-01'];
  withExamples(turns, examples);
  withExamples(command, examples);
}

async function exportTurns({ json, subagents, project, ...times }: ExportOptions): Promise<void> {
  const [{ openStore }, { exportedTurns }, usage, { ownPricesIn }, { usePrices }] = await Promise.all([
    import('../store/open.ts'),
    import('../store/turn-export.ts'),
    import('../store/usage.ts'),
    import('../shared/own-prices.ts'),
    import('../shared/cost.ts'),
  ]);
  const config = readConfig(process.env);
  usePrices(ownPricesIn(config.home));
  const filter = { project, hasSubagents: subagents, ...(await timesOf(times, config.now())) };
  const store = openStore(config.database);
  try {
    const usageOf = usage.usageOfTurn(store);
    const sessions = new Set<string>();
    let separator = json ? '[' : '';
    for (const row of exportedTurns(store, filter)) {
      sessions.add(row.session_id);
      await write(
        separator + JSON.stringify(exported(row, usage.sumUsage(usageOf(row.turn_id)))) + (json ? '' : '\n'),
      );
      if (json) separator = ',\n';
    }
    if (json) await write(`${separator === '[' ? '[' : ''}]\n`);
    await noteChange(config, 'export turns', [...sessions], 'read');
  } finally {
    store.close();
  }
}

function exported(
  row: ExportRow,
  { tokens, cost_usd: cost }: ReturnType<typeof sumUsage>,
): Record<string, unknown> {
  const { session_id, n, prompt_uuid, prompt, reply, model, tool_calls, errors } = row;
  const answered = row.started_at !== null && row.first_reply_at !== null;
  return {
    session_id,
    project: row.project,
    n,
    prompt_uuid,
    started_at: iso(row.started_at),
    ended_at: iso(row.ended_at),
    prompt,
    reply,
    model,
    tool_calls,
    errors,
    interrupted: row.interrupted === 1,
    latency_ms: answered ? Math.max(0, row.first_reply_at! - row.started_at!) : null,
    input_tokens: tokens.input,
    output_tokens: tokens.output,
    cache_read_tokens: tokens.cache_read ?? 0,
    cache_write_tokens: tokens.cache_write ?? 0,
    cost_usd: cost ?? null,
    pushback: row.kind === null ? null : { kind: row.kind, cause: row.cause, confidence: row.confidence },
  };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** `her export annotations`: JSON Lines; with `--json` one array. */
async function exportAnnotations({ json }: JsonOption): Promise<void> {
  const [{ openStore }, { annotations }] = await Promise.all([
    import('../store/open.ts'),
    import('../store/annotations.ts'),
  ]);
  const store = openStore(readConfig(process.env).database);
  try {
    const rows = annotations(store).map(
      ({ kind, detected_kind, detected_cause, detected_confidence, at, ...row }) => ({
        ...row,
        kind: kind ?? 'none',
        at: iso(at),
        detected:
          detected_kind === null
            ? null
            : { kind: detected_kind, cause: detected_cause, confidence: detected_confidence },
      }),
    );
    if (json) await write(`${JSON.stringify(rows)}\n`);
    else for (const row of rows) await write(`${JSON.stringify(row)}\n`);
  } finally {
    store.close();
  }
}
