import type { JudgedTurn } from '../../src/shared/judged-turn.ts';

/** A turn that answers another and is no pushback, but for what is given. */
export function judged(given: Partial<JudgedTurn> = {}): JudgedTurn {
  return {
    id: 1,
    beforeId: null,
    sessionId: 's1',
    turn: 2,
    promptUuid: 'u',
    prompt: 'next',
    images: 0,
    at: Date.UTC(2026, 9, 5, 12),
    project: 'harbor',
    model: 'claude-opus-4-6',
    interrupted: false,
    answers: true,
    beforeChars: 50,
    beforeIntent: 'create',
    before: '',
    intent: 'create',
    kind: null,
    cause: null,
    confidence: null,
    annotated: false,
    ...given,
  };
}
