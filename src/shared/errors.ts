/**
 * An error that a user can meet: a sentence that says what happened, to what, and what to do next, with a
 * code that a script can tell apart. Anything else that is thrown is a defect and keeps its stack.
 */
export class HerError extends Error {
  readonly code: string;

  constructor(code: string, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'HerError';
    this.code = code;
  }
}

/** The sentence of an expected error, or the message of any other. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** For a log: an expected error's sentence, any other with its stack. */
export function stackOf(error: unknown): string {
  if (error instanceof HerError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Node's and SQLite's error codes, such as ENOENT or SQLITE_BUSY. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
