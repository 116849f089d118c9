import { describe, expect, it } from 'vitest';
import { ASKED, DROPPED, KEPT } from './kept-fields.ts';
import { fieldsOfFixtures } from './record-fields.ts';

const seen = fieldsOfFixtures();
const dropped = Object.values(DROPPED).flat();
const fieldsThat = (isWanted: (field: string, isRead: boolean) => boolean): string[] =>
  [...seen]
    .filter(([field, { isRead }]) => isWanted(field, isRead))
    .map(
      ([field, { types, versions }]) => `${field} (${[...types].join(', ')}; ${[...versions].join(', ')})`,
    );

describe('which fields of a record are kept', () => {
  it('is decided for every field that the recorded versions write', () => {
    const decided = new Set([...Object.keys(KEPT), ...Object.keys(ASKED), ...dropped]);
    expect(fieldsThat((field) => !decided.has(field))).toEqual([]);
  });

  it('what is said to be kept is: without it, a line is read differently', () => {
    const read = new Set([...seen].filter(([, { isRead }]) => isRead).map(([field]) => field));
    expect(Object.keys(KEPT).filter((field) => !read.has(field))).toEqual([]);
  });

  it('what is said to be passed over is: without it, every line is read the same', () => {
    expect(fieldsThat((field, isRead) => isRead && !(field in KEPT))).toEqual([]);
  });

  it('no field stands in two lists, and each was written by a recorded version', () => {
    const all = [...Object.keys(KEPT), ...Object.keys(ASKED), ...dropped];
    expect(all.length).toBe(new Set(all).size);
    expect(all.filter((field) => !seen.has(field))).toEqual([]);
  });
});
