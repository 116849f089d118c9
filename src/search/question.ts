import { exactWords, isPlainName, isTechnology, withoutPossessive } from './exact-words.ts';
import type { ChronoParse } from './chrono.ts';
import { withoutMarks } from './pasted-marks.ts';
import { projectIn } from './project-in.ts';
import { withoutAskingVerbs } from './question-frames.ts';
import { timeIn } from './times.ts';

/** What a person typed, understood: the words that count, and the limits that stand in it. */
export interface Question {
  /** Words to look for, in the order typed; compounds such as `auth.ts` or `--no-verify` whole. */
  terms: string[];
  /** Those of them that mean just themselves, lower case. */
  exact: ReadonlySet<string>;
  /** Those of these that are names of someone or something. */
  names: ReadonlySet<string>;
  /** The question without what names a time or a project: what its meaning is taken from. */
  text: string;
  since?: number;
  until?: number;
  project?: string;
  file?: string;
  /** Means what the person told the assistant ("did I tell you to always …", "I want …"): their own words count more. */
  ownWords: 'asked' | 'stated' | undefined;
  /** Asks what was done and names neither a time nor anything to look for: "the last session". */
  isWordless: boolean;
}

export interface QuestionSurroundings {
  now: number;
  /** Names of known projects. */
  projects: readonly string[];
  /** Given when the question may name a time. */
  chrono?: ChronoParse;
}

export function readQuestion(query: string, { now, projects, chrono }: QuestionSurroundings): Question {
  const asked = withoutMarks(query);
  const span = chrono && timeIn(asked, now, chrono);
  const timeless = span ? span.rest : asked;
  const inProject = projectIn(timeless, projects);
  const text = inProject ? inProject.rest : timeless;
  const isOpen = asksWhatHappened(text);
  const askedFor = termsOf(withoutAskingVerbs(text));
  const isWordless = isOpen && !span && (LATEST.test(text) || askedFor.length === 0);
  const terms = isWordless || ((span ?? inProject) && isOpen) ? [] : askedFor;
  const exact = exactWords(text, terms);
  const names = terms.filter((term) => exact.has(term.toLowerCase()) && isPlainName(term));
  return {
    terms,
    exact,
    names: new Set(names.map((name) => name.toLowerCase())),
    text,
    ...(span && span.since > 0 ? { since: span.since } : {}),
    ...(span ? { until: span.until } : {}),
    ...(inProject ? { project: inProject.project } : {}),
    ...fileIn(text),
    ownWords: ASKS_OWN_WORDS.test(text) ? 'asked' : STATES_OWN_WORDS.test(text) ? 'stated' : undefined,
    isWordless,
  };
}

/** "What did I work on", said of a time or a project: whatever lies in it is the answer. */
function asksWhatHappened(text: string): boolean {
  return termsOf(text).every((term) => HAPPENING.test(term));
}

const HAPPENING =
  /^(?:work(?:ed|ing)?|happen(?:ed|ing)?|finish(?:ed)?|ma[kd]e|went|going|sessions?|today|latest|recent(?:ly)?|previous)$/i;

const LATEST = /\b(?:last|latest|previous|recent(?:ly)?)\b/i;

/** "I want …", "I said …": as the person may have said it. */
const STATES_OWN_WORDS =
  /\bi (?:said|say|told|tell|asked|ask|want|wanted|prefer|preferred|like|hate|insist|insisted|mentioned)\b/i;

/** "Did I ever tell you …?", "what are my rules for …?" */
const ASKS_OWN_WORDS = new RegExp(
  `\\b(?:${[
    "(?:did|didn'?t|have|haven'?t) i",
    '(?:do|would) i (?:ever |always )?(?:want|prefer|like|hate|insist)',
    "i(?:'ve| have) (?:ever |once |already |always |never )?(?:said|told|asked|mentioned|complained|refused|rejected)",
    'my (?:own )?(?:preferences?|preferred|rules?|style|conventions?|instructions?|wish(?:es)?|opinion)',
    '(?:tell|told|asked|remind(?:ed)?) you',
  ].join('|')})\\b`,
  'i',
);

const FILE_NAME =
  /(?:^|[\s"'`(])((?:[\w.@-]+\/)*[\w@.-]*[\w-]\.(?:[a-z]{1,4}|[a-z]+\d|toml|json5?|yaml|lock|swift|proto|scala|astro|svelte))(?=$|[\s"'`),:;?!]|\.(?:\s|$))/i;

/** `filepath.Join` is no file. */
const CODE = /\.\p{Lu}\p{Ll}[^./]*$/u;

/** A file named by its path or with a common ending; favoured, not demanded. */
function fileIn(text: string): { file?: string } {
  const name = FILE_NAME.exec(text)?.[1];
  const isOther = !name || /^(?:e\.g|i\.e|etc\.|v?\d)/i.test(name) || CODE.test(name) || isTechnology(name);
  return isOther ? {} : { file: name };
}

const WORD = /--?[\p{L}\p{N}][\p{L}\p{N}_-]*|[\p{L}\p{N}_]+(?:[-.'’/:@\\][\p{L}\p{N}_]+)*/gu;

/** Words that carry a question without being what it asks for. */
const STOP_WORDS = new Set(
  (
    'a an the this that these those of to in on at for from with by as into out up down over about than then and or but if so ' +
    'is are was were be been being am do does did done doing have has had having can could should would will shall may might must ' +
    'i we you he she it they me us him her them my our your his its their mine ours yours ' +
    'what which who whom whose when where why how there here all any some no not only just also too very ' +
    'again ever last time thing things stuff like get got getting let lets please tell said say ' +
    'dont doesnt didnt isnt arent wasnt werent cant couldnt wont wouldnt shouldnt havent hasnt hadnt im ive id youre thats whats hows wheres'
  ).split(' '),
);

export function termsOf(text: string): string[] {
  const words = [...new Set([...text.matchAll(WORD)].map(([word]) => withoutPossessive(word)))];
  return words.filter((word) => !STOP_WORDS.has(word.toLowerCase().replace(/['’]/g, '')));
}
