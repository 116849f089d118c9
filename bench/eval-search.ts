/**
 * How well search finds, on judged questions and through the MCP tool: `npm run eval:search`.
 * HER_CORPUS names another corpus, HER_QUERIES other questions in the format of shared/queries.
 */
import type { z } from 'zod';
import { searchAnswer, SEARCH_MODES } from '../src/shared/search-answer.ts';
import { judgedQuestions, neverQuestions } from './questions.ts';
import { figuresOf, interval, mean, percentile, type Figures } from './search-figures.ts';
import { clientOf, readCorpus } from './search-home.ts';

const NOW = '2026-02-17T00:00:00Z';
/** Questions asked before any is timed: code that has run a few times only takes twice as long. */
const WARM_UP = 20;
const questions = judgedQuestions(process.env['HER_QUERIES']);
const nevers = neverQuestions();
const home = await readCorpus(NOW);
const { client, close } = await clientOf(home);

for (const mode of SEARCH_MODES) {
  const rows: { kind: string; figures: Figures; relevance: string }[] = [];
  const took: number[] = [];
  for (const { query } of questions.slice(0, WARM_UP)) await ask(query, mode);
  for (const { kind, query, relevant } of questions) {
    const before = performance.now();
    const answer = await ask(query, mode);
    took.push(performance.now() - before);
    const ranked = answer.hits.map((hit) => hit.session_id);
    rows.push({ kind, figures: figuresOf(ranked, relevant), relevance: answer.relevance });
  }
  console.log(
    `\n${mode}: ms p50 ${percentile(took, 0.5).toFixed(1)}, p95 ${percentile(took, 0.95).toFixed(1)}`,
  );
  console.log('kind                 n  hit@1 hit@5 hit@10   MRR nDCG@10');
  for (const kind of ['all', ...new Set(rows.map((row) => row.kind))]) {
    const own = rows.filter((row) => kind === 'all' || row.kind === kind).map((row) => row.figures);
    console.log(`${kind.padEnd(18)} ${String(own.length).padStart(3)}  ${columnsOf(own, mean)}`);
    if (kind !== 'all') continue;
    console.log(`${'  from'.padEnd(22)}  ${columnsOf(own, (values) => interval(values)[0])}`);
    console.log(`${'  to'.padEnd(22)}  ${columnsOf(own, (values) => interval(values)[1])}`);
  }
  const none = rows.filter((row) => row.relevance === 'none');
  console.log(`relevance "none": ${none.length} of ${rows.length} that have an answer,`);
  for (const [list, own] of nevers.entries()) {
    const said = await Promise.all(
      own.map(async ({ query }) => (await ask(query, mode)).relevance === 'none'),
    );
    for (const group of ['split', 'sort'] as const)
      for (const name of new Set(own.flatMap((question) => question[group] ?? []))) {
        const of = said.filter((_, i) => own[i]![group] === name);
        const none = of.filter(Boolean).length;
        console.log(`  ${none} of ${of.length} about what never happened (list ${list + 1}, ${name})`);
      }
  }
}
await close();
home.remove();

async function ask(query: string, mode: string): Promise<z.output<typeof searchAnswer>> {
  const called = await client.call('search_sessions', { query, mode, limit: 10, max_tokens: 8000 });
  return searchAnswer.parse(called.structuredContent);
}

function columnsOf(rows: readonly Figures[], of: (values: number[]) => number): string {
  return (['hit1', 'hit5', 'hit10', 'mrr', 'ndcg'] as const)
    .map((name) =>
      of(rows.map((row) => row[name]))
        .toFixed(2)
        .padStart(5),
    )
    .join(' ');
}
