import { HerError } from './errors.ts';
import { shortened } from './shortened.ts';

/**
 * Where a list that shows the newest first goes on: how many older ones are left. New ones come before those that were
 * shown, so counting from the oldest repeats and misses none.
 */
export function olderFrom(left: number): string {
  return `older-${left}`;
}

/** @throws HerError `bad-cursor` */
export function olderAt(cursor: string): number {
  const left = /^older-(\d{1,9})$/.exec(cursor)?.[1];
  if (left !== undefined) return Number(left);
  throw new HerError(
    'bad-cursor',
    `"${shortened(cursor, 60)}" is no cursor of this list. Pass next_cursor of the answer before as it is, or leave cursor out.`,
  );
}
