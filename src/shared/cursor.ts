import { HerError } from './errors.ts';

/**
 * Where the next page of an answer begins: items already shown, or for a replay the number of the next turn.
 * @param snapshot the newest turn there was when the first page was made: what came after is on no page
 */
export function cursorAt(position: number, snapshot?: number): string {
  return snapshot === undefined ? `at-${position}` : `at-${position}.${snapshot}`;
}

/** @throws HerError `bad-cursor` */
export function positionOf(cursor: string): number {
  return parsed(cursor).position;
}

/** Undefined when the cursor names no snapshot. @throws HerError `bad-cursor` */
export function snapshotOf(cursor: string): number | undefined {
  return parsed(cursor).snapshot;
}

function parsed(cursor: string): { position: number; snapshot: number | undefined } {
  const [, position, snapshot] = /^at-(\d{1,9})(?:\.(\d{1,15}))?$/.exec(cursor) ?? [];
  if (position === undefined) {
    throw new HerError(
      'bad-cursor',
      `"${cursor}" is no cursor of Her. Pass next_cursor of the answer before as it is, or leave cursor out.`,
    );
  }
  return { position: Number(position), snapshot: snapshot === undefined ? undefined : Number(snapshot) };
}
