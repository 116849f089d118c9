import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { stemOf, stemsOf, visitStems } from '../../src/store/stems.ts';

const WORDS = (
  'caresses ponies ties cats feed agreed plastered bled motoring sing conflated troubled sized hopping tanned falling ' +
  'hissing fizzed failing filing happy sky relational conditional rational valenci hesitanci digitizer analogousli ' +
  'vietnamization predication operator feudalism decisiveness hopefulness callousness formaliti sensitiviti ' +
  'sensibiliti triplicate formative formalize electriciti electrical hopeful goodness revival allowance inference ' +
  'airliner gyroscopic adjustable defensible irritant replacement adjustment dependent adoption homologou ' +
  'communism activate angulariti homologous effective bowdlerize probate rate cease controll roll apologies logging ' +
  'configurations retries tokenizer caching cached databases indices queries deployment authentication by ab abc 12 ' +
  'v2 sha256 utf8 yes toy employees buying skies dying oauth2 generation generically organization probably nearly'
).split(' ');

test('words are cut to the stems that the full-text index has', () => {
  const db = new Database(':memory:');
  db.exec(`CREATE VIRTUAL TABLE text USING fts5 (words, tokenize="porter unicode61 remove_diacritics 2");
           CREATE VIRTUAL TABLE stem USING fts5vocab (text, instance);`);
  const add = db.prepare('INSERT INTO text (rowid, words) VALUES (?, ?)');
  for (const [index, word] of WORDS.entries()) add.run(index, word);
  const stems = db.prepare<[], string>('SELECT term FROM stem ORDER BY doc').pluck().all();
  expect(WORDS.map(stemOf)).toEqual(stems);
  db.close();
});

test('words of one stem have one number, others another', () => {
  const [one, two, three] = stemsOf('Retries retried retrace');
  expect(one).toBe(two);
  expect(one).not.toBe(three);
  expect(stemsOf('parse_line, auth.ts: --no-verify')).toEqual(stemsOf('parse line auth ts no verify'));
  expect(stemsOf('Größe café')).toEqual(stemsOf('größe CAFE'));
  expect(stemsOf('größe')).not.toEqual(stemsOf('gr e'));
  expect(stemsOf('日本 語')).toHaveLength(2);
});

test('words glued by capitals or digits are told as they are written', () => {
  const glued: string[] = [];
  visitStems('parseLine HTTPServer Word ALLCAPS sha256 plain', {
    word: () => undefined,
    glued: (word) => glued.push(word),
  });
  expect(glued).toEqual(['parseLine', 'HTTPServer', 'sha256']);
});
