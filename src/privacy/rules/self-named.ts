/** Tokens whose maker nobody knows, but whose form says what they are: `acme_live_…`, `acme-pat-…`, `acme_secret_…`. */
import { looksRandom } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';
import { matchAt, startsToken, type Rule } from './rule.ts';

const WORDS = [
  'live',
  'prod',
  'production',
  'test',
  'sandbox',
  'pat',
  'sk',
  'secret',
  'key',
  'apikey',
  'api',
  'token',
  'tok',
  'sat',
  'oat',
];
const LONGEST_MAKER = 24;
const REST = /[_-](?:(?:live|prod|test|dev|v\d|key|secret|token|api)[_-]){0,2}([A-Za-z0-9_-]{20,250})/y;
/** Publishable keys and identifiers carry such words, too: Stripe's `pk_live_`, its checkout sessions `cs_test_`. */
const NO_SECRET =
  /(?:^|[_-])(?:pk|pub|public|publishable|cs|id|acct|cus|evt|req|msg|price|prod|plan|sub|in|pi|ch|pm|txn|tr|py)$/i;

export const selfNamed: Rule = {
  anchors: WORDS.flatMap((word) => [`_${word}_`, `-${word}-`, `_${word}-`]),
  find(text, at, report) {
    let start = at;
    while (start > 0 && at - start < LONGEST_MAKER && /[A-Za-z0-9_-]/.test(text.charAt(start - 1))) start--;
    if (text[start - 1] === '\\' && /[nrt]/.test(text.charAt(start))) start++;
    const maker = text.slice(start, at);
    if (!/^[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+){0,2}$/.test(maker) || NO_SECRET.test(maker)) return;
    if (!startsToken(text, start)) return;
    let rest = at + 1;
    while (/[A-Za-z0-9]/.test(text.charAt(rest))) rest++;
    const match = matchAt(REST, text, rest);
    if (match === undefined) return;
    const body = match[1]!;
    if (!looksRandom(body) || !/\d/.test(body) || isPlaceholder(body)) return;
    report({ start, end: rest + match[0].length, kind: 'api-key' });
  },
};
