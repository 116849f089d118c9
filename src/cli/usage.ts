import { InvalidArgumentError, Option, type Command } from 'commander';
import { USAGE_GROUPS, usageAnswer } from '../shared/usage-answer.ts';
import {
  wholeNumber,
  withExamples,
  withFilters,
  withJson,
  type FilterOptions,
  type JsonOption,
} from './options.ts';

interface UsageOptions extends FilterOptions, JsonOption {
  groupBy?: string;
  slowerThan?: number;
  slowBy?: string;
  limit?: number;
}

/** `her usage` */
export function addUsage(her: Command): void {
  const command = her
    .command('usage')
    .description('tokens, cost and waiting time')
    .addOption(new Option('-g, --group-by <what>', 'compare').choices(USAGE_GROUPS))
    .option('--slower-than <seconds>', 'list the prompts that took longer', seconds)
    .addOption(new Option('--slow-by <what>', 'what slow means').choices(['turn', 'first_reply']))
    .option('-n, --limit <count>', 'at most so many groups and prompts (default 20)', wholeNumber(1, 100))
    .action(async ({ json, groupBy, slowerThan, slowBy, ...rest }: UsageOptions) => {
      const [{ ask }, { usageStats }, { renderUsage }] = await Promise.all([
        import('./ask.ts'),
        import('../../tools/usage_stats.ts'),
        import('../render/usage.ts'),
      ]);
      const given = { group_by: groupBy, slower_than: slowerThan, slow_by: slowBy, ...rest };
      await ask({ tool: usageStats, answer: usageAnswer, arguments: given, json, render: renderUsage });
    });
  withJson(withFilters(command));
  withExamples(command, [
    'usage --since "this month"',
    'usage --group-by project',
    'usage --group-by day --since "last week" --json',
    'usage --slower-than 30',
  ]);
}

function seconds(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && number <= 86_400))
    throw new InvalidArgumentError('It must be a number of seconds, such as 30.');
  return number;
}
