import { HerError } from './errors.ts';

/** Where the next page of an answer begins: items already shown, or for a replay the number of the next turn. */
export function cursorAt(position: number): string {
  return `at-${position}`;
}

/** @throws HerError `bad-cursor` */
export function positionOf(cursor: string): number {
  const digits = /^at-(\d{1,9})$/.exec(cursor)?.[1];
  if (digits === undefined) {
    throw new HerError(
      'bad-cursor',
      `"${cursor}" is no cursor of Her. Pass next_cursor of the answer before as it is, or leave cursor out.`,
    );
  }
  return Number(digits);
}
