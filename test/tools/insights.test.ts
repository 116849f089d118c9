import { beforeAll, expect, test } from 'vitest';
import { renderInsights } from '../../src/render/insights.ts';
import { insightsAnswer, insightsRequest } from '../../src/shared/insights-answer.ts';
import type { Store } from '../../src/store/open.ts';
import { insightsIn } from '../../tools/insights_page.ts';
import { usageIn } from '../../tools/usage.ts';
import { usageRequest } from '../../src/shared/usage-answer.ts';
import { storeWithSample } from '../sample-store.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const freshness = { indexed_at: null, behind_files: 0, behind_bytes: 0 };
let store: Store;
beforeAll(async () => void (store = await storeWithSample()));

const page = (given: Record<string, unknown> = {}) => insightsIn(store, insightsRequest.parse(given), NOW);

test('the page agrees with usage, and its parts with its whole', async () => {
  const insights = await page();
  const usage = await usageIn(store, usageRequest.parse({}), NOW);
  expect(insights.cost_usd).toBe(usage.cost_usd);
  expect(insights.period.turns).toBe(usage.turns);
  const errors = insights.errors ?? [];
  expect(errors.reduce((sum, one) => sum + one.count, 0)).toBe(insights.tools.failed);
  expect(insights.projects?.reduce((sum, one) => sum + one.turns, 0)).toBe(usage.turns);
});

test('a flag that pytest does not know is named, with where it was used', async () => {
  const { hallucinated_names: names } = await page();
  expect(names).toEqual([
    {
      name: '--freeze-clock',
      kind: 'flag',
      count: 1,
      sessions: 1,
      session_id: '5fd4f4fe-44f4-40c8-895f-9a092a67ed53',
      turn: 3,
    },
  ]);
});

test('a project and a time narrow the page', async () => {
  const { projects, period } = await page({ project: 'fieldnotes', since: '2026-11-01' });
  expect(projects?.map(({ project }) => project)).toEqual(['fieldnotes']);
  expect(period.sessions).toBe(1);
});

test('the page has charts and says where to look further', async () => {
  const text = renderInsights(insightsAnswer.parse({ ...(await page()), freshness }));
  expect(text).toMatch(/turns +[▁-█]{10,}/);
  expect(text).toMatch(/harbor-api +\d+ +█+/);
  expect(text).toContain('her corrections');
});

test('nothing stored is said in a sentence', async () => {
  const empty = await page({ since: '2020-01-01', until: '2020-02-01' });
  expect(renderInsights(insightsAnswer.parse({ ...empty, freshness }))).toMatch(/^Note: Nothing is stored/);
});
