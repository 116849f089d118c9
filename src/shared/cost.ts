/** What a message cost, in US dollars, at list price: what a subscription makes of it is not on record. */

export interface TokenCounts {
  input: number;
  output: number;
  cache_read: number;
  cache_write_5m: number;
  cache_write_1h: number;
}

export interface Price {
  /** Model ids that are priced so: this text, or this text and a date behind it. */
  model: string;
  /** Dollars for a million tokens. */
  input: number;
  output: number;
  /** The same, where it is not the usual multiple of `input`. */
  cache_read?: number;
  cache_write_5m?: number;
  cache_write_1h?: number;
}

/** When the built-in prices were written down. */
export const PRICES_DATED = '2026-11-23';

/**
 * List prices of the Claude API at `PRICES_DATED`. A new model is a line here or in the person's prices.json;
 * until then its cost is unknown.
 */
const PRICES: readonly Price[] = [
  ...['claude-opus-4-5', 'claude-opus-4-6', 'claude-opus-4-7', 'claude-opus-4-8'].map(at(5, 25)),
  ...['claude-opus-4', 'claude-opus-4-0', 'claude-opus-4-1', 'claude-3-opus'].map(at(15, 75)),
  ...['claude-sonnet-4', 'claude-sonnet-4-0', 'claude-sonnet-4-5', 'claude-sonnet-4-6'].map(at(3, 15)),
  ...['claude-3-7-sonnet', 'claude-3-5-sonnet'].map(at(3, 15)),
  at(1, 5)('claude-haiku-4-5'),
  at(0.8, 4)('claude-3-5-haiku'),
];

/** Of the input price: reading the cache, writing it for five minutes, writing it for an hour. */
const CACHE_READ = 0.1;
const CACHE_WRITE_5M = 1.25;
const CACHE_WRITE_1H = 2;

/** The person's own prices; they hold for the whole process, as the clock does. */
let own: readonly Price[] = [];

export function usePrices(prices: readonly Price[]): void {
  own = prices;
}

export function ownPrices(): readonly Price[] {
  return own;
}

/** Dollars, not rounded; null for a model whose price is not known: a cost is never guessed. */
export function costOf(model: string, tokens: TokenCounts): number | null {
  const price = priceOf(model);
  if (!price) return null;
  const dollarsPerMillion =
    tokens.input * price.input +
    tokens.output * price.output +
    tokens.cache_read * (price.cache_read ?? price.input * CACHE_READ) +
    tokens.cache_write_5m * (price.cache_write_5m ?? price.input * CACHE_WRITE_5M) +
    tokens.cache_write_1h * (price.cache_write_1h ?? price.input * CACHE_WRITE_1H);
  return dollarsPerMillion / 1e6;
}

/** Dollars of several messages, rounded to a hundredth of a cent; null as soon as one of them has no price. */
export function costOfAll(usage: readonly (TokenCounts & { model: string })[]): number | null {
  let sum = 0;
  for (const { model, ...tokens } of usage) {
    const cost = costOf(model, tokens);
    if (cost === null) return null;
    sum += cost;
  }
  return Math.round(sum * 1e4) / 1e4;
}

function priceOf(model: string): Price | undefined {
  const exact = own.find((price) => price.model === model);
  if (exact) return exact;
  // Bedrock and Vertex write the same names with a provider in front and a version behind.
  const name = model.replace(/^(?:[a-z]+\.)*anthropic\./, '').replace(/-v\d+(?::\d+)?$/, '');
  const plain = name
    .replace(/\[1m\]$/, '')
    .replace(/[-@]20\d{6}$/, '')
    .replace(/-latest$/, '');
  return [...own, ...PRICES].find((price) => price.model === plain);
}

function at(input: number, output: number): (model: string) => Price {
  return (model) => ({ model, input, output });
}
