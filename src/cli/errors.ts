import type { Command } from 'commander';
import { errorsAnswer } from '../shared/errors-answer.ts';
import { wholeNumber, withExamples, withJson, type JsonOption } from './options.ts';

interface ErrorsOptions extends JsonOption {
  project?: string;
  file?: string;
  limit?: number;
}

/** `her errors <text…>` */
export function addErrors(her: Command): void {
  const command = her
    .command('errors')
    .description('where an error was met before, and what mended it')
    .argument('<text...>', 'the error as it was shown, or a few words of it')
    .option('-n, --limit <count>', 'at most so many (default 5)', wholeNumber(1, 20))
    .option('--file <path>', 'only turns about this file')
    .option('-p, --project <name>', 'only this project: its name, or a part of its path')
    .action(async (text: string[], { json, ...rest }: ErrorsOptions) => {
      const [{ ask }, { findErrors }, { renderErrors }] = await Promise.all([
        import('./ask.ts'),
        import('../../tools/find_errors.ts'),
        import('../render/errors.ts'),
      ]);
      await ask({
        tool: findErrors,
        answer: errorsAnswer,
        arguments: { error: text.join(' '), ...rest },
        json,
        render: renderErrors,
      });
    });
  withJson(command);
  withExamples(command, [
    'errors "connect ECONNREFUSED 127.0.0.1:5432"',
    'errors redirect_uri_mismatch --project harbor-api',
  ]);
}
