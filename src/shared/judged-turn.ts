/** A human turn with the detector's verdict, as statistics count it. */
export interface JudgedTurn {
  sessionId: string;
  turn: number;
  promptUuid: string;
  prompt: string;
  /** Milliseconds since the epoch; null when the record carries no usable time. */
  at: number | null;
  project: string;
  /** The model whose work the prompt answers. */
  model: string | null;
  /** The person stopped the assistant in this turn. */
  interrupted: boolean;
  /** It answers an earlier turn of the assistant: only then can it push back. */
  answers: boolean;
  /** The end of what the assistant had said. */
  before: string;
  intent: string | null;
  kind: 'correction' | 'failure_report' | 'rejection' | 'reprompt' | null;
  cause: string | null;
  confidence: number | null;
}
