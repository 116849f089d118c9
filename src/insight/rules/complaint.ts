import { isMachineText } from '../pushback/machine-text.ts';
import { partsOf } from '../pushback/prose.ts';

/** What a prompt asks for once and for all, or complains of: one sentence, and the words that carry it. Pure. */
export interface Complaint {
  /** The sentence as the person wrote it. */
  sentence: string;
  terms: ReadonlySet<string>;
  /** "pnpm, not npm": what is wanted and what is not. */
  contrast: { wanted: string; unwanted: string } | null;
  /** It says how things are to be done: always, never, use, don't. */
  isInstruction: boolean;
}

const MOST_SENTENCES = 6;
const LONGEST_SENTENCE = 240;
/** A prompt of a few short sentences says one thing: "why npm again? we have pnpm here". */
const ONE_BREATH = 90;

/** Of the person's own words at the start of a prompt, sentence by sentence, and a short prompt also as a whole; none of what machines wrote. */
export function complaintsOf(prompt: string): Complaint[] {
  if (isMachineText(prompt)) return [];
  const { prose } = partsOf(prompt);
  const sentences = sentencesOf(prose).slice(0, MOST_SENTENCES);
  return [...sentences, ...(sentences.length > 1 && prose.length <= ONE_BREATH ? [prose] : [])]
    .map((sentence) => ({
      sentence,
      terms: termsOf(sentence),
      contrast: contrastOf(sentence),
      isInstruction: INSTRUCTS.test(sentence),
    }))
    .filter(({ terms }) => terms.size > 0);
}

const INSTRUCTS =
  /\b(?:always|never|we (?:use|don'?t|do not|never|always)|don'?t|do not|use|stop \w+ing|must(?: not)?|only|no more|instead of|rather than|from now on)\b|[,!;] ?not /i;

/** A "pnpm! not npm" is one sentence: the contrast is what it says. */
function sentencesOf(prose: string): string[] {
  return prose
    .split(/(?<=[.!?。！？])\s+(?!not\b)|\s*;\s+|\n+/i)
    .map((sentence) => sentence.trim().slice(0, LONGEST_SENTENCE))
    .filter((sentence) => sentence.length >= 4);
}

const NAME = '[\\p{L}@][\\p{L}\\p{N}_.@/+-]*';
const CONTRASTS: readonly { pattern: RegExp; wanted: number; unwanted: number }[] = [
  {
    pattern: new RegExp(
      `(${NAME})(?: (?:here|please|pls))?[,!;:]+ ?(?:and |und |et |e )?(?:not|nicht|pas|não) (?:with |in |the |mit |avec )?(${NAME})`,
      'iu',
    ),
    wanted: 1,
    unwanted: 2,
  },
  {
    pattern: new RegExp(
      `(?:use|with|want) (${NAME}) (?:instead of|rather than|over|and not|not) (${NAME})`,
      'iu',
    ),
    wanted: 1,
    unwanted: 2,
  },
  { pattern: new RegExp(`(${NAME}) instead of (${NAME})`, 'iu'), wanted: 1, unwanted: 2 },
  {
    pattern: new RegExp(
      `(?:not|no|don'?t use|stop using|never(?: use)?) (${NAME})[,;.!]+ ?(?:but|use|i want|we use|only)? ?(?:use )?(${NAME})`,
      'iu',
    ),
    wanted: 2,
    unwanted: 1,
  },
];

function contrastOf(sentence: string): Complaint['contrast'] {
  for (const { pattern, wanted, unwanted } of CONTRASTS) {
    const found = pattern.exec(sentence);
    const [yes, no] = [bare(found?.[wanted]), bare(found?.[unwanted])];
    if (yes && no && !COMMON.has(yes) && !COMMON.has(no) && yes !== no) return { wanted: yes, unwanted: no };
  }
  return null;
}

function bare(word: string | undefined): string {
  return (word ?? '').toLowerCase().replace(/[.,/-]+$/, '');
}

/** Lower case, plural s and common words away. */
export function termsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}@][\p{L}\p{N}_.@/+'-]*/gu) ?? [];
  const terms = new Set<string>();
  for (const word of words) {
    const plain = word.replace(/['.,/-]+$/, '').replace(/'s$/, '');
    if (plain.length < 2 || COMMON.has(plain) || /^\d+$/.test(plain)) continue;
    terms.add(plain.length > 4 && plain.endsWith('s') && !plain.endsWith('ss') ? plain.slice(0, -1) : plain);
  }
  return terms;
}

/** Words that say nothing of what a sentence is about. */
const COMMON = new Set(
  `a about actually error errors fail failed failing fails failure pass passed passes test tests
  a about actually add added after again ah all already also always am an and any anything are aren't as ask asked at
  back bad be because been before being better both but by call can can't change changed changes check code come could
  couldn't create did didn't didnt different do does doesn't doesnt doing don't dont done each else even ever every
  exactly feel few file files find first fix fixed for from get give go going good got had has have haven't having he
  happen happened happening happens her here hey hi how i i'd i'll i'm i've if im in instead into is isn't isnt it it's its just keep know last let let's
  like line lines little look looks lot made make makes making many maybe me mean meant might more most much must my
  need needed needs never new next nice no nope not nothing now of off ok okay on once one only open or other our out
  over own part please pls point possible problem put question rather really remove right run running said same say see
  seem seems set she should shouldn't show side since so some something sorry still stop such sure take tell than thanks
  that that's thats the their them then there there's these they thing things think this those though thought time to
  today together told too try trying two up update us use used using very wait want wanted was wasn't way we we're well
  went were what what's whats when where which while who why will with without won't wont work working works would
  wouldn't write wrong yeah yep yes yet you you're your yourself`.split(/\s+/),
);
