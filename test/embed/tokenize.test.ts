import { describe, expect, it } from 'vitest';
import { partsOf, Tokenizer } from '../../src/embed/tokenize.ts';

describe('parts of a raw token', () => {
  it.each<[raw: string, parts: string[]]>([
    ['commit', ['commit']],
    ['parseHTTPRequest2', ['parse', 'http', 'request', '2']],
    ['camelCaseName', ['camel', 'case', 'name']],
    ['snake_case_name', ['snake', 'case', 'name']],
    ['SCREAMING_SNAKE', ['screaming', 'snake']],
    ['pre-commit', ['pre', 'commit']],
    ['config.json', ['config', 'json']],
    ["don't", ['dont']],
    ['isn’t', ['isnt']],
    ["user's", ['user']],
    ['user’s', ['user']],
    ["o'sullivan", ['osullivan']],
    ['Ünïcödé', ['ünïcödé']],
    ['日本語', ['日本語']],
    ['v1.2.3', ['v', '1', '2', '3']],
    ['___', []],
  ])('%s', (raw, parts) => {
    expect(partsOf(raw)).toEqual(parts);
  });

  it.each(['997dd27abc12', 'DEADBEEF0123', '3f2504e0-4f89-11d3-9a0c-0305e82c3301'])(
    '%s is dropped',
    (raw) => {
      expect(partsOf(raw)).toEqual([]);
    },
  );

  it.each([
    ['997dd27abc1', 'shorter than 12'],
    ['deadbeefdead', 'no digit'],
  ])('%s is kept: %s', (raw) => {
    expect(partsOf(raw)).not.toEqual([]);
  });
});

describe('ids of a text', () => {
  const pieces = ['re', 'read', '##read', '##er', 'file', 'read_file', 'name', '##s', 'a'.repeat(24), '##b'];
  const tokenizer = new Tokenizer(new Map(pieces.map((piece, id) => [piece, id])));
  /** Knows every character of its own and joined to others, and what is joined with marks. */
  const letters = new Tokenizer(
    new Map(
      ['a', 'z', '0', 'é', 'ж', '日', '𝒳', 'a-a', 'a.z', '##a', '##z', '##é'].map((piece, id) => [piece, id]),
    ),
  );
  const spell = (text: string, enough?: number) => tokenizer.encode(text, enough).map((id) => pieces[id]);

  it.each<[what: string, text: string, spelled: string[]]>([
    ['a piece is itself', 'read name', ['read', 'name']],
    [
      'an unknown word is its longest pieces from the left',
      'reader reread',
      ['read', '##er', 're', '##read'],
    ],
    ['a character that begins no piece is skipped', 'names? zname', ['name', '##s']],
    ['a compound that is itself a piece follows its parts', 'read_file', ['read', 'file', 'read_file']],
    ['capitals do not matter for the compound', 'READ_FILE', ['read', 'file', 'read_file']],
    ['a compound that is no piece is its parts alone', 'file_name', ['file', 'name']],
    ['a piece is at most 24 characters', 'a'.repeat(24) + 'b', ['a'.repeat(24), '##b']],
    [
      'a part of 64 characters is spelled',
      'a'.repeat(24) + 'b'.repeat(40),
      ['a'.repeat(24), ...Array<string>(40).fill('##b')],
    ],
    ['a part of 65 is not', 'a'.repeat(24) + 'b'.repeat(41), []],
    ['nothing known', '日本語 🎉 !!!', []],
    ['empty', '', []],
  ])('%s', (_what, text, spelled) => {
    expect(spell(text)).toEqual(spelled);
    expect(spell(text), 'the second time, from the cache').toEqual(spelled);
  });

  it('stops after the token with which enough ids are reached, all of whose ids count', () => {
    expect(spell('name read_file name name', 2)).toEqual(['name', 'read', 'file', 'read_file']);
    expect(spell('name read_file name name', 4)).toEqual(['name', 'read', 'file', 'read_file']);
    expect(spell('name read_file name name', 5)).toEqual(['name', 'read', 'file', 'read_file', 'name']);
  });

  const inUnicode = /[\p{L}\p{N}_]+(?:[-.'’][\p{L}\p{N}_]+)*/gu;

  it('cuts a text where the rule for all scripts cuts it', () => {
    const characters = [
      'a',
      'Z',
      '0',
      '_',
      '-',
      '.',
      "'",
      '’',
      ' ',
      'é',
      'ж',
      '日',
      '🎉',
      '𝒳',
      '\u0301',
      '\ud800',
      '/',
    ];
    let state = 1;
    const next = () => characters[(state = (state * 48_271) % 2_147_483_647) % characters.length]!;
    for (let i = 0; i < 3000; i++) {
      const text = Array.from({ length: i % 24 }, next).join('');
      const raws = text.match(inUnicode) ?? [];
      expect(spell(text), JSON.stringify(text)).toEqual(raws.flatMap((raw) => spell(raw)));
      expect(letters.encode(text), JSON.stringify(text)).toEqual(raws.flatMap((raw) => letters.encode(raw)));
    }
  });

  it('reads a text that is longer than most', () => {
    expect(spell(`${'. '.repeat(5000)}read`)).toEqual(['read']);
  });

  it('gives the same ids after more different tokens than it remembers', () => {
    for (let i = 0; i < 25_000; i++) tokenizer.encode(`name${i}`);
    expect(spell('reader')).toEqual(['read', '##er']);
  });
});
