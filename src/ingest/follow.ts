import type { EventEmitter } from 'node:events';
import { setImmediate as nextTick, setTimeout as sleep } from 'node:timers/promises';
import type { Embedder } from '../embed/embedder.ts';
import { builtInModelFolder, openEmbedder } from '../embed/open.ts';
import { readConfig, type Config } from '../shared/config.ts';
import { HerError, sentenceOf } from '../shared/errors.ts';
import { giveMemoryBack } from '../shared/give-memory-back.ts';
import { readSettings } from '../shared/settings.ts';
import { SOURCES } from '../sources/registry.ts';
import { LeaseLost, type Holder } from '../store/lease.ts';
import { explainStoreError, openStore } from '../store/open.ts';
import { verdictsOf } from '../store/verdicts.ts';
import { vectorWriter, type VectorWriter } from '../store/vector-writer.ts';
import { ingestContext } from './context.ts';
import { embedNext } from './embed-queue.ts';
import type { IngestContext } from './file.ts';
import type { Grown } from './guard.ts';
import { meanwhile, type Meanwhile } from './meanwhile.ts';
import { ingestAll, ingestSafely, type PassOptions } from './pass.ts';
import { DETECTOR_NAME, judgeNext } from './judge.ts';
import { BEAT_MS, LEASE_POLL_MS } from './lease-times.ts';
import { sealNext } from './seal.ts';
import type { IngestMessage } from './service.ts';
import { upkeep } from './upkeep.ts';
import { watchTranscripts, type Watch } from './watch.ts';

/** Waits for the lease, reads what is new, then follows the files; begins again when the lease is lost. */
export interface FollowOptions {
  env: NodeJS.ProcessEnv;
  say: (message: IngestMessage) => void;
  signal: AbortSignal;
  /** As whom the lease is held, where another process of this server keeps it meanwhile and afterwards. */
  holder?: Holder;
  /** Emits `look` when all files shall be looked at now, which is answered by `looked`. */
  asked?: EventEmitter;
  /** Transcripts to be read before anything else. */
  grown?: readonly Grown[];
}

const AFTER_TROUBLE_MS = 3000;
/** Without a change for so long, the next may be far. */
const REST_AFTER_MS = 3000;
/** Old sessions need not go on the minute, and removing them rewrites the file. */
const TIDY_EVERY_MS = 3_600_000;

export async function follow({ env, say, signal, holder, asked, grown }: FollowOptions): Promise<void> {
  const config = readConfig(env);
  let told = '';
  while (!signal.aborted) {
    try {
      await hold(config, { env, say: tell, signal, holder, asked, grown });
    } catch (error) {
      if (error instanceof LeaseLost) continue;
      const trouble = explainStoreError(error, config.database);
      if (trouble instanceof HerError && trouble.code === 'db-newer') throw trouble;
      const text = sentenceOf(trouble);
      if (text !== told) say({ kind: 'notice', text });
      told = text;
      await pause(AFTER_TROUBLE_MS, signal);
    }
  }

  /** Trouble that lasts is told once; after some progress it is news again. */
  function tell(message: IngestMessage): void {
    if (message.kind === 'caught-up') told = '';
    say(message);
  }
}

