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
const INVITES =
  /\b(?:can|could|would) you (?:\w+ )?(?:share|paste|provide|send|show|run|check|try|confirm|tell|describe|clarify)|\b(?:please|let me know if you) (?:share|paste|provide|run|try|see)|\bdo you (?:have|see|know|get)\b|\bwhat (?:does|do|did|is|are|were|exactly|specific|would you like to clarify)\b[^\n]*\?/i;
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
  // A remark of a reviewer speaks of the code, not of what the assistant just did.
  if (!parts.remark) addCues(features, parts);
  addForm(features, turn.prompt, parts);
  addContext(features, context);
  addRelation(features, parts, context);
  addMeetings(features);
  return features;
}

/** What is absent is not written down, so that a model's sum runs over what is there. */
function note(features: Features, name: string, value: number | boolean): void {
  if (value !== false && value !== 0) features[name] = Number(value);
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
];
const OPENERS: readonly Cue[] = [
  'denial',
  'approval',
  'hesitation',
  'objection',
  'realised',
  'musing',
  'dismay',
  'next',
  'gitWork',
  'stop',
];
/** A complaint comes first; what follows it matters less. */
const WEIGHT_BY_SENTENCE = [1, 0.7, 0.5, 0.35];
/** Nor does what stands this far (characters) into a sentence that goes on and on. */
const FAR = 100;
const DISTANT = 0.4;

function addCues(features: Features, parts: PromptParts): void {
  const sentences = sentencesOf(parts.prose);
  const butting = YES_BUT.test(parts.prose);
  sentences.forEach((sentence, index) => {
    const weight = WEIGHT_BY_SENTENCE[index] ?? 0;
    const cues = cuesIn(sentence.text, parts.language);
    const raise = (name: string, value = weight) => (features[name] = Math.max(features[name] ?? 0, value));
    const mood = index === 0 && butting && sentence.mood === 'approval' ? 'statement' : sentence.mood;
    raise(index === 0 ? `first:${mood}` : mood);
    for (const cue of CUES) {
      const at = cues[cue];
      if (at === undefined) continue;
      const near = weight * (at < FAR ? 1 : DISTANT);
      raise(cue, near);
      if (MOODED.includes(cue)) raise(`${cue}:${mood}`, near);
      if (index === 0 && OPENERS.includes(cue) && at < 3 && !(butting && cue === 'approval'))
        features[`opens:${cue}`] = 1;
    }
  });
}

