import type { Picture } from '../../shared/events.ts';
import { asArray, asObject, asString, type JsonObject } from '../../shared/json.ts';
import type { Owner } from './owner.ts';

/** What records of every kind have: a time, texts, images. */

/** Times before Claude existed or past the century are a broken clock's, and of no use. */
const EARLIEST = Date.UTC(2020, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

export function timeOf(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return time >= EARLIEST && time < LATEST ? time : null;
}

/** The texts of a message's content, whether it is a string or a list of blocks. */
export function textBlocks(content: unknown): string[] {
  if (typeof content === 'string') return [content];
  return asArray(content)
    .map(asObject)
    .filter((block) => block['type'] === 'text')
    .map((block) => asString(block['text']) ?? '');
}

export function imagesOf(content: unknown, { keepImage }: Owner): { images: number; pictures?: Picture[] } {
  const blocks = imageBlocks(content);
  if (!keepImage || blocks.length === 0) return { images: blocks.length };
  const pictures = blocks.flatMap((block) => {
    const source = asObject(block['source']);
    const data = asString(source['data']);
    return source['type'] === 'base64' && data
      ? [keepImage(asString(source['media_type']) ?? 'image', Buffer.from(data, 'base64'))]
      : [];
  });
  return { images: blocks.length, ...(pictures.length > 0 ? { pictures } : {}) };
}

export function imageBlocks(content: unknown): JsonObject[] {
  return asArray(content)
    .map(asObject)
    .filter((block) => block['type'] === 'image');
}
