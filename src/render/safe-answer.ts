import { safeText } from './safe-text.ts';

/** An answer with every text in it made harmless to show, keys included. */
export function safeAnswer(answer: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [safeText(key), safe(value)]));
}

function safe(value: unknown): unknown {
  if (typeof value === 'string') return safeText(value);
  if (Array.isArray(value)) return value.map(safe);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [safeText(key), safe(item)]));
}
