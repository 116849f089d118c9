import { Option, type Command } from 'commander';
import { CORRECTION_GROUPS, correctionsAnswer } from '../shared/corrections-answer.ts';
import {
  wholeNumber,
  withExamples,
  withFilters,
  withJson,
  type FilterOptions,
  type JsonOption,
} from './options.ts';

interface CorrectionsOptions extends FilterOptions, JsonOption {
  groupBy?: string;
  examples?: number;
}

/** `her corrections` */
export function addCorrections(her: Command): void {
  const command = her
    .command('corrections')
    .description('how often the assistant was corrected, and why')
    .addOption(new Option('-g, --group-by <what>', 'compare').choices(CORRECTION_GROUPS))
    .option('--examples <count>', 'how many to quote (default 5)', wholeNumber(0, 50))
    .action(async ({ json, groupBy, ...rest }: CorrectionsOptions) => {
      const [{ ask }, { correctionStats }, { renderCorrections }] = await Promise.all([
        import('./ask.ts'),
        import('../../tools/correction_stats.ts'),
        import('../render/corrections.ts'),
      ]);
      const given = { group_by: groupBy, ...rest };
      await ask({
        tool: correctionStats,
        answer: correctionsAnswer,
        arguments: given,
        json,
        render: renderCorrections,
      });
    });
  withJson(withFilters(command));
  withExamples(command, [
    'corrections',
    'corrections --group-by project --since "last month"',
    'corrections --examples 10 --json',
  ]);
}
