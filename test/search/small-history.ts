import type { WithoutFreshness } from '../../src/shared/answers.ts';
import { ingestContext } from '../../src/ingest/context.ts';
import { searchSessions } from '../../src/search/search-sessions.ts';
import { searchRequest, type SearchAnswer, type SearchRequest } from '../../src/shared/search-answer.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { idOf, lines, speak } from '../ingest/records.ts';
import { makeWorld, readAll } from '../ingest/world.ts';

/** A history of a few sessions of one prompt each, asked by words alone. */
export interface SmallHistory {
  store: Store;
  ask(
    query: string,
    limits?: Pick<SearchRequest, 'since' | 'until'>,
    /** Name of the session in which it is asked. */
    asking?: string,
  ): Promise<WithoutFreshness<SearchAnswer>>;
  /** Names of the sessions that a question finds, best first. */
  namesFor(query: string): Promise<string[]>;
  remove(): void;
}

export interface Said {
  prompt: string;
  /** When, milliseconds. */
  start?: number;
}

/** @param said by the session's name @param now what is read as now, milliseconds */
export async function smallHistory(said: Record<string, Said>, now: number): Promise<SmallHistory> {
  const world = makeWorld();
  const store = openStore(world.database);
  const context = ingestContext(store);
  context.lease.acquire();
  for (const [name, { prompt, start }] of Object.entries(said)) {
    const speaker = speak({ session: idOf(name), start });
    world.put(`-work-pond/${idOf(name)}.jsonl`, lines(speaker.user(prompt), speaker.reply('Done.')));
  }
  await readAll(context, world);
  const nameOf = new Map(Object.keys(said).map((name) => [idOf(name), name]));
  const ask: SmallHistory['ask'] = (query, limits = {}, asking) =>
    searchSessions(
      { store, embedder: null, hasMeaning: 'off', now },
      searchRequest.parse({ query, mode: 'lexical', ...limits }),
      asking === undefined ? {} : { session: idOf(asking) },
    );
  return {
    store,
    ask,
    namesFor: async (query) =>
      (await ask(query)).hits.map((hit) => nameOf.get(hit.session_id) ?? hit.session_id),
    remove() {
      store.close();
      world.remove();
    },
  };
}
