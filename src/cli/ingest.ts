import { setImmediate as nextTick } from 'node:timers/promises';
import type { Command } from 'commander';
import { readConfig, type Config } from '../shared/config.ts';
import { keepYoungGenerationSmall } from '../shared/young-generation.ts';
import { HerError, sentenceOf } from '../shared/errors.ts';
import { mendedNotice } from '../shared/private-files.ts';
import { readSettings } from '../shared/settings.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import type { IngestContext } from '../ingest/file.ts';
import type { PassTotals, Urgent } from '../ingest/pass.ts';
import type { VectorWriter } from '../store/vector-writer.ts';
import { bytes, counted, duration } from '../render/figures.ts';
import { withExamples, withJson, type JsonOption } from './options.ts';
import { notice, write, writeJson } from './output.ts';
import { progressBar } from './progress.ts';

interface IngestTotals extends PassTotals {
  /** What is stored now, not only what this pass brought. */
  sessions: number;
  turns: number;
  passages: number;
  embedded: number;
  duration_ms: number;
}

/** `her ingest`: one pass over everything. */
export function addIngest(her: Command): void {
  const command = her
    .command('ingest')
    .description('read all transcripts once, then exit')
    .action(async ({ json }: JsonOption) => {
      const totals = await ingest();
      if (json) await writeJson(totals);
      else await write(inWords(totals));
    });
  withJson(command);
  withExamples(command, ['ingest', 'ingest --json']);
}

/** @throws HerError `lease-held` | `stopped` */
export async function ingest(): Promise<IngestTotals> {
  const [
    { openStore },
    { ingestContext },
    { meanwhile },
    { addUp },
    { SOURCES },
    { upkeep },
    { storeCounts },
    { holdLease },
  ] = await Promise.all([
    import('../store/open.ts'),
    import('../ingest/context.ts'),
    import('../ingest/meanwhile.ts'),
    import('../ingest/pass.ts'),
    import('../sources/registry.ts'),
    import('../ingest/upkeep.ts'),
    import('../store/overview.ts'),
    import('./hold-lease.ts'),
  ]);
  const begun = performance.now();
  keepYoungGenerationSmall();
  const config = readConfig(process.env);
  const settings = readSettings(config.home, process.env);
  const store = openStore(config.database);
  const mended = mendedNotice(store.mended);
  if (mended) notice(mended);
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const context = ingestContext(store, settings);
    const { embedded, ...pass } = await holdLease(store, context.lease, async () => {
      upkeep(context, settings, notice);
      const live = meanwhile(context, { sources: SOURCES, env: process.env, signal: stopping.signal });
      const totals = await readTranscripts(context, stopping.signal, live);
      upkeep(context, settings, notice);
      await judge(context, stopping.signal, live);
      const embedded = await embed(config, context, stopping.signal, live);
      addUp(totals, live.totals);
      return { ...totals, embedded };
    });
    if (stopping.signal.aborted)
      throw new HerError(
        'stopped',
        `Stopped. What was read is stored; the next \`${TYPED_HER} ingest\` goes on from there.`,
      );
    const { sessions, turns, passages } = storeCounts(store);
    return {
      ...pass,
      sessions,
      turns,
      passages,
      embedded,
      duration_ms: Math.round(performance.now() - begun),
    };
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    store.close();
  }
}

/** With a progress bar. */
export async function readTranscripts(
  context: IngestContext,
  signal: AbortSignal,
  urgent?: Urgent,
): Promise<PassTotals> {
  const [{ ingestAll }, { SOURCES }] = await Promise.all([
    import('../ingest/pass.ts'),
    import('../sources/registry.ts'),
  ]);
  const bar = progressBar('Reading  ', 'bytes');
  try {
    return await ingestAll(context, {
      sources: SOURCES,
      env: process.env,
      signal,
      urgent,
      notice,
      onProgress: (progress) => bar.at(progress.bytes, progress.bytes + progress.bytesLeft),
    });
  } finally {
    bar.end();
  }
}

/** Looks for pushback in the turns that are new. */
async function judge({ store, lease }: IngestContext, signal: AbortSignal, urgent: Urgent): Promise<void> {
  const [{ DETECTOR_NAME, judgeNext }, { verdictsOf }] = await Promise.all([
    import('../ingest/judge.ts'),
    import('../store/verdicts.ts'),
  ]);
  const verdicts = verdictsOf(store, DETECTOR_NAME);
  while (!signal.aborted && judgeNext(store, lease, verdicts) > 0) {
    await nextTick();
    await urgent.readGrown();
  }
}

/** Returns how many passages were embedded; seals what is searched by. A model that does not work costs search by meaning, nothing else. */
async function embed(
  config: Config,
  { store, lease }: IngestContext,
  signal: AbortSignal,
  urgent: Urgent,
): Promise<number> {
  const { sealNext } = await import('../ingest/seal.ts');
  const seal = async (vectors: VectorWriter | null): Promise<void> => {
    while (!signal.aborted && sealNext(store, lease, vectors)) await urgent.readGrown();
  };
  if (config.embedder === 'off' || !store.hasVectors) {
    await seal(null);
    return 0;
  }
  const [{ openEmbedder, builtInModelFolder }, { vectorWriter }, { embedNext }] = await Promise.all([
    import('../embed/open.ts'),
    import('../store/vector-writer.ts'),
    import('../ingest/embed-queue.ts'),
  ]);
  const bar = progressBar('Embedding', 'passages');
  try {
    const embedder = await openEmbedder(config.embedder, {
      modelsFolder: builtInModelFolder(),
      minilmFolder: config.minilmFolder,
    });
    if (!embedder) return 0;
    const vectors = vectorWriter(store, embedder.model, embedder.dim);
    const waiting = vectors.pendingCount();
    let done = 0;
    for (let count = -1; count !== 0 && !signal.aborted; done += count) {
      count = await embedNext(store, lease, vectors, embedder);
      bar.at(done + count, waiting);
      await urgent.readGrown();
    }
    await embedder.close();
    await seal(vectors);
    return done;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'EmbedError')) throw error;
    notice(`search by meaning is not ready: ${sentenceOf(error)}`);
    return 0;
  } finally {
    bar.end();
  }
}

function inWords(totals: IngestTotals): string {
  const { files, lines, bad_lines: bad, unknown_lines: unknown } = totals;
  const read =
    files === 0
      ? totals.sessions === 0
        ? `There are no transcripts to read: \`${TYPED_HER} status\` says where they were looked for.`
        : 'Nothing new to read.'
      : `Read ${bytes(totals.bytes)} in ${counted(lines, 'line')} of ${counted(files, 'transcript')}, embedded ${counted(totals.embedded, 'passage')}, in ${duration(totals.duration_ms)}.`;
  const odd = [
    ...(bad > 0 ? [counted(bad, 'bad line')] : []),
    ...(unknown > 0 ? [`${counted(unknown, 'line')} of an unknown kind`] : []),
  ].join(' and ');
  const passedOver = odd === '' ? '' : `Passed over: ${odd}; \`${TYPED_HER} status\` says which.\n`;
  return `${read}\n${passedOver}Stored: ${counted(totals.sessions, 'session')}, ${counted(totals.turns, 'turn')}, ${counted(totals.passages, 'passage')}.\n`;
}
