import { afterAll, beforeAll, expect, test } from 'vitest';
import { correctionsOf } from '../../src/search/typos.ts';
import { smallHistory, type SmallHistory } from './small-history.ts';

/** A short history, in which each word stands once. */
const SAID = {
  glued: { prompt: 'parseTranscriptLine drops the last record of quartzite' },
  snake: { prompt: 'compute_invoice_total in src/billing/ledger.ts rounds twice' },
  kebab: { prompt: 'the retry-backoff-policy is ignored by cert-manager' },
  command: { prompt: 'git commit --no-verify, then receive the oauth token' },
  hashes: { prompt: 'reverted e53647ba1f1e5203bedff558b482f178db045555, kept 9be07d1' },
};

let history: SmallHistory;
beforeAll(async () => {
  history = await smallHistory(SAID, Date.parse('2026-11-28'));
});
afterAll(() => history.remove());

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
  expect((await history.namesFor(query))[0]).toBe(session);
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
  expect((await history.namesFor(query))[0]).toBe(session);
});

test('a word of others, one too short and the class of an error are what they are', () => {
  const asked = ['sentry', 'auth', 'xylophone', 'RecordError'];
  expect(correctionsOf(history.store, asked, new Set(asked.map((word) => word.toLowerCase())))).toEqual(
    new Map(),
  );
});

test('words that nobody types are not tried in hundreds of thousands of spellings', () => {
  const word = 'zqzx'.repeat(20_000);
  const typed = [word, `${word}.${word}`];
  expect(correctionsOf(history.store, typed, new Set(typed)).size).toBe(0);
});

test('the answer shows what was corrected, whether all words are held, and whose words are asked for', async () => {
  const corrected = await history.ask('did I tell you about the retry-backof-policy');
  expect(corrected.interpreted).toMatchObject({
    corrected: { 'retry-backof-policy': 'retry-backoff-policy' },
    own_words: true,
  });
  expect((await history.ask('oauth token')).interpreted).toEqual({ terms: ['oauth', 'token'], held: 'all' });
  expect((await history.ask('oauth ledger')).interpreted.held).toBe('some');
});
