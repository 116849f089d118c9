import { join } from 'node:path';
import { z } from 'zod';
import type { Price } from './cost.ts';
import { HerError } from './errors.ts';
import { textInHome } from './home-file.ts';

/**
 * `prices.json` in `HER_HOME`: prices that are newer than Her's own table, or other than the list price.
 * `{"models": {"claude-opus-5": {"input": 5, "output": 25}}}`, dollars for a million tokens; `cache_read`,
 * `cache_write_5m` and `cache_write_1h` where they are not 0.1, 1.25 and 2 times the input price.
 */
const dollars = z.number().min(0);
const file = z.object({
  models: z.record(
    z.string().min(1),
    z.strictObject({
      input: dollars,
      output: dollars,
      cache_read: dollars.optional(),
      cache_write_5m: dollars.optional(),
      cache_write_1h: dollars.optional(),
    }),
  ),
});

/** The prices in it; none when there is no such file. @throws HerError `bad-prices` */
export function ownPricesIn(home: string): Price[] {
  const path = join(home, 'prices.json');
  const text = textInHome(path, 'bad-prices');
  if (text === undefined) return [];
  const read = file.safeParse(parsed(text));
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new HerError(
      'bad-prices',
      `${path} is not a price list (${issue?.path.join('.') || 'the whole file'}: ${issue?.message ?? ''}). It looks like {"models": {"claude-opus-4-8": {"input": 5, "output": 25}}}, dollars for a million tokens.`,
    );
  }
  return Object.entries(read.data.models).map(([model, price]) => ({ model, ...price }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