function addForm(
  features: Features,
  prompt: string,
  { prose, pasted, pastedError, remark }: PromptParts,
): void {
  const count = words(prose).length;
  note(features, 'short', count > 0 && count <= 3);
  note(features, 'brief', count > 3 && count <= 12);
  note(features, 'middling', count > 12 && count <= 40);
  note(features, 'long', count > 40);
  note(features, 'veryLong', prompt.length > 3000);
  note(features, 'pasted', pasted > 0);
  note(features, 'pastedError', pastedError);
  note(features, 'onlyPasted', prose.length < 12 && pasted > 20);
  note(features, 'remark', remark);
  note(features, 'question', /[?\uff1f]/.test(prose));
  note(features, 'endsQuestion', Number(/[?\uff1f][\s"')\]}]*\p{Extended_Pictographic}*\s*$/u.test(prose)));
  note(features, 'exclaims', /[!\uff01]/.test(prose));
  note(features, 'trailsOff', /\.\.\.|…/.test(prose));
  note(features, 'sadFace', SAD_FACE.test(prose));
  note(features, 'puzzledFace', PUZZLED_FACE.test(prose));
  note(
    features,
    'emphasis',
    /(?:^|\s)[_*]\w+[_*](?:\s|[.,?!]|$)|\b(?:NOT|NO|NEVER|ONLY|STOP|WHY|ALL|MUST|DON['’]?T)\b/.test(prose),
  );
  note(features, 'link', /https?:\/\//.test(prompt));
  note(features, 'attached', /(?:^|\s)@[\w./]/.test(prompt));
  note(features, 'listed', Number(/(?:^|\n)\s*(?:[-*]|\d+[.)])\s/.test(prompt)));
  note(features, 'answers', ANSWERS.test(prose));
}

function addContext(features: Features, context: Context): void {
  const { actions, reply } = context;
  const edits = actions.filter((action) => action.kind === 'edit').length;
  const end = reply.slice(-600);
  note(features, 'edited', edits > 0);
  note(features, 'editedMuch', edits > 5);
  note(features, 'everEdited', context.editedFiles.size > 0);
  note(features, 'acted', actions.length > 0);
  note(
    features,
    'ranCommand',
    actions.some((action) => action.kind === 'command'),
  );
  note(features, 'asked', Number(/[?\uff1f]\s*[*_)"]*\s*$/.test(end)));
  note(features, 'offers', OFFERS.test(end.slice(-300)));
  note(features, 'invited', INVITES.test(end.slice(-400)));
  note(features, 'gaveOptions', OPTIONS.test(end));
  note(features, 'claims', CLAIMS.test(end));
  note(features, 'claimsPass', CLAIMS_PASS.test(end));
  note(features, 'sorry', /\b(?:sorry|apologi[sz]e|you['’]re right|my mistake)\b/i.test(reply.slice(0, 300)));
  note(features, 'silent', reply === '');
  note(features, 'longReply', reply.length > 2500);
  note(features, 'interrupted', context.interrupted);
  note(features, 'refused', context.refused);
  note(features, 'lastFailed', actions.at(-1)?.outcome === 'failed');
  note(
    features,
    'someFailed',
    actions.some((action) => action.outcome === 'failed'),
  );
  note(features, 'soon', context.gapMinutes < 0.5);
  note(features, 'late', context.gapMinutes > 30);
  note(
    features,
    'planned',
    actions.some((action) => action.tool === 'ExitPlanMode'),
  );
  note(
    features,
    'committed',
    actions.some((action) => action.kind === 'command' && /\bgit (?:commit|push)\b/.test(action.target)),
  );
  note(features, 'second', context.n <= 2);
}

const CHECK_FAILS =
  /\b(?:lint\w*|tests?|builds?|ci|checks?|pipeline|compil\w+|suite|fmt|format\w*|types?|deploy\w*|actions?)\b[^.?!]{0,25}\b(?:fail\w*|broken|breaks?|broke|red|errors?|complain\w*|not (?:pass|green)\w*)|\b(?:fail(?:s|ed|ing)?|broken|broke|error)\b(?! modes?)[^.?!]{0,20}\b(?<!to )(?:lint\w*|tests?|builds?|ci|checks?|pipeline|suite)\b/i;
const FIX_CHECK =
  /^(?:please |now |also |ok |and |just )*(?:fix|address|resolve|sort out)\b.{0,30}\b(?:tests?|lint\w*|builds?|ci|errors?|warnings?|issues?|this|it|that)\b|^fix\s*:/i;
const YES_BUT =
  /^(?:(?:yes|yeah|yep|sure|ok(?:ay)?|right|good|great|nice|cool|fine|not bad)[,.! ]+(?:\w+ ){0,2}(?:but|however|except|though|i (?:don['’]t|do not))|(?:this|that|it)(?:['’]s| is)? (?:\w+ ){0,2}(?:close|good|great|nice|fine|better)[^.!?]{0,15}(?:but|except|however))(?![\p{L}])/iu;
const UNANSWERED =
  /\b(?:did ?n['’]?t|did not|have ?n['’]?t|still not|never|without) (?:actually )?(?:answer\w*|respond\w*|repl(?:y|ied))|\b(?:answer|read) my question|\bi (?:already |just )?asked (?:you )?(?:this|that|twice|before|already|why|how|to|for|about)|nicht (?:auf meine frage|beantwortet)|pas répondu|no (?:respondiste|contestaste)|n[ãa]o respondeu|没(?:有)?回答|答えて(?:い)?(?:ない|ません)/i;
const HYPOTHETICAL = /\b(?:if|when|whenever|in case|what happens|should we|could|would)\b/i;

function addReports(features: Features, prose: string): void {
  note(
    features,
    'checkFails',
    CHECK_FAILS.test(prose.slice(0, 200)) && !HYPOTHETICAL.test(prose.slice(0, 60)),
  );
  note(features, 'yesBut', YES_BUT.test(prose));
  note(features, 'unanswered', UNANSWERED.test(prose));
  note(features, 'fixCheck', FIX_CHECK.test(prose));
}

function addRelation(features: Features, parts: PromptParts, context: Context): void {
  const [last, ...older] = context.prompts;
  note(features, 'repeatsLast', last === undefined ? 0 : closestPrompt(parts.prose, [last]));
  note(features, 'repeatsOlder', closestPrompt(parts.prose, older.slice(0, 3)));
  note(features, 'namesFromReply', Math.min(3, sharedNames(parts.prose, context.reply)) / 3);
  addReports(features, parts.prose);
  const lower = parts.prose.toLowerCase();
  note(
    features,
    'namesEditedFile',
    [...context.editedFiles].some((file) => file.length > 3 && lower.includes(file)),
  );
}

/** Pairs that mean more together than apart. */
const MEETINGS: readonly (readonly [string, string])[] = [
  ['failure:statement', 'everEdited'],
  ['errorWord:statement', 'everEdited'],
  ['pastedError', 'everEdited'],
  ['needless', 'edited'],
  ['undo', 'edited'],
  ['first:question', 'negation:question'],
  ['fixCheck', 'everEdited'],
  ['fixCheck', 'short'],
  ['answers', 'asked'],
  ['opens:denial', 'asked'],
  ['stop', 'asked'],
  ['opens:stop', 'asked'],
  ['asked', 'first:request'],
  ['offers', 'first:request'],
  ['yesBut', 'asked'],
  ['invited', 'pasted'],
  ['invited', 'first:statement'],
  ['brief', 'interrupted'],
  ['opens:approval', 'opens:hesitation'],
  ['interrupted', 'realised'],
  ['interrupted', 'repeatsLast'],
  ['claimsPass', 'first:statement'],
  ['handedOver', 'brief'],
  ['handedOver', 'short'],
  ['long', 'musing'],
  ['gitWork', 'first:request'],
];

const MET = MEETINGS.map(([one, other]) => ({ one, other, name: `${one}+${other}` }));

function addMeetings(features: Features): void {
  for (const { one, other, name } of MET) note(features, name, (features[one] ?? 0) * (features[other] ?? 0));
}
