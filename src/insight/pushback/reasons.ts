import type { Features } from './features.ts';
import type { Logistic } from './model.ts';

/** Features in words. A feature without words gives no reason. */
const WORDS: Readonly<Record<string, string>> = {
  denial: 'begins with a refusal',
  wrong: 'calls it wrong',
  misread: 'says something else was meant',
  failure: 'says that something fails',
  errorWord: 'speaks of an error',
  symptom: 'describes something missing or odd',
  still: 'says that it persists',
  expected: 'names what was expected',
  should: 'says how it should be',
  instead: 'asks for something else instead',
  blame: 'points at what the assistant did or left out',
  whyDid: 'asks why it was done',
  undo: 'asks to undo',
  stop: 'tells to stop or not to do it',
  needless: 'finds it needless, repeated or too complicated',
  incomplete: 'finds it incomplete',
  dismay: 'shows dismay',
  sadFace: 'shows dismay',
  hesitation: 'begins with doubt',
  dislike: 'does not like it',
  negation: 'denies something',
  doubt: 'doubts the answer',
  observation: 'reports what was seen',
  yesBut: 'agrees with a but',
  checkFails: 'reports a failing check',
  fixCheck: 'asks to repair a check after the work',
  pastedError: 'pastes an error',
  pasted: 'pastes output',
  interrupted: 'follows an interruption',
  refused: 'follows a refused tool call',
  claims: 'the assistant had said it was done',
  claimsPass: 'the assistant had said that checks pass',
  edited: 'the assistant had just edited files',
  everEdited: 'the assistant had edited files',
  lastFailed: 'the last command had failed',
  repeatsLast: 'repeats the last prompt',
  repeatsOlder: 'repeats an earlier prompt',
  unanswered: 'says that something was left unanswered',
  already: 'points at a fact',
};

const MOST = 4;
/** Below this a feature added too little to be named (log-odds). */
const LEAST = 0.15;

/** The features that spoke most for pushback, in words, strongest first. */
export function reasonsFor(features: Features, { weights }: Logistic): string[] {
  const gains = new Map<string, number>();
  for (const [name, value] of Object.entries(features)) {
    const gain = (weights[name] ?? 0) * value;
    for (const part of name.split('+')) {
      const phrase = WORDS[part.replace(/^opens:/, '').replace(/:\w+$/, '')];
      if (phrase !== undefined) gains.set(phrase, (gains.get(phrase) ?? 0) + gain);
    }
  }
  return [...gains]
    .filter(([, gain]) => gain > LEAST)
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST)
    .map(([phrase]) => phrase);
}
