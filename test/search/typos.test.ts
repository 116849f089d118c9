import { afterAll, beforeAll, expect, test } from 'vitest';
import { ingestContext } from '../../src/ingest/context.ts';
import { searchSessions } from '../../src/search/search-sessions.ts';
import { correctionsOf } from '../../src/search/typos.ts';
import { searchRequest } from '../../src/shared/search-answer.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { idOf, lines, speak } from '../ingest/records.ts';
import { makeWorld, readAll, type World } from '../ingest/world.ts';

/** A short history, in which each word stands once. */
const SAID = {
  glued: 'parseTranscriptLine drops the last record of quartzite',
  snake: 'compute_invoice_total in src/billing/ledger.ts rounds twice',
  kebab: 'the retry-backoff-policy is ignored by cert-manager',
  command: 'git commit --no-verify, then receive the oauth token',
  hashes: 'reverted e53647ba1f1e5203bedff558b482f178db045555, kept 9be07d1',
};

let world: World;
let store: Store;

beforeAll(async () => {
  world = makeWorld();
  store = openStore(world.database);
  const context = ingestContext(store);
  context.lease.acquire();
  for (const [name, text] of Object.entries(SAID)) {
    const said = speak({ session: idOf(name) });
    world.put(`-work-pond/${idOf(name)}.jsonl`, lines(said.user(text), said.reply('Done.')));
  }
  await readAll(context, world);
});
afterAll(() => {
  store.close();
  world.remove();
});

const ask = (query: string) =>
  searchSessions(
    { store, embedder: null, hasMeaning: 'off', now: Date.parse('2026-11-28') },
    searchRequest.parse({ query, mode: 'lexical' }),
  );
const firstFor = async (query: string): Promise<string | undefined> => {
  const { hits } = await ask(query);
  return Object.keys(SAID).find((name) => idOf(name) === hits[0]?.session_id);
};

test.each([
  ['quartzit', 'glued'],
  ['quartzitte', 'glued'],
  ['quratzite', 'glued'],
  ['oatuh', 'command'],
  ['recieve', 'command'],
  ['parseTranscritpLine', 'glued'],
  ['compute_invoce_total', 'snake'],
  ['ledegr.ts', 'snake'],
  ['--no-verfiy', 'command'],
  ['--no-verfy', 'command'],
  ['src/biling/ledger.ts', 'snake'],
  ['ComputeInvoicTotal', 'snake'],
  ['ledger.ts:57:9', 'snake'],
])('one edit away, "%s" is found where each word is rare (%s)', async (query, session) => {
  expect(await firstFor(query)).toBe(session);
});

test.each([
  ['parse_transcript_line', 'glued'],
  ['parse-transcript-line', 'glued'],
  ['parsetranscriptline', 'glued'],
  ['transcriptLine', 'glued'],
  ['computeInvoiceTotal', 'snake'],
  ['ComputeInvoiceTotal', 'snake'],
  ['retryBackoffPolicy', 'kebab'],
  ['retry_backoff_policy', 'kebab'],
  ['certmanager', 'kebab'],
  ['certManager', 'kebab'],
  ['e53647b', 'hashes'],
  ['9be07d1c2f', 'hashes'],
])('written otherwise, "%s" is found (%s)', async (query, session) => {
  expect(await firstFor(query)).toBe(session);
});

test('a word of others, one too short and the class of an error are what they are', () => {
  const asked = ['sentry', 'auth', 'xylophone', 'RecordError'];
  expect(correctionsOf(store, asked, new Set(asked.map((word) => word.toLowerCase())))).toEqual(new Map());
});

test('the answer shows what was corrected, whether all words are held, and whose words are asked for', async () => {
  const corrected = await ask('did I tell you about the retry-backof-policy');
  expect(corrected.interpreted).toMatchObject({
    corrected: { 'retry-backof-policy': 'retry-backoff-policy' },
    own_words: true,
  });
  expect((await ask('oauth token')).interpreted).toEqual({ terms: ['oauth', 'token'], held: 'all' });
  expect((await ask('oauth ledger')).interpreted.held).toBe('some');
});
