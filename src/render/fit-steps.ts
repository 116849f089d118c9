/**
 * Cutting an answer of several parts to what the asker has room for: the least needed part goes first, one
 * step after the other, until it fits. What went is said, with the call that shows it.
 */
export interface CuttingStep<Answer> {
  /** What the reader then lacks, in words. */
  what: string;
  cut(answer: Answer): Answer;
}

const MOST_TOKENS = 11_250;

export function fitBySteps<Answer extends { notes?: string[] }>(
  answer: Answer,
  letters: number,
  steps: readonly CuttingStep<Answer>[],
): Answer {
  if (size(answer) <= letters) return answer;
  const enough = Math.min(MOST_TOKENS, Math.ceil(size(answer) / 400 + 0.5) * 100);
  const gone = new Set<string>();
  let cut = answer;
  for (const step of steps) {
    const before = size(cut);
    cut = step.cut(cut);
    if (size(cut) < before) gone.add(step.what);
    const noted = withNote(
      cut,
      `Shortened: ${[...gone].join(', ')}. Same arguments with max_tokens ${enough} show more.`,
    );
    if (size(noted) <= letters) return noted;
  }
  return { ...withNote({ ...cut, notes: undefined }, `Shortened: max_tokens ${enough} shows more.`) };
}

/** The first of a list; undefined when none is kept. */
export function first<Item>(items: readonly Item[] | undefined, count: number): Item[] | undefined {
  return items === undefined || count === 0 ? undefined : items.slice(0, count);
}

function withNote<Answer extends { notes?: string[] }>(answer: Answer, note: string): Answer {
  return { ...answer, notes: [...(answer.notes ?? []), note] };
}

function size(answer: unknown): number {
  return JSON.stringify(answer).length;
}
