import type { Command } from 'commander';
import { insightsAnswer } from '../shared/insights-answer.ts';
import { withExamples, withFilters, withJson, type FilterOptions, type JsonOption } from './options.ts';

/** `her insights` */
export function addInsights(her: Command): void {
  const command = her
    .command('insights')
    .description('how it goes: what stands out, what fails, what is said again and again')
    .action(async ({ json, ...given }: FilterOptions & JsonOption) => {
      const [{ ask }, { insights }, { renderInsights }] = await Promise.all([
        import('./ask.ts'),
        import('../../tools/insights.ts'),
        import('../render/insights.ts'),
      ]);
      await ask({
        tool: insights,
        answer: insightsAnswer,
        arguments: { ...given },
        json,
        render: renderInsights,
      });
    });
  withJson(withFilters(command));
  withExamples(command, [
    'insights',
    'insights --since "last month"',
    'insights --project harbor-api --json',
  ]);
}
