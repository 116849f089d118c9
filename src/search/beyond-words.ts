import type { Coverage } from './coverage.ts';

/**
 * How much nearer to the question the nearest fragment lies than the nearest one in a passage with the most telling of its
 * words that is said at all, 0..2. A word that is meant in another sense draws near what holds it, and nothing else
 * is near; what a question means in other words is near without it.
 * @param fragments cosine of the nearest fragment by passage
 */
export function nearBeyondWords(
  fragments: ReadonlyMap<number, number>,
  { weights, wordsIn }: Pick<Coverage, 'weights' | 'wordsIn'>,
): number {
  let telling: string | undefined;
  for (const id of fragments.keys())
    for (const word of wordsIn(id))
      if (telling === undefined || weights.get(word)! > weights.get(telling)!) telling = word;
  if (telling === undefined) return 0;
  let nearest = -Infinity;
  let nearestTelling = -Infinity;
  for (const [id, cosine] of fragments) {
    nearest = Math.max(nearest, cosine);
    if (wordsIn(id).includes(telling)) nearestTelling = Math.max(nearestTelling, cosine);
  }
  return nearest - nearestTelling;
}
