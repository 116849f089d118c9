import { Option, type Command } from 'commander';
import { REPLAY_DETAILS, replayAnswer } from '../shared/replay-answer.ts';
import { wholeNumber, withExamples, withJson, type JsonOption } from './options.ts';

interface ReplayOptions extends JsonOption {
  turns?: string;
  detail?: string;
  cursor?: string;
  maxTokens?: number;
}

/** `her replay <session>` */
export function addReplay(her: Command): void {
  const command = her
    .command('replay')
    .description('show a session turn by turn')
    .argument('<session>', 'its id, a unique beginning of it, "latest" or "previous"')
    .option('-t, --turns <range>', '"4", "3-7" or "5-" (default: all)')
    .addOption(new Option('-d, --detail <detail>', 'how much of each turn').choices(REPLAY_DETAILS))
    .option('--cursor <cursor>', 'go on where an answer stopped')
    .option('--max-tokens <count>', 'longest answer, in tokens of 4 characters', wholeNumber(200, 11_250))
    .action(async (session: string, { json, maxTokens, ...rest }: ReplayOptions) => {
      const [{ ask }, { replaySession }, { renderReplay }] = await Promise.all([
        import('./ask.ts'),
        import('../../tools/replay_session.ts'),
        import('../render/replay.ts'),
      ]);
      const given = { session, ...rest, ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }) };
      await ask({ tool: replaySession, answer: replayAnswer, arguments: given, json, render: renderReplay });
    });
  withJson(command);
  withExamples(command, ['replay latest', 'replay 663d45bb --turns 3-5', 'replay previous --detail outline']);
}
