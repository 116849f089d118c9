import type { RulesAnswer } from '../shared/rules-answer.ts';
import { ending } from './ending.ts';
import { counted } from './figures.ts';
import { first, fitBySteps, type CuttingStep } from './fit-steps.ts';
import { shortened } from '../shared/shortened.ts';
import { wrap } from './layout.ts';
import { PLAIN, type Look } from './look.ts';
import { replayCommand } from './replay-command.ts';
import { safeLine } from './safe-text.ts';

type Rule = RulesAnswer['rules'][number];
type Outcome = NonNullable<Rule['outcome']>;

export function renderRules(answer: RulesAnswer, look: Look = PLAIN): string {
  const { looked_at: seen, rules, followed_up: followed = [] } = answer;
  const parts = [
    look.bold(
      `${counted(rules.length, 'complaint')} came back, in ${counted(seen.turns, 'turn')} of which ${seen.pushback} push back`,
    ),
    ...rules.map((rule, index) => ruleLines(rule, index + 1, look)),
    followed.length > 0
      ? [
          look.bold('Accepted earlier'),
          ...followed.map(({ line, scope, outcome }) =>
            wrap(`${safeLine(line)} (${safeLine(scope)}): ${outcomeInWords(outcome)}`, look),
          ),
        ].join('\n')
      : '',
  ];
  return [...parts.filter((part) => part !== ''), ...ending(answer, look)].join('\n\n') + '\n';
}

function ruleLines(rule: Rule, number: number, look: Look): string {
  const facts = [
    `said ${counted(rule.said, 'time')} in ${counted(rule.sessions, 'session')}`,
    safeLine(rule.scope),
    ...(rule.first && rule.last ? [`${rule.first.slice(0, 10)} to ${rule.last.slice(0, 10)}`] : []),
  ].join(' · ');
  return [
    look.bold(wrap(`${number}. ${safeLine(rule.line)}`, look)),
    look.dim(`   ${facts}`),
    ...(rule.written
      ? [
          wrap(
            `Written already in ${safeLine(rule.written.file)}: ${safeLine(rule.written.line)}`,
            look,
            '   ',
          ),
        ]
      : []),
    ...(rule.outcome ? [wrap(outcomeInWords(rule.outcome), look, '   ')] : []),
    ...rule.examples.map(
      (example) =>
        `${wrap(`> ${safeLine(example.prompt)}`, look, '   ')}\n${look.accent(`   ${replayCommand(example.session_id, example.turn)}`)}`,
    ),
  ].join('\n');
}

export function outcomeInWords({ since, before, after, result, p }: Outcome): string {
  const counts = `${before.count} in ${counted(before.turns, 'turn')} before ${since.slice(0, 10)}, ${after.count} in ${counted(after.turns, 'turn')} since`;
  const verdict = {
    gone: 'it is gone',
    fewer: 'it became rarer',
    same: 'no difference that counts',
    more: 'it became more frequent',
    'too early to tell': 'too early to tell',
  }[result];
  return `${counts}: ${verdict}${p === undefined ? '' : ` (p = ${p.toFixed(3)})`}`;
}

const withRules = (count: number, examples: number, letters: number): CuttingStep<RulesAnswer> => ({
  what: examples > 0 ? 'examples' : 'rules',
  cut: (answer) => ({
    ...answer,
    rules: answer.rules.slice(0, count).map((rule) => ({
      ...rule,
      line: shortened(rule.line, 200),
      examples: rule.examples
        .slice(0, Math.max(1, examples))
        .map((example) => ({ ...example, prompt: shortened(example.prompt, letters) })),
    })),
  }),
});

const STEPS: readonly CuttingStep<RulesAnswer>[] = [
  withRules(50, 3, 120),
  withRules(50, 1, 80),
  withRules(10, 1, 80),
  {
    what: 'rules accepted earlier',
    cut: (answer) => ({ ...answer, followed_up: first(answer.followed_up, 3) }),
  },
  withRules(5, 1, 60),
  { what: 'rules accepted earlier', cut: (answer) => ({ ...answer, followed_up: undefined }) },
  withRules(2, 0, 40),
  withRules(1, 0, 30),
  { what: 'rules', cut: (answer) => ({ ...answer, rules: [], notes: undefined }) },
];

export function fitRules(answer: RulesAnswer, letters: number): RulesAnswer {
  return fitBySteps(answer, letters, STEPS);
}
