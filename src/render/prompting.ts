import type { PromptingAnswer } from '../shared/prompting-answer.ts';
import { bar } from './charts.ts';
import { ending } from './ending.ts';
import { counted, percent } from './figures.ts';
import { first, fitBySteps, type CuttingStep } from './fit-steps.ts';
import { shortened } from '../shared/shortened.ts';
import { wrap } from './layout.ts';
import { PLAIN, type Look } from './look.ts';
import { outcomeInWords } from './rules.ts';
import { replayCommand } from './replay-command.ts';
import { safeLine } from './safe-text.ts';

type Advice = PromptingAnswer['advice'][number];

const BAR_COLUMNS = 20;

export function renderPrompting(answer: PromptingAnswer, look: Look = PLAIN): string {
  const {
    looked_at: seen,
    advice,
    no_difference: same = [],
    not_enough_data: few = [],
    draft,
    followed_up: followed = [],
  } = answer;
  const parts = [
    look.bold(
      `${advice.length === 0 ? 'No advice that holds' : counted(advice.length, 'finding')}, from ${counted(seen.prompts, 'prompt')} in ${counted(seen.sessions, 'session')}`,
    ),
    draft ? draftLines(draft, look) : '',
    ...advice.map((one) => adviceLines(one, look)),
    followed.length > 0
      ? [
          look.bold('Taken earlier'),
          ...followed.map((one) =>
            wrap(
              `${safeLine(one.habit)}: used ${outcomeInWords(one.used)}. Pushback: ${outcomeInWords(one.pushback)}`,
              look,
            ),
          ),
        ].join('\n')
      : '',
    same.length > 0 ? look.dim(wrap(`No difference that holds when a prompt ${same.join('; ')}.`, look)) : '',
    few.length > 0
      ? look.dim(
          wrap(
            `Not enough data for a prompt that ${few.map((one) => `${one.habit} (${one.with} with, ${one.without} without)`).join('; ')}.`,
            look,
          ),
        )
      : '',
  ];
  return [...parts.filter((part) => part !== ''), ...ending(answer, look)].join('\n\n') + '\n';
}

function adviceLines(one: Advice, look: Look): string {
  const most = Math.max(one.with.rate, one.without.rate);
  const side = (name: string, { rate, low, high, count, turns }: Advice['with']): string =>
    `   ${name.padEnd(8)}${percent(rate).padStart(7)}  ${look.accent(bar(rate, most, BAR_COLUMNS).padEnd(BAR_COLUMNS))}  ${look.dim(`${count} of ${turns}, 95 %: ${percent(low)} to ${percent(high)}`)}`;
  return [
    look.bold(wrap(one.do, look)),
    wrap(safeLine(one.says), look, '   '),
    side('with', one.with),
    side('without', one.without),
    look.dim(
      wrap(
        `like with like (intent, project, first prompt or later): ${points(one.difference)} (95 %: ${points(one.low)} to ${points(one.high)}, p ${one.p < 0.0001 ? '< 0.0001' : `= ${one.p.toFixed(4)}`})`,
        look,
        '   ',
      ),
    ),
    ...(one.good ?? []).slice(0, 1).map((example) => quote('went well', example, look)),
    ...(one.bad ?? []).slice(0, 1).map((example) => quote('did not', example, look)),
  ].join('\n');
}

function points(share: number): string {
  return `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)} points`;
}

function quote(
  label: string,
  { prompt, session_id: session, turn }: { prompt: string; session_id: string; turn: number },
  look: Look,
): string {
  return [
    wrap(`${label}: > ${safeLine(prompt)}`, look, '   '),
    look.accent(`   ${replayCommand(session, turn)}`),
  ].join('\n');
}

function draftLines(
  { has = [], lacks = [], best_similar: best }: NonNullable<PromptingAnswer['draft']>,
  look: Look,
): string {
  return [
    look.bold('The draft'),
    ...has.map((title) => look.good(`   ✓ ${title}`)),
    ...lacks.map((one) => wrap(`   ✗ ${one.do} ${look.dim(safeLine(one.says))}`, look)),
    ...(has.length + lacks.length === 0 ? ['   Nothing is proven that it could have or lack.'] : []),
    ...(best ? [quote('like it, and went well', best, look)] : []),
  ].join('\n');
}

const withoutQuotes = (letters: number, examples: number): CuttingStep<PromptingAnswer> => ({
  what: 'examples',
  cut: (answer) => ({
    ...answer,
    advice: answer.advice.map((one) => ({
      ...one,
      good: first(one.good, examples)?.map((quoted) => ({
        ...quoted,
        prompt: shortened(quoted.prompt, letters),
      })),
      bad: first(one.bad, examples)?.map((quoted) => ({
        ...quoted,
        prompt: shortened(quoted.prompt, letters),
      })),
    })),
  }),
});
const withAdvice = (count: number): CuttingStep<PromptingAnswer> => ({
  what: 'advice',
  cut: (answer) => ({ ...answer, advice: answer.advice.slice(0, count) }),
});

const STEPS: readonly CuttingStep<PromptingAnswer>[] = [
  withoutQuotes(120, 1),
  {
    what: 'habits without a finding',
    cut: (answer) => ({
      ...answer,
      no_difference: undefined,
      not_enough_data: first(answer.not_enough_data, 3),
    }),
  },
  withoutQuotes(0, 0),
  withAdvice(5),
  { what: 'habits without a finding', cut: (answer) => ({ ...answer, not_enough_data: undefined }) },
  {
    what: 'advice taken earlier',
    cut: (answer) => ({ ...answer, followed_up: first(answer.followed_up, 1) }),
  },
  withAdvice(2),
  {
    what: 'draft',
    cut: (answer) => ({
      ...answer,
      followed_up: undefined,
      draft: answer.draft && {
        ...answer.draft,
        lacks: first(answer.draft.lacks, 2)?.map((one) => ({ ...one, says: shortened(one.says, 60) })),
        best_similar: answer.draft.best_similar && {
          ...answer.draft.best_similar,
          prompt: shortened(answer.draft.best_similar.prompt, 80),
        },
      },
    }),
  },
  withAdvice(1),
  { what: 'draft', cut: (answer) => ({ ...answer, draft: undefined }) },
  withAdvice(0),
  { what: 'notes', cut: (answer) => ({ ...answer, notes: undefined }) },
];

export function fitPrompting(answer: PromptingAnswer, letters: number): PromptingAnswer {
  return fitBySteps(answer, letters, STEPS);
}
