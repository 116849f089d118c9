/** Tokens that say what they are by how they begin. */
import { hasDistinct, looksRandom } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';
import { matchAt, startsToken, type Rule } from './rule.ts';
import { TOKEN_FORMATS } from './token-formats.ts';

const DIGITS = '0123456789';
const ALPHANUMERIC = DIGITS + 'abcdefghijklmnopqrstuvwxyz';

/** Tokens whose tell-tale letters are shorter than an anchor are found through the character that follows them. */
function anchorsOf(letters: string, rest: string): string[] {
  if (letters.length >= 3) return [letters];
  const next = rest.startsWith('\\d')
    ? DIGITS
    : rest.startsWith('[0-9a-f]')
      ? DIGITS + 'abcdef'
      : ALPHANUMERIC;
  return [...next].map((letter) => letters + letter);
}

export const tokenRules: readonly Rule[] = TOKEN_FORMATS.flatMap(([kind, prefixes, rest, check]) =>
  prefixes.split(/ (?=\S)/).map((prefix): Rule => tokenRule(kind, prefix, rest, check === 'random')),
);

function tokenRule(kind: string, prefix: string, rest: string, mustLookRandom: boolean): Rule {
  const literal = prefix.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const expression = new RegExp(`${literal}(${rest})`, 'y');
  return {
    anchors: anchorsOf(prefix.toLowerCase(), rest),
    find(text, at, report) {
      if (/^\w/.test(prefix) && !startsToken(text, at)) return;
      if (mustLookRandom && at > 0 && /[_-]/.test(text.charAt(at - 1))) return;
      // A long run of a few characters is none, and need not be read to its end.
      if (!hasDistinct(text.slice(at + prefix.length, at + prefix.length + 24), 6)) return;
      const match = matchAt(expression, text, at);
      if (match === undefined) return;
      const body = match[1]!;
      if (isPlaceholder(body)) return;
      if (mustLookRandom && !(looksRandom(body) && /\d|[a-z][A-Z]|[A-Z][a-z]/.test(body))) return;
      report({ start: at, end: at + match[0].replace(/[.,]+$/, '').length, kind });
    },
  };
}
