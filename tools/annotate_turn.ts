import { fitAnnotated } from '../src/render/annotate.ts';
import { annotateAnswer, annotateRequest } from '../src/shared/annotate-answer.ts';
import { defineTool } from './tool.ts';

export const annotateTurn = defineTool({
  name: 'annotate_turn',
  title: 'Overrule a pushback verdict',
  changes: true,
  description: [
    'Use this when the user says that Her counted a turn wrongly: it was no pushback, or it was one of another kind or cause.',
    'Stores the user\'s word beside the turn; from then on every figure uses it instead of the detector\'s verdict. Transcripts are never changed. kind "detector" takes it back.',
    'Do not annotate on your own judgement alone: ask first.',
  ].join('\n'),
  searchHint:
    'annotate correct label wrong verdict not pushback overrule mark turn fix count false positive feedback detector',
  request: annotateRequest,
  answer: annotateAnswer,
  async run(context, request) {
    const [{ annotate }, store, redact] = await Promise.all([
      import('./annotate.ts'),
      context.store(),
      context.redact(),
    ]);
    return { ...annotate(store, request, redact, context.now()), freshness: context.freshness };
  },
  fit: fitAnnotated,
  async inWords(answer) {
    return (await import('../src/render/annotate.ts')).renderAnnotated(answer);
  },
});
