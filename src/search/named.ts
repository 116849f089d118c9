import { stemsOf } from '../store/stems.ts';
import { termsOf } from './question.ts';

/**
 * How much a question is a session's title, 0..1: the share of the question that stands in the title, times the share of
 * the title that stands in the question. A title of many words is not meant by one of them.
 * @param weights of the question's words, by their rarity
 */
export function namedShare(title: string, weights: ReadonlyMap<string, number>): number {
  const ofTitle = termsOf(title).map(stemsOf);
  const inTitle = new Set(ofTitle.flat());
  const asked = [...weights].map(([word, weight]) => ({ stems: stemsOf(word), weight }));
  const inQuestion = new Set(asked.flatMap(({ stems }) => stems));
  const all = asked.reduce((sum, { weight }) => sum + weight, 0);
  const held = asked
    .filter(({ stems }) => stems.every((stem) => inTitle.has(stem)))
    .reduce((sum, { weight }) => sum + weight, 0);
  const named = ofTitle.filter((stems) => stems.every((stem) => inQuestion.has(stem))).length;
  return all === 0 || ofTitle.length === 0 ? 0 : (held / all) * (named / ofTitle.length);
}
