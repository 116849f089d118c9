import { codeOf, HerError } from './errors.ts';

/** An error on its way to another thread or process: its class does not cross, its name and code do. */
export interface SentError {
  name: string;
  message: string;
  code?: string;
  stack?: string;
}

export function sentError(error: unknown): SentError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { name, message, stack, code: codeOf(error) };
}

export function errorOf({ name, message, code, stack }: SentError): Error {
  if (name === 'HerError') return new HerError(code ?? 'unknown', message);
  return Object.assign(new Error(message), { name, code, stack });
}
