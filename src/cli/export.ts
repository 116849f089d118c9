import type { Command } from 'commander';
import { readConfig, type Config } from '../shared/config.ts';
import { HerError } from '../shared/errors.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { counted } from '../render/figures.ts';
import { periodOf } from '../shared/when.ts';
import type { Store } from '../store/open.ts';
import type { ExportRow } from '../store/turn-export.ts';
import type { sumUsage } from '../store/usage.ts';
import { withExamples, withFilters, withJson, type FilterOptions, type JsonOption } from './options.ts';
import { addExportImage } from './export-image.ts';
import { noteChange } from './note-change.ts';
import { notice, write } from './output.ts';

interface ExportOptions extends FilterOptions, JsonOption {
  subagents?: boolean;
  forOthers?: boolean;
}

/** `her export turns`: JSON Lines; with `--json` one array. */
export function addExport(her: Command): void {
  const command = her.command('export').description('write what is stored, for other programs');
  const turns = command
    .command('turns')
    .description('all turns as JSON Lines, ordered by session and turn')
    .option('--subagents', 'also the turns of sub-agents')
    .option(
      '--for-others',
      `only sessions with your consent (\`${TYPED_HER} consent\`), without names, ids and times`,
    )
    .action(exportTurns);
  withJson(withFilters(turns));
  const notes = command
    .command('annotations')
    .description(`what you said of turns with \`${TYPED_HER} annotate\`, as JSON Lines`)
    .action(exportAnnotations);
  withJson(notes);
  withExamples(notes, ['export annotations']);
  const stats = command
    .command('stats')
    .description('how much happened each week, as JSON Lines: counts and rates alone, to be given to others')
    .action(exportStats);
  withJson(withFilters(stats));
  withExamples(stats, ['export stats', 'export stats --since 2026-01-01']);
  addExportImage(command);
  const examples = [
    'export turns > turns.jsonl',
    'export turns --project harbor-api --since 2026-01-01',
    'export turns --for-others > for-others.jsonl',
  ];
  withExamples(turns, examples);
  withExamples(command, examples);
}

async function exportTurns({ json, subagents, forOthers, project, ...times }: ExportOptions): Promise<void> {
  const [{ openStore }, { exportedTurns }, usage, { ownPricesIn }, { usePrices }] = await Promise.all([
    import('../store/open.ts'),
    import('../store/turn-export.ts'),
    import('../store/usage.ts'),
    import('../shared/own-prices.ts'),
    import('../shared/cost.ts'),
  ]);
  const config = readConfig(process.env);
  usePrices(ownPricesIn(config.home));
  const filter = { project, hasSubagents: subagents, ...(await periodOf(times, config.now())) };
  const store = openStore(config.database);
  try {
    const others = forOthers ? await forOthersIn(store, config) : undefined;
    const usageOf = usage.usageOfTurn(store);
    const sessions = new Set<string>();
    let separator = json ? '[' : '';
    for (const row of exportedTurns(store, filter)) {
      if (others?.mayHave(row.session_id) === false) continue;
      sessions.add(row.session_id);
      const own = exported(row, usage.sumUsage(usageOf(row.turn_id)));
      await write(separator + JSON.stringify(others ? others.anonymous(own, row) : own) + (json ? '' : '\n'));
      if (json) separator = ',\n';
    }
    if (json) await write(`${separator === '[' ? '[' : ''}]\n`);
    await noteChange(config, forOthers ? 'export turns for others' : 'export turns', [...sessions], 'read');
  } finally {
    store.close();
  }
}

interface ForOthers {
  mayHave(session: string): boolean;
  anonymous(own: Record<string, unknown>, row: ExportRow): Record<string, unknown>;
}

/** Who has consent, and what of a turn may leave. */
async function forOthersIn(store: Store, { home }: Config): Promise<ForOthers> {
  const [{ consentOf }, { createAnonymiser }, { createRedactor }, { readSettings }] = await Promise.all([
    import('../store/consent.ts'),
    import('../privacy/anonymise.ts'),
    import('../privacy/redact.ts'),
    import('../shared/settings.ts'),
  ]);
  const { patterns } = readSettings(home, process.env).redact;
  const redactor = createRedactor({ patterns, personal: true });
  const names = store.db.prepare<[], string>('SELECT name FROM project').pluck().all();
  const { session, project, text, week } = createAnonymiser((one) => redactor.redact(one), names);
  return {
    mayHave: consentOf(store),
    anonymous: (own, row) => ({
      ...own,
      session_id: session(row.session_id),
      project: row.project === null ? null : project(row.project),
      prompt_uuid: null,
      started_at: row.started_at === null ? null : week(row.started_at),
      ended_at: row.ended_at === null ? null : week(row.ended_at),
      prompt: text(row.prompt),
      reply: text(row.reply),
    }),
  };
}

/** A week with fewer turns is not told: what is rare in a small group tells of one person's day. */
const FEWEST_TURNS = 20;

/** `her export stats`: JSON Lines, one week each; with `--json` one document. No text, path, name or id. */
async function exportStats({ json, project, ...times }: FilterOptions & JsonOption): Promise<void> {
  if (project !== undefined)
    throw new HerError('bad-arguments', 'Figures for others are never of one project: leave --project out.');
  const [{ openStore }, { weeklyCounts }] = await Promise.all([
    import('../store/open.ts'),
    import('../store/weekly-counts.ts'),
  ]);
  const config = readConfig(process.env);
  const { since, until } = await periodOf(times, config.now());
  const store = openStore(config.database);
  try {
    const all = weeklyCounts(store, since ?? Number.MIN_SAFE_INTEGER, until ?? Number.MAX_SAFE_INTEGER);
    const weeks = all
      .filter(({ turns }) => turns >= FEWEST_TURNS)
      .map((week) => ({
        ...week,
        pushback_rate: rate(week.pushback, week.turns),
        interruption_rate: rate(week.interrupted, week.turns),
        error_rate: rate(week.errors, week.tool_calls),
      }));
    const suppressed = all.length - weeks.length;
    if (suppressed > 0)
      notice(`${counted(suppressed, 'week')} with fewer than ${FEWEST_TURNS} turns left out.`);
    if (json) await write(`${JSON.stringify({ weeks, suppressed_weeks: suppressed })}\n`);
    else for (const week of weeks) await write(`${JSON.stringify(week)}\n`);
    await noteChange(config, 'export stats', [], 'read');
  } finally {
    store.close();
  }
}

function rate(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((1000 * part) / whole) / 1000;
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
