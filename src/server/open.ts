import { setTimeout as sleep } from 'node:timers/promises';
import type { ToolContext } from '../../tools/context.ts';
import type { Embedder } from '../embed/embedder.ts';
import type { IngestHandle, IngestMessage } from '../ingest/service.ts';
import type { AuditEntry, AuditLog } from '../privacy/audit-log.ts';
import { readConfig, type Config } from '../shared/config.ts';
import { sentenceOf } from '../shared/errors.ts';
import type { Freshness } from '../shared/answers.ts';
import type { Store } from '../store/open.ts';

/** The parts that tools work with. Each is opened when it is first needed, so that the handshake waits for none. */
export interface Her {
  readonly context: ToolContext;
  /** Opens what the first question will need. To be called after the first answer; never throws. */
  warmUp(): Promise<void>;
  /** Begins to read transcripts in a worker thread, once. */
  startIngest(onMessage?: (message: IngestMessage) => void): Promise<IngestHandle>;
  /** Notes who read or changed what, unless config.json says not to. Never waits, never throws. */
  audit(entry: AuditEntry): void;
  close(): Promise<void>;
}

/** A session's first question may come before the last session's end has been read: that takes this long. */
const SETTLING_MS = 3000;
const MOST_WAIT_MS = 400;

/** @param log takes sentences for the person who looks after the process. @throws HerError `bad-config` */
export function openHer(env: NodeJS.ProcessEnv, log: (sentence: string) => void): Her {
  const config = readConfig(env);
  const meaning = meaningOf(config, log);
  const openedAt = performance.now();
  let opening: Promise<Store> | undefined;
  let freshness: (() => Freshness) | undefined;
  let ingest: Promise<IngestHandle> | undefined;
  let auditing: Promise<AuditLog | null> | undefined;

  function store(): Promise<Store> {
    opening ??= openWithPrices(config, env, log);
    // What was wrong may be mended (disk full, permissions): the next call tries again.
    opening.catch(() => (opening = undefined));
    return opening;
  }

  return {
    context: {
      store,
      now: config.now,
      async settled() {
        if (performance.now() - openedAt > SETTLING_MS) return;
        await Promise.race([
          ingest?.then((handle) => handle.caughtUp),
          sleep(MOST_WAIT_MS, undefined, { ref: false }),
        ]);
      },
      meaning: meaning.state,
      async freshness() {
        freshness ??= (await import('./freshness.ts')).freshnessOf(await store(), env);
        return freshness();
      },
      async redact() {
        const [{ createRedactor }, { readSettings }, { redactionKey }] = await Promise.all([
          import('../privacy/redact.ts'),
          import('../shared/settings.ts'),
          import('../store/redaction-key.ts'),
        ]);
        const { redact } = readSettings(config.home, env);
        const redactor = createRedactor({ ...redact, key: redactionKey(await store()) });
        return (text) => redactor.redact(text);
      },
    },
    async warmUp() {
      try {
        const { hasVectors } = await store();
        await meaning.open(hasVectors);
        await import('./freshness.ts');
      } catch (error) {
        log(sentenceOf(error));
      }
    },
    startIngest(onMessage) {
      ingest ??= import('../ingest/service.ts').then(({ startIngest }) => startIngest({ env, onMessage }));
      return ingest;
    },
    audit(entry) {
      auditing = (auditing ?? openAudit(config, env, log)).then((to) => {
        to?.note(entry);
        return to;
      });
    },
    async close() {
      await (await ingest)?.stop();
      await (await auditing)?.settled();
      await meaning.state().embedder?.close();
      (await opening?.catch(() => undefined))?.close();
    },
  };
}

async function openAudit(
  { home }: Config,
  env: NodeJS.ProcessEnv,
  log: (sentence: string) => void,
): Promise<AuditLog | null> {
  const [{ openAuditLog }, { readSettings }] = await Promise.all([
    import('../privacy/audit-log.ts'),
    import('../shared/settings.ts'),
  ]);
  try {
    if (!readSettings(home, env).audit) return null;
  } catch (error) {
    log(sentenceOf(error)); // settings that cannot be read switch nothing off
  }
  return openAuditLog(home, log);
}

async function openWithPrices(
  { home, database }: Config,
  env: NodeJS.ProcessEnv,
  log: (sentence: string) => void,
): Promise<Store> {
  const [{ openStore }, { ownPricesIn }, { usePrices }, { mendedNotice }] = await Promise.all([
    import('../store/open.ts'),
    import('../shared/own-prices.ts'),
    import('../shared/cost.ts'),
    import('../shared/private-files.ts'),
  ]);
  usePrices(ownPricesIn(home));
  const store = openStore(database, env);
  const notice = mendedNotice(store.mended);
  if (notice) log(notice);
  return store;
}

interface MeaningState {
  state: ToolContext['meaning'];
  open(hasVectors: boolean): Promise<void>;
}

function meaningOf(config: Config, log: (sentence: string) => void): MeaningState {
  let embedder: Embedder | null = null;
  let hasMeaning: ReturnType<ToolContext['meaning']>['hasMeaning'] =
    config.embedder === 'off' ? 'off' : 'loading';
  return {
    state: () => ({ embedder, hasMeaning }),
    async open(hasVectors) {
      if (hasMeaning !== 'loading') return;
      if (!hasVectors) {
        hasMeaning = 'unavailable';
        log('sqlite-vec does not work here: search is by words only. `her doctor` says more.');
        return;
      }
      try {
        const { builtInModelFolder, openEmbedder } = await import('../embed/open.ts');
        const opened = await openEmbedder(config.embedder, {
          modelsFolder: builtInModelFolder(),
          minilmFolder: config.minilmFolder,
          inSlices: true,
        });
        await opened?.embed([]); // MiniLM loads on behind its interface
        embedder = opened;
        hasMeaning = 'ready';
      } catch (error) {
        hasMeaning = 'unavailable';
        log(`Search is by words only: ${sentenceOf(error)}`);
      }
    },
  };
}
