import { isOneEditAway } from '../shared/near-spelling.ts';

/** Long enough that no other word is one edit away. */
const OFTEN_MISSPELLED = [
  'january',
  'february',
  'september',
  'october',
  'november',
  'december',
  'tuesday',
  'wednesday',
  'thursday',
  'saturday',
  'yesterday',
];

/** A text with the names of months and weekdays as they are spelled. */
export function withoutSlips(text: string): string {
  return text.replace(/(?<![\w-])[a-z]{6,10}(?![\w-])/gi, (word) => {
    const typed = word.toLowerCase();
    // "tuesdays" are several.
    if (typed.endsWith('s') || OFTEN_MISSPELLED.includes(typed)) return word;
    return OFTEN_MISSPELLED.find((name) => isOneEditAway(typed, name)) ?? word;
  });
}
