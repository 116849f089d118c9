import type { PUSHBACK_KINDS } from './answers.ts';

/** A human turn with the detector's verdict, as statistics count it. */
export interface JudgedTurn {
  /** Row ids of the turn and of the human turn before it in its session. */
  id: number;
  beforeId: number | null;
  sessionId: string;
  turn: number;
  promptUuid: string;
  prompt: string;
  /** Pictures in the prompt. */
  images: number;
  /** Milliseconds since the epoch; null when the record carries no usable time. */
  at: number | null;
  project: string;
  /** The model whose work the prompt answers. */
  model: string | null;
  /** The person stopped the assistant in this turn. */
  interrupted: boolean;
  /** It answers an earlier turn of the assistant: only then can it push back. */
  answers: boolean;
  /** Characters of the prompt before: the one whose answer is judged. */
  beforeChars: number | null;
  /** What the prompt before asked for. */
  beforeIntent: string | null;
  /** The end of what the assistant had said. */
  before: string;
  intent: string | null;
  kind: (typeof PUSHBACK_KINDS)[number] | null;
  cause: string | null;
  confidence: number | null;
  /** The person said so, not the detector. */
  annotated: boolean;
}
