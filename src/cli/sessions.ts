import { Option, type Command } from 'commander';
import { SESSION_EVENTS, SESSION_ORDERS, sessionsAnswer } from '../shared/sessions-answer.ts';
import {
  wholeNumber,
  withExamples,
  withFilters,
  withJson,
  type FilterOptions,
  type JsonOption,
} from './options.ts';

interface SessionsOptions extends FilterOptions, JsonOption {
  limit?: number;
  order?: string;
  with?: string[];
  tool?: string;
  cursor?: string;
}

/** `her sessions` */
export function addSessions(her: Command): void {
  const command = her
    .command('sessions')
    .description('list past sessions, the latest first')
    .option('-n, --limit <count>', 'at most so many (default 20)', wholeNumber(1, 100))
    .addOption(new Option('--order <order>', 'turns, cost, pushback: the most first').choices(SESSION_ORDERS))
    .addOption(new Option('--with <what...>', 'only those in which this happened').choices(SESSION_EVENTS))
    .option('--tool <name>', 'only those in which this tool was called')
    .option('--cursor <cursor>', 'go on where an answer stopped')
    .action(async ({ json, ...given }: SessionsOptions) => {
      const [{ ask }, { listSessions }, { renderSessions }] = await Promise.all([
        import('./ask.ts'),
        import('../../tools/list_sessions.ts'),
        import('../render/sessions.ts'),
      ]);
      await ask({
        tool: listSessions,
        answer: sessionsAnswer,
        arguments: { ...given },
        json,
        render: renderSessions,
      });
    });
  withJson(withFilters(command));
  withExamples(command, [
    'sessions',
    'sessions --project harbor-api --since "last week"',
    'sessions --order cost --limit 5',
    'sessions --with commit pushback --since "last month"',
  ]);
}
