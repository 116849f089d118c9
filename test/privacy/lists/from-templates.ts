/**
 * Lists that other people wrote as plain texts. Here they stand as templates, each secret as `⟦0:its form⟧`, and where
 * it comes again as `⟦0⟧`; forms hold `‹n36›` (36 letters and digits), `‹W›` (a word with a capital) and the like.
 */
import { BASE32, drawn, type Drawn, type SecretCase } from './list.ts';
import fifth from './fifth-author.json' with { type: 'json' };
import fourth from './fourth-author.json' with { type: 'json' };
import second from './second-author.json' with { type: 'json' };
import third from './third-author.json' with { type: 'json' };

const MARKED = /⟦(\d+)(?::([^⟧]*))?⟧/g;
const DRAWN = /‹([a-zA-Z])(\d*)›/g;
const ENCODED = 'base64:';

function secretsOf(templates: readonly string[][]): (seed: number) => SecretCase[] {
  return (seed) => {
    const g = drawn(seed);
    return templates.map(([kind, template]) => {
      const secrets: string[] = [];
      const text = template!.replace(MARKED, (_, index: string, form?: string) => {
        if (form !== undefined) secrets[Number(index)] = filled(form, g);
        return secrets[Number(index)]!;
      });
      return { kind: kind!, text, secrets };
    });
  };
}

function filled(form: string, g: Drawn): string {
  if (form.startsWith(ENCODED)) return g.base64Of(filled(form.slice(ENCODED.length), g));
  return form.replace(DRAWN, (_, what: string, count: string) => piece(what, Number(count), g));
}

function piece(what: string, length: number, g: Drawn): string {
  switch (what) {
    case 'w':
      return g.word();
    case 'W':
      return g.word().replace(/^./, (letter) => letter.toUpperCase());
    case 'n':
      return g.alnum(length);
    case 'h':
      return g.hex(length);
    case 'a':
      return g.from(g.LOWER + g.DIGITS, length);
    case 'A':
      return g.from(g.UPPER + g.DIGITS, length);
    case 'B':
      return g.from(BASE32, length);
    case 'l':
      return g.from(g.LOWER, length);
    case 'U':
      return g.from(g.UPPER, length);
    case 'd':
      return g.from(g.DIGITS.slice(1), length);
    default:
      throw new Error(`No form is written with ${what}.`);
  }
}

export const secondAuthorSecrets = secretsOf(second.secrets);
export const secondAuthorLookalikes = (): string[] => second.lookalikes;
export const thirdAuthorSecrets = secretsOf(third.secrets);
export const thirdAuthorLookalikes = (): string[] => third.lookalikes;
export const fourthAuthorSecrets = secretsOf(fourth.secrets);
export const fourthAuthorLookalikes = (): string[] => fourth.lookalikes;
export const fifthAuthorSecrets = secretsOf(fifth.secrets);
export const fifthAuthorLookalikes = (): string[] => fifth.lookalikes;
