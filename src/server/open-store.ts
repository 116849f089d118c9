import type { Config } from '../shared/config.ts';
import type { Store } from '../store/open.ts';

/** An answer that is being made may still read what was replaced meanwhile. */
const GRACE_MS = 30_000;

/** The database, opened at the first question and again when another file was put in its place. */
export interface OpenStore {
  /** @throws HerError of `openStore` */
  get(): Promise<Store>;
  close(): Promise<void>;
}

export function storeOf(config: Config, env: NodeJS.ProcessEnv, log: (sentence: string) => void): OpenStore {
  let opening: Promise<Store> | undefined;

  async function get(): Promise<Store> {
    const current = (opening ??= openWithPrices(config, env, log));
    try {
      const store = await current;
      if (store.isInPlace()) return store;
      // Rebuilt, restored or deleted: what is read from the old file nobody writes any more.
      if (opening === current) {
        opening = undefined;
        setTimeout(() => store.close(), GRACE_MS).unref();
      }
    } catch (error) {
      // What was wrong may be mended (disk full, permissions): the next call tries again.
      if (opening === current) opening = undefined;
      throw error;
    }
    return get();
  }

  return {
    get,
    async close() {
      (await opening?.catch(() => undefined))?.close();
    },
  };
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
