/**
 * How well search finds in what it was not made for: personal dialogues, laid out as sessions, and questions as
 * typed (`npm run eval:dialogues`). A session that holds the evidence counts as found. HER_MISSES=1 prints what
 * was not found within five; HER_LOCOMO=<locomo10.json> measures that benchmark instead of the sets of our own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchAnswer, SEARCH_MODES } from '../src/shared/search-answer.ts';
import {
  LAYOUTS,
  readQuestions,
  readTalks,
  SETS,
  writeTranscripts,
  type DialogueQuestion,
  type Layout,
  type Talk,
} from './dialogues/lay-out.ts';
import { readLocomo } from './dialogues/locomo.ts';
import { figuresOf, mean, type Figures } from './search-figures.ts';
import { clientOf, readFolder } from './search-home.ts';

const NOW = '2026-02-17T00:00:00Z';

const locomo = process.env['HER_LOCOMO'];
const sets = locomo
  ? [{ name: 'LoCoMo', ...readLocomo(locomo) }]
  : SETS.map((set) => ({ name: `${set.name} set`, talks: readTalks(set), questions: readQuestions(set) }));
for (const { name, talks, questions } of sets) {
  console.log(`\n${name}: ${talks.length} sessions, ${questions.length} questions`);
  for (const layout of LAYOUTS) await evaluate(talks, questions, layout);
}

async function evaluate(
  talks: readonly Talk[],
  questions: readonly DialogueQuestion[],
  layout: Layout,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'her-talks-'));
  const sessions = writeTranscripts(talks, layout, folder);
  const home = await readFolder(folder, NOW);
  const { client, close } = await clientOf(home);
  console.log(`\n${layout.padEnd(24)}   n  hit@1 hit@5 hit@10  "none"`);
  for (const mode of SEARCH_MODES) {
    const rows: { category: string; figures: Figures; none: number }[] = [];
    for (const { category, query, evidence } of questions) {
      const called = await client.call('search_sessions', { query, mode, limit: 10, max_tokens: 8000 });
      const answer = searchAnswer.parse(called.structuredContent);
      const ranked = answer.hits.map((hit) => hit.session_id);
      const figures = figuresOf(ranked, Object.fromEntries(evidence.map((talk) => [sessions.get(talk)!, 2])));
      rows.push({ category, figures, none: answer.relevance === 'none' ? 1 : 0 });
      if (process.env['HER_MISSES'] && mode === 'hybrid' && figures.hit5 === 0)
        console.log(`  missed: ${query} ${JSON.stringify(answer.interpreted)} ${answer.relevance}`);
    }
    for (const category of ['all', ...(mode === 'hybrid' ? new Set(rows.map((row) => row.category)) : [])]) {
      const own = rows.filter((row) => category === 'all' || row.category === category);
      const figures = (['hit1', 'hit5', 'hit10'] as const).map((name) =>
        mean(own.map((row) => row.figures[name])).toFixed(2),
      );
      const none = mean(own.map((row) => row.none)).toFixed(2);
      console.log(
        `${mode.padEnd(10)} ${category.padEnd(12)} ${String(own.length).padStart(4)}   ${figures.join('  ')}    ${none}`,
      );
    }
  }
  await close();
  home.remove();
  rmSync(folder, { recursive: true, force: true });
}
