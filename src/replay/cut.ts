import { isObject } from '../shared/json.ts';

/** Cuts long texts so that beginning and end stay, and says how much was left out. */

/** At most about `limit` characters, the mark on top. Text that is hardly longer stays whole. */
export function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit + 40) return text;
  const head = Math.ceil(limit * 0.65);
  const start = text.slice(0, head).replace(/[\ud800-\udbff]$/, '');
  const end = text.slice(text.length - (limit - head)).replace(/^[\udc00-\udfff]/, '');
  const left = text.length - start.length - end.length;
  return `${start} […${left.toLocaleString('en')} characters left out…] ${end}`;
}

/** A value of JSON with each text in it cut. */
export function cutValue(value: unknown, limit: number): unknown {
  if (typeof value === 'string') return cutMiddle(value, limit);
  if (Array.isArray(value)) return value.map((item) => cutValue(item, limit));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cutValue(item, limit)]));
}

/** The first and the last line, for an outline. */
export function firstAndLast(text: string, limit: number): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const first = lines[0] ?? '';
  const last = lines.at(-1) ?? '';
  const short = (line: string): string =>
    line.length > limit ? `${line.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…` : line;
  if (lines.length <= 1) return short(first);
  return `${short(first)}${lines.length > 2 ? ' … ' : ' '}${short(last)}`;
}
