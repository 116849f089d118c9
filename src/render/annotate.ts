import type { AnnotateAnswer } from '../shared/annotate-answer.ts';
import { fitBySteps } from './fit-steps.ts';
import { shortened } from '../shared/shortened.ts';
import { wrap } from './layout.ts';
import { PLAIN, type Look } from './look.ts';
import { safeText } from './safe-text.ts';

export function renderAnnotated(answer: AnnotateAnswer, look: Look = PLAIN): string {
  return [
    wrap(`> ${safeText(answer.prompt).trim()}`, look),
    `${inWords(answer.before)} → ${look.bold(inWords(answer.now))} (${answer.session_id.slice(0, 8)}, turn ${answer.turn})`,
    '',
  ].join('\n');
}

function inWords({ kind, cause }: AnnotateAnswer['now']): string {
  const words = kind === 'none' ? 'no pushback' : kind.replace('_', ' ');
  return cause ? `${words}, ${cause.replaceAll('_', ' ')}` : words;
}

export function fitAnnotated(answer: AnnotateAnswer, letters: number): AnnotateAnswer {
  return fitBySteps(answer, letters, [
    { what: 'prompt', cut: (whole) => ({ ...whole, prompt: shortened(whole.prompt, 100) }) },
  ]);
}
