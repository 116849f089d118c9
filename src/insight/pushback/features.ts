import type { TurnFacts } from '../../shared/turn-facts.ts';
import { contextOf, type Context } from './context.ts';
import { CUES, cuesIn, type Cue } from './lexicon/index.ts';
import { sentencesOf } from './mood.ts';
import { partsOf, type PromptParts } from './prose.ts';
import { closestPrompt, sharedNames, words } from './similarity.ts';

/** Named numbers, most of them 0 or 1; what is absent is 0. */
export type Features = Record<string, number>;

const CLAIMS =
  /\b(?:done|fixed|complete[d]?|committed|pushed|merged|updated|created|added|removed|implemented|resolved|success(?:ful(?:ly)?)?|all (?:tests|checks) pass\w*|(?:tests?|lint|build) pass\w*|ready (?:to|for)|now (?:works|uses|shows|has)|works now|here(?:['’]s| is) (?:what|the|a))\b|✅|✓/i;
const CLAIMS_PASS =
  /\b(?:all (?:\w+ )?(?:tests?|checks) (?:are )?(?:now )?pass\w*|(?:tests?|lint(?:ing)?|build)\b[^.\n]{0,30}\b(?:pass\w*|clean|succe\w+|green)|0 (?:issues|errors|failures))/i;
const OFFERS =
  /\b(?:want me to|would you like|should i|shall i|do you want|let me know|ready to|which (?:option|approach|one|would)|does (?:this|that)|sound good|what do you think|any (?:changes|questions|tweaks|adjustments)|your preference|prefer)\b/i;
const OPTIONS = /^\s*(?:\*\*)?(?:option )?(?:[A-D1-5])[).:]\s/im;
const ANSWERS =
  /^\s*(?:\(?[a-h]\)|\(?[a-h][.):]?\s*$|[a-h]\)|#?\d{1,2}[.):,]?(?:\s|$)|option \w|(?:the )?(?:first|second|third|last) (?:one|option)|both|all(?: of (?:them|it))?|neither)/i;
const SAD_FACE = /[😭😢😬😱🤦😡😤😞😩😫🙄🤬👎]|(?:^|\s):(?:-?\(|-?\/|\|)(?:\s|$)/u;
const PUZZLED_FACE = /[🤔😅🙈🤨🧐]/u;

/** All that the models may look at. `earlier`: turns of the session before this one, oldest first. */
export function featuresOf(turn: TurnFacts, earlier: readonly TurnFacts[]): Features {
  const context = contextOf(turn, earlier);
  const parts = partsOf(turn.prompt);
  const features: Features = {};
  addCues(features, parts);
  addForm(features, turn.prompt, parts);
  addContext(features, context);
  addRelation(features, parts, context);
  addMeetings(features);
  return Object.fromEntries(Object.entries(features).filter(([, value]) => value !== 0));
}

/** Cues that mean something else in a question, an order, and a statement. */
const MOODED: readonly Cue[] = [
  'wrong',
  'misread',
  'failure',
  'errorWord',
  'symptom',
  'still',
  'expected',
  'should',
  'instead',
  'blame',
  'undo',
  'needless',
  'incomplete',
  'dislike',
  'observation',
  'already',
  'negation',
  'checks',
];
const OPENERS: readonly Cue[] = [
  'denial',
  'approval',
  'hesitation',
  'thinking',
  'realised',
  'musing',
  'dismay',
  'contrast',
  'next',
  'gitWork',
];
const WEIGHT_BY_SENTENCE = [1, 0.7, 0.5, 0.35, 0.25, 0.2];

function addCues(features: Features, parts: PromptParts): void {
  const sentences = sentencesOf(parts.prose);
  sentences.forEach((sentence, index) => {
    const weight = WEIGHT_BY_SENTENCE[index] ?? 0;
    const cues = cuesIn(sentence.text, parts.language);
    const raise = (name: string) => (features[name] = Math.max(features[name] ?? 0, weight));
    raise(index === 0 ? `first:${sentence.mood}` : sentence.mood);
    for (const cue of CUES) {
      const at = cues[cue];
      if (at === undefined) continue;
      raise(cue);
      if (MOODED.includes(cue)) raise(`${cue}:${sentence.mood}`);
      if (index === 0 && OPENERS.includes(cue) && at < 3) features[`opens:${cue}`] = 1;
    }
  });
}

function addForm(
  features: Features,
  prompt: string,
  { prose, pasted, pastedError, remark }: PromptParts,
): void {
  const length = prose.length;
  const count = words(prose).length;
  features['short'] = Number(count > 0 && count <= 3);
  features['brief'] = Number(count > 3 && count <= 12);
  features['middling'] = Number(count > 12 && count <= 40);
  features['long'] = Number(count > 40);
  features['veryLong'] = Number(prompt.length > 3000);
  features['logLength'] = Math.log1p(length) / 5;
  features['pasted'] = Number(pasted > 0);
  features['pastedError'] = Number(pastedError);
  features['onlyPasted'] = Number(length < 12 && pasted > 20);
  features['remark'] = Number(remark);
  features['question'] = Number(/[?\uff1f]/.test(prose));
  features['endsQuestion'] = Number(/[?\uff1f][\s"')\]}]*\p{Extended_Pictographic}*\s*$/u.test(prose));
  features['exclaims'] = Number(/[!\uff01]/.test(prose));
  features['trailsOff'] = Number(/\.\.\.|…/.test(prose));
  features['sadFace'] = Number(SAD_FACE.test(prose));
  features['puzzledFace'] = Number(PUZZLED_FACE.test(prose));
  features['emphasis'] = Number(
    /(?:^|\s)[_*]\w+[_*](?:\s|[.,?!]|$)|\b(?:NOT|NO|NEVER|ONLY|STOP|WHY|ALL|MUST|DON['’]?T)\b/.test(prose),
  );
  features['link'] = Number(/https?:\/\//.test(prompt));
  features['attached'] = Number(/(?:^|\s)@[\w./]/.test(prompt));
  features['listed'] = Number(/(?:^|\n)\s*(?:[-*]|\d+[.)])\s/.test(prompt));
  features['answers'] = Number(ANSWERS.test(prose));
}

function addContext(features: Features, context: Context): void {
  const { actions, reply } = context;
  const edits = actions.filter((action) => action.kind === 'edit').length;
  const end = reply.slice(-600);
  features['edited'] = Number(edits > 0);
  features['editedMuch'] = Number(edits > 5);
  features['everEdited'] = Number(context.editedFiles.size > 0);
  features['acted'] = Number(actions.length > 0);
  features['busy'] = Math.log1p(actions.length) / 4;
  features['ranCommand'] = Number(actions.some((action) => action.kind === 'command'));
  features['asked'] = Number(/[?\uff1f]\s*[*_)"]*\s*$/.test(end));
  features['offers'] = Number(OFFERS.test(end.slice(-300)));
  features['gaveOptions'] = Number(OPTIONS.test(end));
  features['claims'] = Number(CLAIMS.test(end));
  features['claimsPass'] = Number(CLAIMS_PASS.test(end));
  features['sorry'] = Number(
    /\b(?:sorry|apologi[sz]e|you['’]re right|my mistake)\b/i.test(reply.slice(0, 300)),
  );
  features['silent'] = Number(reply === '');
  features['longReply'] = Number(reply.length > 2500);
  features['interrupted'] = Number(context.interrupted);
  features['refused'] = Number(context.refused);
  features['lastFailed'] = Number(actions.at(-1)?.outcome === 'failed');
  features['someFailed'] = Number(actions.some((action) => action.outcome === 'failed'));
  features['soon'] = Number(context.gapMinutes < 0.5);
  features['late'] = Number(context.gapMinutes > 30);
  features['planned'] = Number(actions.some((action) => action.tool === 'ExitPlanMode'));
  features['committed'] = Number(
    actions.some((action) => action.kind === 'command' && /\bgit (?:commit|push)\b/.test(action.target)),
  );
  features['second'] = Number(context.n <= 2);
  features['depth'] = Math.log1p(context.n) / 3;
}

const CHECK_FAILS =
  /\b(?:lint\w*|tests?|builds?|ci|checks?|pipeline|compil\w+|suite|fmt|format\w*|types?|deploy\w*|actions?)\b[^.?!]{0,25}\b(?:fail\w*|broken|breaks?|broke|red|errors?|complain\w*|not (?:pass|green)\w*)|\b(?:fail\w*|broken|broke|error)\b[^.?!]{0,20}\b(?:lint\w*|tests?|builds?|ci|checks?|pipeline|suite)\b/i;
const FIX_CHECK =
  /^(?:please |now |also |ok |and |just )*(?:fix|address|resolve|sort out)\b.{0,30}\b(?:tests?|lint\w*|builds?|ci|errors?|warnings?|issues?|this|it|that)\b|^fix\s*:/i;
const YES_BUT =
  /^(?:yes|yeah|yep|sure|ok(?:ay)?|right|good|great|nice|cool|fine|not bad)[,.! ]+(?:\w+ ){0,2}(?:but|however|except|though|i (?:don['’]t|do not))(?![\p{L}])/iu;
const HYPOTHETICAL = /\b(?:if|when|whenever|in case|what happens|should we|could|would)\b/i;

function addReports(features: Features, prose: string): void {
  features['checkFails'] = Number(
    CHECK_FAILS.test(prose.slice(0, 200)) && !HYPOTHETICAL.test(prose.slice(0, 60)),
  );
  features['yesBut'] = Number(YES_BUT.test(prose));
  features['fixCheck'] = Number(FIX_CHECK.test(prose));
}

/** Share of a prompt's longer words that stand in what the assistant said last. */
function echo(prose: string, said: string): number {
  const own = words(prose).filter((word) => word.length > 3);
  if (own.length === 0) return 0;
  const theirs = new Set(words(said));
  return own.filter((word) => theirs.has(word)).length / own.length;
}

function addRelation(features: Features, parts: PromptParts, context: Context): void {
  const [last, ...older] = context.prompts;
  features['repeatsLast'] = last === undefined ? 0 : closestPrompt(parts.prose, [last]);
  features['repeatsOlder'] = closestPrompt(parts.prose, older.slice(0, 5));
  features['namesFromReply'] = Math.min(3, sharedNames(parts.prose, context.reply)) / 3;
  features['echo'] = echo(parts.prose, context.reply.slice(-1500));
  addReports(features, parts.prose);
  const lower = parts.prose.toLowerCase();
  features['namesEditedFile'] = Number(
    [...context.editedFiles].some((file) => file.length > 3 && lower.includes(file)),
  );
}

/** Pairs that mean more together than apart. */
const MEETINGS: readonly (readonly [string, string])[] = [
  ['failure:statement', 'everEdited'],
  ['errorWord:statement', 'everEdited'],
  ['symptom:statement', 'everEdited'],
  ['pastedError', 'everEdited'],
  ['pastedError', 'edited'],
  ['checks', 'failure'],
  ['failure', 'claims'],
  ['symptom', 'claims'],
  ['negation', 'asked'],
  ['negation:question', 'claims'],
  ['negation:statement', 'edited'],
  ['first:statement', 'asked'],
  ['first:statement', 'claims'],
  ['first:statement', 'opens:hesitation'],
  ['first:question', 'opens:hesitation'],
  ['first:question', 'edited'],
  ['first:request', 'interrupted'],
  ['first:statement', 'interrupted'],
  ['opens:approval', 'asked'],
  ['opens:approval', 'contrast'],
  ['short', 'failure'],
  ['short', 'edited'],
  ['brief', 'refused'],
  ['should', 'edited'],
  ['instead', 'edited'],
  ['needless', 'edited'],
  ['undo', 'edited'],
  ['still', 'failure'],
  ['gitWork', 'interrupted'],
  ['first:statement', 'everEdited'],
  ['first:statement', 'musing'],
  ['first:statement', 'answers'],
  ['first:question', 'tag'],
  ['first:question', 'negation:question'],
  ['checkFails', 'everEdited'],
  ['fixCheck', 'everEdited'],
  ['fixCheck', 'short'],
  ['echo', 'first:statement'],
  ['echo', 'negation'],
  ['negation:statement', 'claims'],
  ['answers', 'asked'],
  ['answers', 'gaveOptions'],
  ['opens:denial', 'asked'],
  ['interrupted', 'realised'],
  ['interrupted', 'repeatsLast'],
  ['claimsPass', 'first:statement'],
  ['handedOver', 'brief'],
  ['handedOver', 'short'],
  ['long', 'musing'],
  ['gitWork', 'first:request'],
];

function addMeetings(features: Features): void {
  for (const [one, other] of MEETINGS) {
    const both = (features[one] ?? 0) * (features[other] ?? 0);
    if (both !== 0) features[`${one}+${other}`] = both;
  }
}
