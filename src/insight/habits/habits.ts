import { partsOf } from '../pushback/prose.ts';

/** What a person can do or leave in a prompt. Each is told by its wording (English) or its form. Pure. */
export interface Habit {
  name: string;
  /** "names the file": follows "a prompt that". */
  title: string;
  /** What to do when it helps, and when it hurts. */
  whenItHelps: string;
  whenItHurts: string;
  holds(prompt: ReadPrompt): boolean;
}

/** A prompt and what of it the person wrote. */
export interface ReadPrompt {
  text: string;
  prose: string;
  pastedError: boolean;
  images: number;
}

export function readPrompt(prompt: string, images: number): ReadPrompt {
  const { prose, pastedError } = partsOf(prompt);
  return { text: prompt.slice(0, 4000), prose: prose.replace(/https:\/\/…/g, ' '), pastedError, images };
}

const EXTENSIONS =
  'tsx?|jsx?|mjs|cjs|py|go|rs|java|kt|rb|php|c|h|cc|cpp|hpp|cs|swift|scala|css|scss|html|vue|svelte|md|json|ya?ml|toml|sql|sh|tf|proto|lock|txt|csv';
const FILE = new RegExp(`(?:^|[\\s(\`'"@])(?:[\\w.-]+/)+[\\w.-]+|\\b[\\w-]+\\.(?:${EXTENSIONS})\\b`);
const DONE =
  /\b(?:done when|so that|make sure|should (?:then )?(?:be(?! (?:ok|okay|fine|good|easy)\b)|return|show|pass|print|fail|work|look|give|say|end)|must (?:pass|return|be|show|print)|expect(?:ed)? (?:result|output|to)|(?:the )?tests? (?:should|must|has to|have to) pass|until (?:the|all|it)|acceptance criteria|i want to see)\b/i;
const EXAMPLE =
  /\b(?:for example|for instance|such as|like this|like so|example:|same as in|similar to)\b|\be\.g\./i;
const PLAN =
  /\b(?:plan (?:first|it first|before)|(?:make|write|propose|give me|show me) (?:me )?a plan|before (?:you )?(?:writ|chang|cod|edit|implement)\w*|(?:don'?t|do not) (?:write|change|code|edit|implement) (?:any(?:thing)? |code )?yet|no code yet|think (?:first|it through)|discuss (?:it )?first)\b/i;
const LIMIT =
  /\b(?:(?:don'?t|do not|never) (?:touch|change|modify|edit|add|remove|rename|refactor)|leave .{1,40}\b(?:as (?:it|they)|alone|unchanged)|only (?:change|touch|edit)|without (?:chang|touch|break|add)\w*|nothing else|keep .{1,40}\b(?:as (?:it|they)|unchanged))/i;
const WHY = /\b(?:because|the reason|so we can|in order to|otherwise|that is why|that's why)\b/i;
const SYMBOL = /`[^`\n]{2,60}`|\b[a-z]+[A-Z]\w+|\b[a-z]+_[a-z_]+\b|\b\w+\(\)/;
const ITEM = /^\s*(?:[-*•]|\d+[.)])\s+\S/gm;
const FURTHER = /\b(?:also|and then|additionally|besides|after that|another thing|as well as|on top)\b/gi;
const LONG = 300;
const SHORT = 40;

export const HABITS: readonly Habit[] = [
  {
    name: 'names_file',
    title: 'names the file',
    whenItHelps: 'Name the file it is about.',
    whenItHurts: 'Say what it is about before you name files.',
    holds: ({ prose }) => FILE.test(prose),
  },
  {
    name: 'names_symbol',
    title: 'names a function or a value in the code',
    whenItHelps: 'Name the function or the value it is about.',
    whenItHurts: 'Say what you want before you name functions.',
    holds: ({ prose }) => SYMBOL.test(prose),
  },
  {
    name: 'says_done',
    title: 'says what done means',
    whenItHelps: 'Say how you will know that it is done.',
    whenItHurts: 'Leave the details of the result for later.',
    holds: ({ prose }) => DONE.test(prose),
  },
  {
    name: 'gives_example',
    title: 'gives an example',
    whenItHelps: 'Give an example.',
    whenItHurts: 'Say the rule rather than an example.',
    holds: ({ prose }) => EXAMPLE.test(prose),
  },
  {
    name: 'says_why',
    title: 'says why',
    whenItHelps: 'Say why you want it.',
    whenItHurts: 'Ask for the thing; leave out the reasons.',
    holds: ({ prose }) => WHY.test(prose),
  },
  {
    name: 'pastes_error',
    title: 'pastes the error',
    whenItHelps: 'Paste the error as it stands.',
    whenItHurts: 'Say what goes wrong in words, not by its output alone.',
    holds: ({ pastedError }) => pastedError,
  },
  {
    name: 'plan_first',
    title: 'asks for a plan first',
    whenItHelps: 'Ask for a plan before the work.',
    whenItHurts: 'Ask for the work at once rather than for a plan.',
    holds: ({ prose }) => PLAN.test(prose),
  },
  {
    name: 'limits',
    title: 'says what not to touch',
    whenItHelps: 'Say what is to stay as it is.',
    whenItHurts: 'Say what to do rather than what to leave.',
    holds: ({ prose }) => LIMIT.test(prose),
  },
  {
    name: 'several_tasks',
    title: 'asks for several things',
    whenItHelps: 'Say all that is to be done in one prompt.',
    whenItHurts: 'Ask for one thing at a time.',
    holds: ({ text, prose }) =>
      (text.match(ITEM)?.length ?? 0) >= 2 || (prose.match(FURTHER)?.length ?? 0) >= 2,
  },
  {
    name: 'long',
    title: `is long (${LONG} characters and more)`,
    whenItHelps: 'Write more: say what you know.',
    whenItHurts: 'Write less in one prompt.',
    holds: ({ prose }) => prose.length >= LONG,
  },
  {
    name: 'short',
    title: `is short (under ${SHORT} characters)`,
    whenItHelps: 'Keep it short.',
    whenItHurts: 'Write more than a few words.',
    holds: ({ prose }) => prose.length < SHORT,
  },
  {
    name: 'image',
    title: 'has a picture',
    whenItHelps: 'Add a screenshot.',
    whenItHurts: 'Say in words what the picture shows.',
    holds: ({ images }) => images > 0,
  },
];
