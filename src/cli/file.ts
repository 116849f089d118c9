import type { Command } from 'commander';
import { fileHistoryAnswer } from '../shared/file-history-answer.ts';
import { wholeNumber, withExamples, withJson, type JsonOption } from './options.ts';

interface FileOptions extends JsonOption {
  project?: string;
  limit?: number;
  cursor?: string;
}

/** `her file <path>` */
export function addFile(her: Command): void {
  const command = her
    .command('file')
    .description('the turns that read or changed a file, and why')
    .argument('<path>', 'the file, or the end of its path')
    .option('-n, --limit <count>', 'at most so many turns (default 10)', wholeNumber(1, 50))
    .option('-p, --project <name>', 'only this project: its name, or a part of its path')
    .option('--cursor <cursor>', 'go on where an answer stopped')
    .action(async (path: string, { json, ...rest }: FileOptions) => {
      const [{ ask }, { fileHistory }, { renderFileHistory }] = await Promise.all([
        import('./ask.ts'),
        import('../../tools/file_history.ts'),
        import('../render/file-history.ts'),
      ]);
      await ask({
        tool: fileHistory,
        answer: fileHistoryAnswer,
        arguments: { path, ...rest },
        json,
        render: renderFileHistory,
      });
    });
  withJson(command);
  withExamples(command, ['file src/auth/login.ts', 'file Dockerfile --project lighthouse-infra --limit 3']);
}
