import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { fitUsage } from '../../src/render/usage.ts';
import { costOf, usePrices } from '../../src/shared/cost.ts';
import { ownPricesIn } from '../../src/shared/own-prices.ts';
import { usageRequest, type UsageAnswer } from '../../src/shared/usage-answer.ts';
import type { Store } from '../../src/store/open.ts';
import { usageIn } from '../../tools/usage.ts';
import { storeWithSample } from '../sample-store.ts';

const SAMPLE = fileURLToPath(new URL('../../sample/projects', import.meta.url));
const NOW = Date.parse('2026-11-23T09:00:00Z');
let store: Store;
beforeAll(async () => void (store = await storeWithSample()));
afterEach(() => usePrices([]));

const usage = (given: Record<string, unknown> = {}) => usageIn(store, usageRequest.parse(given), NOW);

interface Written {
  requestId?: string;
  message?: {
    id?: string;
    model?: string;
    usage?: Record<string, number> & { cache_creation?: Record<string, number> };
  };
}

/** The transcripts read anew, in the plainest way: the largest usage of each message id and request id. */
function plainly(): { tokens: number; cost: number } {
  const largest = new Map<string, { tokens: number; cost: number }>();
  for (const path of globSync('**/*.jsonl', { cwd: SAMPLE })) {
    for (const line of readFileSync(join(SAMPLE, path), 'utf8').split('\n').filter(Boolean)) {
      const read = JSON.parse(line) as Written & { data?: { message?: Written } };
      // An older version wrote what a sub-agent said as records of its progress.
      const record = read.data?.message ?? read;
      const { id, model = '', usage: used } = record.message ?? {};
      if (!id || !used) continue;
      const hour = used.cache_creation?.['ephemeral_1h_input_tokens'] ?? 0;
      const counts = {
        input: used['input_tokens'] ?? 0,
        output: used['output_tokens'] ?? 0,
        cache_read: used['cache_read_input_tokens'] ?? 0,
        cache_write_5m: (used['cache_creation_input_tokens'] ?? 0) - hour,
        cache_write_1h: hour,
      };
      const tokens = Object.values(counts).reduce((sum, count) => sum + count, 0);
      const key = `${id} ${record.requestId ?? ''}`;
      if (tokens > (largest.get(key)?.tokens ?? 0))
        largest.set(key, { tokens, cost: costOf(model, counts) ?? 0 });
    }
  }
  const all = [...largest.values()];
  return {
    tokens: all.reduce((sum, one) => sum + one.tokens, 0),
    cost: all.reduce((sum, one) => sum + one.cost, 0),
  };
}

test('tokens and cost are those of the transcripts, each message counted once', async () => {
  const { tokens, cost_usd: cost } = await usage();
  const plain = plainly();
  expect(tokens.total).toBe(plain.tokens);
  expect(cost).toBeCloseTo(plain.cost, 3);
});

test.each(['day', 'week', 'month', 'hour', 'project', 'model', 'session'])(
  'groups by %s make up the whole',
  async (group_by) => {
    const { groups = [], tokens, cost_usd, turns } = await usage({ group_by, limit: 100 });
    const sum = (of: (group: (typeof groups)[number]) => number): number =>
      groups.reduce((all, group) => all + of(group), 0);
    expect(sum((group) => group.tokens)).toBe(tokens.total);
    expect(sum((group) => group.cost_usd ?? 0)).toBeCloseTo(cost_usd, 2);
    expect(sum((group) => group.turns)).toBe(turns);
    expect(sum((group) => group.share)).toBeCloseTo(1, 2);
  },
);

test('what a sub-agent used counts towards the session it served', async () => {
  const { groups = [] } = await usage({ group_by: 'session', limit: 100 });
  expect(groups.some(({ key }) => key.includes('/'))).toBe(false);
});

test('a project and a time narrow everything', async () => {
  const all = await usage();
  const some = await usage({ project: 'harbor-api', since: 'in October', slower_than: 0 });
  expect(some.turns).toBeGreaterThan(0);
  expect(some.turns).toBeLessThan(all.turns);
  expect(some.latency?.turn?.count).toBe(some.turns);
  expect(new Set(some.slow?.prompts?.map(({ project }) => project))).toEqual(new Set(['harbor-api']));
});

test('prompts that took longer than 30 seconds, the slowest first', async () => {
  const { slow } = await usage({ slower_than: 30 });
  const times = slow?.prompts?.map((prompt) => prompt.turn_ms) ?? [];
  expect(slow?.count).toBe(times.length);
  expect(times.length).toBeGreaterThan(0);
  expect(Math.min(...times)).toBeGreaterThan(30_000);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  expect((await usage({ slower_than: 30, slow_by: 'first_reply' })).slow?.count).toBe(0);
});

test('a model without a price is listed, and its cost is not guessed', async () => {
  const before = await usage();
  store.db.exec("UPDATE usage SET model = 'claude-unheard-1' WHERE model = 'claude-sonnet-4-6'");
  try {
    const after = await usage();
    expect(after.unpriced?.map(({ model }) => model)).toEqual(['claude-unheard-1']);
    expect(after.cost_usd).toBeLessThan(before.cost_usd);
    expect(after.by_model?.at(-1)).not.toHaveProperty('cost_usd');
    usePrices([{ model: 'claude-unheard-1', input: 3, output: 15 }]);
    const priced = await usage();
    expect(priced.cost_usd).toBeCloseTo(before.cost_usd, 3);
    expect(priced.prices.own).toEqual(['claude-unheard-1']);
    expect(priced).not.toHaveProperty('unpriced');
  } finally {
    store.db.exec("UPDATE usage SET model = 'claude-sonnet-4-6' WHERE model = 'claude-unheard-1'");
  }
});

test("prices.json in Her's home overrules the built-in table; a broken one is refused in a sentence", () => {
  const home = mkdtempSync(join(tmpdir(), 'her-prices-'));
  expect(ownPricesIn(home)).toEqual([]);
  const path = join(home, 'prices.json');
  writeFileSync(path, '{"models": {"claude-opus-4-6": {"input": 1, "output": 2, "cache_read": 0}}}');
  usePrices(ownPricesIn(home));
  const million = { input: 1e6, output: 1e6, cache_read: 1e6, cache_write_5m: 0, cache_write_1h: 1e6 };
  expect(costOf('claude-opus-4-6', million)).toBe(1 + 2 + 0 + 2);
  writeFileSync(path, '{"models": {"claude-opus-4-6": {"input": "free"}}}');
  expect(() => ownPricesIn(home)).toThrow(
    /prices\.json is not a price list \(models\.claude-opus-4-6\.input/,
  );
});

test('a small budget says what it left out and which one shows it', async () => {
  const answer: UsageAnswer = {
    ...(await usage({ group_by: 'session', slower_than: 1 })),
    freshness: { indexed_at: null, behind_files: 0, behind_bytes: 0 },
  };
  const cut = fitUsage(answer, 2000);
  expect(JSON.stringify(cut).length).toBeLessThanOrEqual(2000);
  const enough = /max_tokens (\d+)/.exec(cut.notes?.at(-1) ?? '')?.[1];
  expect(fitUsage(answer, Number(enough) * 4)).toEqual(answer);
});
