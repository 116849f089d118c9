import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { codeOf, HerError } from '../shared/errors.ts';
import { rulesAnswer, rulesRequest, type RulesAnswer } from '../shared/rules-answer.ts';
import { additions, withRules } from './claude-md.ts';
import { isConfirmed } from './confirm.ts';
import {
  withExamples,
  withFilters,
  withJson,
  wholeNumber,
  type FilterOptions,
  type JsonOption,
} from './options.ts';
import { look, notice, write } from './output.ts';

interface RulesOptions extends FilterOptions, JsonOption {
  write?: boolean;
  yes?: boolean;
  pick?: string;
  into?: string;
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
      if (isWrite) return await writeRules(given, { yes, pick, into });
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
      if (take !== undefined) return await takeHabit(take);
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
async function takeHabit(name: string): Promise<void> {
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
    await write(
      `Noted: a prompt that ${habit.title}. \`her coach prompting\` tells what changes from now on.\n`,
    );
  } finally {
    await her.close();
  }
}

type Rule = RulesAnswer['rules'][number];

/** Writes nothing that was not shown and agreed to. */
async function writeRules(given: Record<string, unknown>, { yes, pick, into }: RulesOptions): Promise<void> {
  const [{ openHer }, { rulesIn, GENERAL }, { projectsMatching }, { takeAdvice }] = await Promise.all([
    import('../server/open.ts'),
    import('../../tools/rules.ts'),
    import('../store/projects.ts'),
    import('../store/taken-advice.ts'),
  ]);
  const her = openHer(process.env, notice);
  try {
    const store = await her.context.store();
    const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const byMeaning = her.context.meaning().hasMeaning !== 'off';
    const { rules } = await rulesIn(store, rulesRequest.parse(known), her.context.now(), byMeaning);
    const wanted = picked(rules, pick).filter((rule) => !rule.written);
    if (wanted.length === 0)
      return await write('There is no rule to write: none came back, or all are written already.\n');
    for (const [name, own] of Map.groupBy(wanted, projectOf(GENERAL))) {
      const project = name === GENERAL ? undefined : projectsMatching(store, name)[0];
      const path = into ?? (project && isFolder(project.path) ? join(project.path, 'CLAUDE.md') : undefined);
      if (path === undefined) {
        await write(
          `${name === GENERAL ? 'Said in several projects' : `The folder of ${name} is not on this machine`}, so --into has to say which CLAUDE.md:\n${own.map((rule) => `- ${rule.line}`).join('\n')}\n\n`,
        );
        continue;
      }
      const before = textOf(path);
      const after = withRules(
        before,
        own.map((rule) => rule.line),
      );
      if (after === before) continue;
      await write(`${coloured(additions(before, after, path))}\n\n`);
      if (!yes && !(await isConfirmed(`Write this to ${path}?`))) {
        await write('Nothing was written. `--yes` writes without asking, `--pick 1,3` takes some of them.\n');
        continue;
      }
      if (textOf(path) !== before)
        throw new HerError('file-changed', `${path} has changed meanwhile: nothing was written.`);
      writeFileSync(path, after);
      for (const { line, terms } of own) {
        takeAdvice(store, {
          about: 'rule',
          project_id: project?.id ?? null,
          text: line,
          terms,
          file: path,
          at: her.context.now(),
        });
      }
      await write(`Written to ${path}. \`her coach rules\` will tell whether it helped.\n`);
    }
  } finally {
    await her.close();
  }
}

function projectOf(general: string): (rule: Rule) => string {
  return (rule) => rule.scope || general;
}

/** @throws HerError `bad-arguments` */
function picked(rules: readonly Rule[], pick: string | undefined): Rule[] {
  if (pick === undefined) return [...rules];
  return pick.split(',').map((text) => {
    const rule = rules[Number(text) - 1];
    if (!rule)
      throw new HerError(
        'bad-arguments',
        `There is no rule ${text.trim()}: \`her coach rules\` numbers them from 1 to ${rules.length}.`,
      );
    return rule;
  });
}

function coloured(diff: string): string {
  const { good, bad } = look();
  return diff
    .split('\n')
    .map((line) => (/^\+(?!\+\+)/.test(line) ? good(line) : /^-(?!--)/.test(line) ? bad(line) : line))
    .join('\n');
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}
