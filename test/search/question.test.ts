import { parse } from 'chrono-node/en';
import { describe, expect, test } from 'vitest';
import { readQuestion, termsOf } from '../../src/search/question.ts';

const NOW = Date.parse('2026-02-17T00:00:00Z');
const read = (query: string): ReturnType<typeof readQuestion> =>
  readQuestion(query, {
    now: NOW,
    projects: ['tidepool', 'cli', 'Her', 'web-shop', 'duck-pond-manager'],
    chrono: parse,
  });

test.each([
  ['why did we choose session cookies over jwt', ['choose', 'session', 'cookies', 'jwt']],
  ['edits to session/phase.go', ['edits', 'session/phase.go']],
  ['git commit --no-verify', ['git', 'commit', '--no-verify']],
  ["why doesn't parseTranscriptLine work", ['parseTranscriptLine', 'work']],
  ['what did we do?', []],
  ['AND OR "NEAR', ['NEAR']],
  ["what is Ruth's garden called", ['Ruth', 'garden', 'called']],
])('the words of "%s" that count are %j', (query, terms) => {
  expect(termsOf(query)).toEqual(terms);
});

describe('a project', () => {
  test.each([
    ['rate limits in tidepool', 'tidepool', 'rate limits'],
    ['rate limits in the tidepool repo', 'tidepool', 'rate limits'],
    ['rate limits in ~/code/tidepool', 'tidepool', 'rate limits'],
    ['rate limits in the tidepol project', 'tidepool', 'rate limits'],
    ['flags of the cli project', 'cli', 'flags'],
    ['project: cli flags', 'cli', 'flags'],
    ['flags in web-shop', 'web-shop', 'flags'],
    ['flags in Web_Shop', 'web-shop', 'flags'],
    ['flags of the web shop project', 'web-shop', 'flags'],
    ['flags in the webshop repo', 'web-shop', 'flags'],
    ["web-shop's flags", 'web-shop', 'flags'],
    ['web-shop: flags', 'web-shop', 'flags'],
    ['flags in duck pond manager', 'duck-pond-manager', 'flags'],
  ])('in "%s" is %s, and no word', (query, project, rest) => {
    const question = read(query);
    expect([question.project, question.text]).toEqual([project, rest]);
  });

  test.each([
    'put it in her hands',
    'we built a tidepool',
    'flags in cli',
    'tidepool: connection refused',
    'the bug in web shop windows',
    'the file in web-shop/src',
  ])('in "%s" is none', (query) => {
    expect(read(query).project).toBeUndefined();
  });
});

test('of a pasted message, colours and the times at which lines were logged are left out', () => {
  const pasted =
    '2026-02-16T10:15:32.120Z \u001b[31mERROR\u001b[0m refused\n[12:30:01] retry\nFeb  3 10:00:01 host sshd: done';
  const question = read(pasted);
  expect(question.text).toBe(' ERROR refused\n retry\n host sshd: done');
  expect([question.since, question.until]).toEqual([undefined, undefined]);
});

describe('a file', () => {
  test.each([
    ['changes to src/auth/refresh.ts?', 'src/auth/refresh.ts'],
    ['why is dayLabel.ts wrong', 'dayLabel.ts'],
    ['e.g. this', undefined],
    ['undefined: filepath.Join', undefined],
    ['version v1.2 of it', undefined],
    ['changes to docker-compose.prod.yml', 'docker-compose.prod.yml'],
    ['java.lang.NullPointerException in it', undefined],
    ['since we use next.js', undefined],
  ])('in "%s" is %s', (query, file) => {
    expect(read(query).file).toBe(file);
  });
});

test.each([
  ['did I tell you to always use tabs', 'asked'],
  ['where did i say errors must not interrupt', 'asked'],
  ['have I ever asked you to stop adding emojis', 'asked'],
  ["didn't I tell you to use tabs", 'asked'],
  ['what do I prefer for tabs', 'asked'],
  ['what are my rules about tabs', 'asked'],
  ['i want the hash of the fix mentioned', 'stated'],
  ['how do I look at the metadata', undefined],
  ['rate limiting of the endpoints', undefined],
])('"%s" means what the person said: %s', (query, own) => {
  expect(read(query).ownWords).toBe(own);
});

test('what names a time is taken out of the words and out of the meaning', () => {
  const question = read('oauth problems on feb 6');
  expect(question.terms).toEqual(['oauth', 'problems']);
  expect(question.text).toBe('oauth problems');
  expect(new Date(question.since!).getDate()).toBe(6);
});

test.each([
  ['what did i work on last week', []],
  ['what happened on feb 6', []],
  ['what did i work on', ['work']],
  ['what did i work on in tidepool', []],
  ['what happened in the tidepool project last week', []],
  ['how does the cache work since monday', ['cache', 'work']],
  ['what went wrong with the cache', ['wrong', 'cache']],
  ["what's going on with the cache", ['cache']],
  ['what happened when the cache was full?', ['cache', 'full']],
  ['whatever happened to the cache', ['cache']],
  ['what became of the cache', ['cache']],
  ['how did it go with the cache', ['cache']],
  ['how did the new cache go?', ['new', 'cache']],
  ['so what happened', []],
  ['the hook that went silent', ['hook', 'went', 'silent']],
  ['how did we get the go version', ['go', 'version']],
  ['how did the rewrite in go?', ['rewrite', 'go']],
])('"%s" asks for the words %j', (query, terms) => {
  expect(read(query).terms).toEqual(terms);
});

test('of the words that mean just themselves, names are told apart from identifiers and technologies', () => {
  const { exact, names } = read('did Nora ever use Kafka in auth.ts');
  expect([...exact]).toEqual(['nora', 'kafka', 'auth.ts']);
  expect([...names]).toEqual(['nora']);
});
