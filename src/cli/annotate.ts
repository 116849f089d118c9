import { InvalidArgumentError, Option, type Command } from 'commander';
import { annotateAnswer } from '../shared/annotate-answer.ts';
import { PUSHBACK_CAUSES, PUSHBACK_KINDS } from '../shared/answers.ts';
import { withExamples, withJson, type JsonOption } from './options.ts';

interface AnnotateOptions extends JsonOption {
  cause?: string;
  note?: string;
}

const KINDS = [...PUSHBACK_KINDS, 'none', 'detector'];

/** `her annotate` */
export function addAnnotate(her: Command): void {
  const command = her
    .command('annotate')
    .description('say what a turn really was, over the detector')
    .argument('<session>', 'its id, the beginning of it, "latest" or "previous"')
    .argument('<turn>', 'number of the turn', (text: string) => {
      const turn = Number(text);
      if (!Number.isInteger(turn) || turn < 1)
        throw new InvalidArgumentError('It must be a whole number from 1.');
      return turn;
    })
    .argument('<kind>', `${KINDS.join(', ')}; "none": no pushback, "detector": take it back`)
    .addOption(new Option('--cause <cause>', 'why').choices(PUSHBACK_CAUSES))
    .option('--note <text>', 'in your words')
    .action(async (session: string, turn: number, kind: string, { json, ...rest }: AnnotateOptions) => {
      const [{ ask }, { annotateTurn }, { renderAnnotated }] = await Promise.all([
        import('./ask.ts'),
        import('../../tools/annotate_turn.ts'),
        import('../render/annotate.ts'),
      ]);
      await ask({
        tool: annotateTurn,
        answer: annotateAnswer,
        arguments: { session, turn, kind, ...rest },
        json,
        render: renderAnnotated,
      });
    });
  withJson(command);
  withExamples(command, ['annotate 663d45bb 5 none', 'annotate latest 3 correction --cause convention']);
}