/** One tenure: from the database being opened to the lease being lost or given back. */
async function hold(
  config: Config,
  { env, say, signal, holder, asked, grown }: FollowOptions,
): Promise<void> {
  const settings = readSettings(config.home, env);
  const store = openStore(config.database, env);
  let embedder: Embedder | null = null;
  let watch: Watch | null = null;
  try {
    const context = ingestContext(store, settings, undefined, holder);
    if (!context.lease.acquire()) {
      say({ kind: 'caught-up' }); // another process reads for all
      say({ kind: 'waits' });
    }
    while (!context.lease.acquire()) {
      if (signal.aborted || !store.isInPlace()) return;
      await pause(LEASE_POLL_MS, signal);
    }
    for (const { source: id, path } of grown ?? []) {
      const source = SOURCES.find((known) => known.id === id);
      while (source && ingestSafely(context, { source, path }).more) await nextTick();
    }
    let tidiedAt = -Infinity;
    const tidy = (): void => {
      if (performance.now() - tidiedAt < TIDY_EVERY_MS) return;
      upkeep(context, settings, (text) => say({ kind: 'notice', text }));
      tidiedAt = performance.now();
    };
    tidy();
    const ended = new AbortController();
    const beat = setInterval(() => {
      if (!store.isInPlace() || !renewed(context)) ended.abort();
    }, BEAT_MS);
    try {
      watch = watchTranscripts(SOURCES, env, (text) => say({ kind: 'notice', text }));
      asked?.on('look', watch.look);
      const until = AbortSignal.any([signal, ended.signal]);
      const reading: Reading = { context, watch, env, tidy, say, signal: until };
      const live = meanwhile(context, { sources: SOURCES, env, signal: until });
      await lookAtAll(reading, {
        urgent: live,
        notice: (text) => say({ kind: 'notice', text }),
        onProgress: ({ bytes, bytesLeft, files }) => say({ kind: 'progress', bytes, bytesLeft, files }),
      });
      say({ kind: 'caught-up' });
      embedder = await openEmbedder(config.embedder, {
        modelsFolder: builtInModelFolder(),
        minilmFolder: config.minilmFolder,
      });
      const vectors = embedder && store.hasVectors ? vectorWriter(store, embedder.model, embedder.dim) : null;
      await workAndFollow(reading, live, embedder && vectors && { embedder, vectors });
    } finally {
      clearInterval(beat);
      if (store.isInPlace()) context.lease.release();
    }
  } finally {
    if (watch) asked?.off('look', watch.look);
    await watch?.close();
    await embedder?.close();
    store.close();
  }
}

/** A database that is locked for a moment says nothing about the lease. */
function renewed({ lease }: IngestContext): boolean {
  try {
    return lease.renew();
  } catch {
    return true; // the next batch meets the same trouble, and says it
  }
}

interface Reading {
  context: IngestContext;
  watch: Watch;
  env: NodeJS.ProcessEnv;
  tidy: () => void;
  say: FollowOptions['say'];
  signal: AbortSignal;
}

/** Judges, embeds and seals what is new, then waits for changes, and begins again. */
async function workAndFollow(
  reading: Reading,
  live: Meanwhile,
  meaning: { embedder: Embedder; vectors: VectorWriter } | null,
): Promise<void> {
  const { context, watch, say, signal } = reading;
  const { store, lease } = context;
  const verdicts = verdictsOf(store, DETECTOR_NAME);
  let hasGarbage = true;
  const rest = (): void => {
    giveMemoryBack();
    hasGarbage = false;
  };
  while (!signal.aborted) {
    while (!signal.aborted && judgeNext(store, lease, verdicts) > 0) {
      await nextTick();
      await live.readGrown();
    }
    while (meaning && !signal.aborted && !watch.hasNews()) {
      if ((await embedNext(store, lease, meaning.vectors, meaning.embedder)) === 0) break;
      await nextTick();
      await live.readGrown();
    }
    while (!signal.aborted && !watch.hasNews() && sealNext(store, lease, meaning?.vectors ?? null)) {
      await nextTick();
      await live.readGrown();
    }
    const resting = hasGarbage ? setTimeout(rest, REST_AFTER_MS) : undefined;
    const changed = await watch.news(signal);
    clearTimeout(resting);
    hasGarbage ||= changed.length > 0;
    if (changed.length === 0) {
      const bytes = await lookAtAll(reading, { urgent: live });
      if (bytes > 0) watch.foundByLooking();
      hasGarbage ||= bytes > 0;
      say({ kind: 'looked', bytes, isPolling: watch.isPolling(), retryAt: context.files.nextRetry() });
    } else say({ kind: 'reads' });
    for (const { source, path } of changed) {
      while (!signal.aborted && ingestSafely(context, { source, path }).more) {
        await nextTick();
        await live.readGrown();
      }
    }
  }
}

/** Resolves to the number of new bytes. */
async function lookAtAll(
  { context, env, tidy, signal }: Reading,
  options: Pick<PassOptions, 'urgent' | 'onProgress' | 'notice'> = {},
): Promise<number> {
  const { bytes } = await ingestAll(context, { sources: SOURCES, env, signal, ...options });
  tidy();
  return bytes;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
