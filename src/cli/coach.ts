import type { Command } from 'commander';
import { HerError } from '../shared/errors.ts';
import { rulesAnswer } from '../shared/rules-answer.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import {
  withExamples,
  withFilters,
  withJson,
  wholeNumber,
  type FilterOptions,
  type JsonOption,
} from './options.ts';
import { notice, write, writeJson } from './output.ts';
import type { WriteOptions } from './write-rules.ts';

interface RulesOptions extends FilterOptions, WriteOptions {
  write?: boolean;
  minSessions?: number;
  limit?: number;
}

/** `her coach`: advice from the person's own history. */
export function addCoach(her: Command): void {
  const coach = her.command('coach').description('rules and prompting advice from your own history');
  const rules = coach
    .command('rules')
    .description('what you keep saying, as lines for CLAUDE.md')
    .option('--write', 'add them to the CLAUDE.md of their project; shows the change and asks first')
    .option('-y, --yes', 'with --write: do not ask')
    .option('--pick <numbers>', 'with --write: only these, such as 1,3')
    .option('--into <file>', 'with --write: add them to this file')
    .option('--min-sessions <count>', 'said in at least so many sessions (default 2)', wholeNumber(2, 20))
    .option('-n, --limit <count>', 'at most so many (default 10)', wholeNumber(1, 50))
    .action(async ({ json, write: isWrite, yes, pick, into, minSessions, ...rest }: RulesOptions) => {
      const given = { min_sessions: minSessions, ...rest };
      if (isWrite) {
        const { writeRules } = await import('./write-rules.ts');
        return await writeRules(given, { yes, pick, into, json });
      }
      const [{ ask }, { suggestRules }, { renderRules }] = await Promise.all([
        import('./ask.ts'),
        import('../../tools/suggest_rules.ts'),
        import('../render/rules.ts'),
      ]);
      await ask({ tool: suggestRules, answer: rulesAnswer, arguments: given, json, render: renderRules });
    });
  withJson(withFilters(rules));
  addPrompting(coach);
  const examples = [
    'coach rules',
    'coach rules --project harbor-api --write',
    'coach rules --write --pick 1,3 --into ~/.claude/CLAUDE.md',
  ];
  withExamples(rules, examples);
  withExamples(coach, examples);
}

interface PromptingOptions extends FilterOptions, JsonOption {
  take?: string;
}

function addPrompting(coach: Command): void {
  const prompting = coach
    .command('prompting')
    .description('which habits of prompting make a difference, by your own history')
    .argument('[draft...]', 'a prompt you are about to send: what it lacks, and the best like it')
    .option('--take <habit>', 'remember that you take this advice up, and count what changes')
    .action(async (words: string[], { json, take, ...filters }: PromptingOptions) => {
      if (take !== undefined) return await takeHabit(take, json);
      const [{ ask }, { suggestPrompting }, { promptingAnswer }, { renderPrompting }] = await Promise.all([
        import('./ask.ts'),
        import('../../tools/suggest_prompting.ts'),
        import('../shared/prompting-answer.ts'),
        import('../render/prompting.ts'),
      ]);
      const prompt = words.length > 0 ? words.join(' ') : undefined;
      await ask({
        tool: suggestPrompting,
        answer: promptingAnswer,
        arguments: { ...filters, prompt },
        json,
        render: renderPrompting,
      });
    });
  withJson(withFilters(prompting));
  withExamples(prompting, [
    'coach prompting',
    'coach prompting "fix the flaky date test"',
    'coach prompting --take names_file',
  ]);
}

/** @throws HerError `bad-arguments` */
async function takeHabit(name: string, json: boolean | undefined): Promise<void> {
  const [{ openHer }, { HABITS }, { takeAdvice }] = await Promise.all([
    import('../server/open.ts'),
    import('../insight/habits/habits.ts'),
    import('../store/taken-advice.ts'),
  ]);
  const habit = HABITS.find((one) => one.name === name);
  if (!habit)
    throw new HerError(
      'bad-arguments',
      `No habit is called "${name}". Known: ${HABITS.map((one) => one.name).join(', ')}.`,
    );
  const her = openHer(process.env, notice);
  try {
    const at = her.context.now();
    takeAdvice(await her.context.store(), {
      about: 'habit',
      project_id: null,
      text: name,
      terms: [],
      file: null,
      at,
    });
    if (json) return await writeJson({ taken: { habit: name, at: new Date(at).toISOString() } });
    await write(
      `Noted: a prompt that ${habit.title}. \`${TYPED_HER} coach prompting\` tells what changes from now on.\n`,
    );
  } finally {
    await her.close();
  }
}
