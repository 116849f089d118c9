/**
 * Fits what tells whether a question is about something that happened, and writes it: `npm run fit:relevance`. Half of each
 * list of questions teaches; what is printed of that half is cross-validated, of the other it is measured. HER_CORPUS
 * names the corpus.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { isStrong, signsOfQuestion } from '../src/search/relevance.ts';
import type { HappenedModel, Model, QuestionSign, Signs } from '../src/search/relevance-model.ts';
import { likelihood } from '../src/search/relevance-model.ts';
import { findSessions } from '../src/search/find-sessions.ts';
import { openHer } from '../src/server/open.ts';
import { searchRequest } from '../src/shared/search-answer.ts';
import { crossValidated, fitStandardised } from './logistic.ts';
import { judgedQuestions, neverQuestions, unseenQuestions } from './questions.ts';
import { readCorpus } from './search-home.ts';

const WEIGHTS_FILE = fileURLToPath(new URL('../src/search/relevance-weights.ts', import.meta.url));
const NOW = '2026-02-17T00:00:00Z';
/** Share of the questions with an answer that may be called `none`: an assistant that reads it stops looking. */
const LOST = 0.03;
const PRINTED = [0.01, 0.02, LOST, 0.035, 0.04];

const SIGNS: QuestionSign[] = ['lacks', 'termUnsaid', 'others', 'foreign', 'together'];
const MODES = ['hybrid', 'lexical'] as const;

interface Seen extends Asked {
  /** Best first. */
  sessions: string[];
  /** Undefined where something surely answers. */
  signs: Signs<QuestionSign> | undefined;
}

interface Asked {
  list: string;
  query: string;
  teaches: boolean;
  /** Undefined for what never happened. */
  relevant?: Readonly<Record<string, number>>;
}

const asked: Asked[] = [
  ...judgedQuestions().map((question) => ({ ...question, list: 'judged', teaches: true })),
  ...unseenQuestions().flatMap((questions, i) =>
    questions.map((question) => ({
      ...question,
      list: `unseen ${i + 1}`,
      teaches: question.split === 'look',
    })),
  ),
  ...neverQuestions().flatMap((questions, i) =>
    questions.map(({ query, split }) => ({ query, list: `never ${i + 1}`, teaches: split === 'tune' })),
  ),
];

const home = await readCorpus(NOW);
const her = openHer(home.env, console.error);
await her.warmUp();
const store = await her.context.store();
const keys = new Map(store.db.prepare<[], [number, string]>('SELECT id, key FROM session').raw().all());
const seen: Record<(typeof MODES)[number], Seen[]> = { hybrid: [], lexical: [] };
for (const mode of MODES)
  for (const question of asked) seen[mode].push({ ...question, ...(await lookAt(question.query, mode)) });
await her.close();
home.remove();

// Meaning and words differ in what surely answers; of the rest the same is asked.
const teaching = unsureOf(seen.hybrid).filter(({ teaches }) => teaches);
const model = rounded(fitStandardised(teaching, SIGNS));
const crossed = crossValidated(teaching, SIGNS);
const withAnswer = asked.filter(({ teaches, relevant }) => teaches && relevant).length;
const happening = teaching.flatMap(({ isTrue }, i) => (isTrue ? [crossed[i]!] : [])).sort((a, b) => a - b);
const thresholdAt = (lost: number): number => happening[Math.floor(lost * withAnswer)] ?? 0;
const atLeast = Math.floor(1000 * thresholdAt(LOST)) / 1000;
for (const mode of MODES) print(mode);

const fitted: HappenedModel = { ...model, atLeast };
const source = `import type { HappenedModel } from './relevance-model.ts';

/**
 * Written by \`bench/fit-relevance.ts\`; not edited by hand. That a question of which nothing surely answers is about
 * something that happened at all.
 */
export const HAPPENED: HappenedModel = ${JSON.stringify(fitted)};
`;
const style = await resolveConfig(WEIGHTS_FILE);
writeFileSync(WEIGHTS_FILE, await format(source, { ...style, filepath: WEIGHTS_FILE }));

interface Unsure extends Seen {
  signs: Signs<QuestionSign>;
  isTrue: boolean;
}

/** Only of a question of which nothing surely answers is it asked whether it happened. */
function unsureOf(questions: readonly Seen[]): Unsure[] {
  return questions.flatMap((question) =>
    question.signs ? [{ ...question, signs: question.signs, isTrue: question.relevant !== undefined }] : [],
  );
}

/** How likely it is that a question is about something that happened; of what taught it by models without it. */
function likelihoodOf(question: Unsure): number {
  const at = teaching.findIndex(({ list, query }) => list === question.list && query === question.query);
  return crossed[at] ?? likelihood(model, question.signs);
}

function print(mode: (typeof MODES)[number]): void {
  console.log(`\n${mode}: called "none" of each list; of what teaches, cross-validated`);
  console.log(
    ['may be lost', ...PRINTED.map((lost) => `${+(lost * 100).toFixed(1)} %`.padStart(9))].join('  '),
  );
  for (const list of new Set(asked.map(({ list }) => list)))
    for (const teaches of [true, false]) {
      const own = seen[mode].filter((question) => question.list === list && question.teaches === teaches);
      if (own.length === 0) continue;
      const chances = unsureOf(own).map(likelihoodOf);
      const cells = PRINTED.map((lost) => {
        const none = chances.filter((chance) => chance < thresholdAt(lost)).length;
        return `${none} of ${own.length}`.padStart(9);
      });
      console.log([`${list}, ${teaches ? 'teaches' : 'held'}`.padEnd(20), ...cells].join('  '));
    }
  const strong = seen[mode].filter(({ signs }) => signs === undefined);
  const answered = strong.filter(({ relevant }) => relevant);
  const withinFive = answered.filter(({ relevant, sessions }) =>
    sessions.slice(0, 5).some((session) => relevant?.[session] === 2),
  );
  console.log(
    `strong: ${answered.length} with an answer, ${withinFive.length} of them within five; ${strong.length - answered.length} that never happened`,
  );
}

async function lookAt(query: string, mode: 'hybrid' | 'lexical'): Promise<Pick<Seen, 'sessions' | 'signs'>> {
  const { found, wholeHistory } = await findSessions(
    { store, ...her.context.meaning(), now: her.context.now() },
    searchRequest.parse({ query, mode }),
  );
  const evidence = found.map((hit) => hit.evidence);
  return {
    sessions: found.map((hit) => keys.get(hit.root) ?? ''),
    signs: isStrong(evidence) ? undefined : signsOfQuestion(evidence, wholeHistory()),
  };
}

function rounded<Sign extends string>({ bias, weights }: Model<Sign>): Model<Sign> {
  const round = (value: number): number => Math.round(100 * value) / 100;
  const short: Partial<Record<Sign, number>> = {};
  for (const sign in weights) short[sign] = round(weights[sign] ?? 0);
  return { bias: round(bias), weights: short };
}
