import type { ToolContext } from '../../tools/context.ts';
import type { Embedder } from '../embed/embedder.ts';
import type { IngestHandle, ServiceOptions } from '../ingest/service.ts';
import type { AuditEntry, AuditLog } from '../privacy/audit-log.ts';
import { readConfig, type Config } from '../shared/config.ts';
import { sentenceOf } from '../shared/errors.ts';
import type { Freshness } from '../shared/answers.ts';
import type { Store } from '../store/open.ts';
import type { Beside } from './beside.ts';
import type { CallTool } from './call-tool.ts';
import { meaningOf } from './meaning.ts';
import { storeOf } from './open-store.ts';
import { longHistory } from './long-history.ts';
import { settling } from './settling.ts';

/** The parts that tools work with. Each is opened when it is first needed, so that the handshake waits for none. */
export interface Her {
  readonly context: ToolContext;
  /** Opens what the first question will need. To be called after the first answer; never throws. */
  warmUp(): Promise<void>;
  /** Begins to read transcripts in a worker thread, once. */
  startIngest(options?: Omit<ServiceOptions, 'env'>): Promise<IngestHandle>;
  /** Answers a tool's call in a thread of its own. */
  readonly callBeside: CallTool;
  /** Notes who read or changed what, unless config.json says not to. Never waits, never throws. */
  audit(entry: AuditEntry): void;
  close(): Promise<void>;
}

/** @param log takes sentences for the person who looks after the process. @throws HerError `bad-config` */
export function openHer(env: NodeJS.ProcessEnv, log: (sentence: string) => void): Her {
  const config = readConfig(env);
  const meaning = meaningOf(config, log);
  const store = storeOf(config, env, log);
  const long = longHistory(env, log);
  const settled = settling(() => ingest?.then((handle) => handle.caughtUp));
  let freshness: { of: Store; look: () => Freshness } | undefined;
  let ingest: Promise<IngestHandle> | undefined;
  let auditing: Promise<AuditLog | null> | undefined;
  let beside: Promise<Beside> | undefined;

  return {
    context: {
      async store() {
        const opened = await store.get();
        long.follow(opened);
        return opened;
      },
      now: config.now,
      settled,
      meaning: () => ({ ...meaning.state(), finder: long.finder() }),
      async freshness() {
        const [{ freshnessOf }, of] = await Promise.all([import('./freshness.ts'), store.get()]);
        if (freshness?.of !== of) freshness = { of, look: freshnessOf(of, env) };
        return freshness.look();
      },
      async redact() {
        const [{ createRedactor }, { readSettings }, { redactionKey }] = await Promise.all([
          import('../privacy/redact.ts'),
          import('../shared/settings.ts'),
          import('../store/redaction-key.ts'),
        ]);
        const { redact } = readSettings(config.home, env);
        const redactor = createRedactor({ ...redact, key: redactionKey(await store.get()) });
        return (text) => redactor.redact(text);
      },
    },
    async warmUp() {
      try {
        const opened = await store.get();
        await meaning.open(opened.hasVectors);
        await import('./freshness.ts');
        const { embedder } = meaning.state();
        if (embedder) await long.begin(opened, embedder);
        if (embedder && !long.finder()) await readVectors(opened, embedder);
      } catch (error) {
        log(sentenceOf(error));
      }
    },
    async startIngest(options) {
      ingest ??= import('../ingest/service.ts').then(({ startIngest }) => startIngest({ env, ...options }));
      return ingest;
    },
    async callBeside(tool, given, asking) {
      beside ??= import('./beside.ts').then(({ answerBeside }) => answerBeside(env, log));
      return (await beside).call(tool, given, asking);
    },
    audit(entry) {
      auditing = (auditing ?? openAudit(config, env, log, store.get)).then((to) => {
        to?.note(entry);
        return to;
      });
    },
    async close() {
      await (await ingest)?.stop();
      await (await beside)?.close();
      await long.close();
      await (await auditing)?.settled();
      await meaning.state().embedder?.close();
      await store.close();
    },
  };
}

/** Of a long history, a question by meaning needs them all in memory. */
async function readVectors(store: Store, embedder: Embedder): Promise<void> {
  if (!store.hasVectors) return;
  const { storedVectors } = await import('../store/vectors.ts');
  await storedVectors(store, embedder.model, embedder.dim)?.read();
}

async function openAudit(
  { home }: Config,
  env: NodeJS.ProcessEnv,
  log: (sentence: string) => void,
  openedStore: () => Promise<Store>,
): Promise<AuditLog | null> {
  const [{ openAuditLog }, { readSettings }, { keepAuditHead }] = await Promise.all([
    import('../privacy/audit-log.ts'),
    import('../shared/settings.ts'),
    import('../store/audit-head.ts'),
  ]);
  try {
    if (!readSettings(home, env).audit) return null;
  } catch (error) {
    log(sentenceOf(error)); // settings that cannot be read switch nothing off
  }
  return openAuditLog(home, log, { keepEnd: async (end) => keepAuditHead(await openedStore(), end) });
}
