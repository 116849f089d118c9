/**
 * What one sentence of an assistant's reply says: a deed, a finding, that it is done, or nothing. English words are
 * known; other languages are told apart by form alone.
 */

/** Something was done, or found, decided or advised. */
const DONE =
  /^(?:(?:all |now |both |everything )?(?:is |are )?(?:done|fixed|committed|pushed|merged|rebased|replied|resolved|reverted|deployed|released|clean|green|complete[d]?)\b|lgtm|looks good|(?:i(?:'ve| have)? |we(?:'ve| have)? )?(?:also |now )?(?:added|updated|removed|deleted|created|implemented|changed|moved|renamed|replaced|refactored|switched|extracted|wrote|written|reverted|opened|dropped|fixed|kept|set|ran)\b|all (?:\d+ |the )?(?:items?|changes?|comments?|packages?|tasks?|todos?)\b|the (?:fix|change|plan|file|branch|commit|work|task|implementation|refactor(?:ing)?|pr|design|doc(?:ument)?|test)s? (?:is|are|was|were|has|have|works?|now)\b|(?:the )?(?:pr|pull request|ci) (?:is|at)\b)/i;
const FOUND =
  /\b(?:root cause|(?:issue|problem|bug|cause|reason|culprit|answer|fix|difference|takeaway|verdict|conclusion|result|trade-?off|risk|gap) (?:is|was|are|were)\b|in short|bottom line|short answer|tl;dr|summary|recommend\w*|(?:i|we)(?:'d| would) (?:suggest|go with|keep|leave|lean|rather|do|start|use|say)|decided|decision|agreed|confirmed|turns? out|this means|which means|that means|because|won't|cannot|can't)\b/i;
/** Said after almost every change, and so of little worth. */
const PASSED =
  /^(?:all |no |both |the )*(?:\w+ )?(?:tests?|lint|checks?|build|ci)\b.{0,40}\b(?:pass\w*|clean|green|issues)\b/i;
/** Words of a sentence that says that it is done and not what: "Committed as `6cd2059`. The working tree is clean." */
const STATUS = new Set(
  (
    'done fixed updated committed pushed merged rebased created complete completed finished implemented ready works working fine ' +
    'pass passes passed passing green clean cleanly success successful successfully again ' +
    'test tests suite lint linting formatting format build builds ci checks check commit commits branch tree changes change ' +
    'files tasks task items issues errors failures warnings origin ahead remote main everything all both no none zero'
  ).split(' '),
);
/** Words with which one only nods: "Got it.", "Good, I have a clear picture." */
const NODS = new Set(
  (
    'ok okay yes yep sure agreed right alright hello hi got good great perfect excellent nice thanks ' +
    'point points catch call question idea sense sounds makes see understand understood know ' +
    'clear complete full whole picture understanding pattern context'
  ).split(' '),
);
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’_-]*/gu;
const SMALL =
  /^(?:a|an|the|it|its|this|that|these|those|i|i've|i'm|i'll|you|you're|we|we've|they|is|are|was|were|has|have|had|been|be|as|at|by|on|in|of|to|up|and|with|for|now|also|so|just|here|there|look|looks|\d+)$/;
const HASH = /^(?=.*\d)[0-9a-f]{7,40}$/;
/** A deed without its object, which the next sentence may tell. */
const DEED =
  /\b(?:done|fixed|updated|committed|pushed|merged|rebased|created|implemented|completed?|finished|changes? (?:is|are))\b/i;
/** "Here's a summary of the changes:" says nothing itself. */
export const LEADS_TO =
  /^(?:here(?:'s| is| are)|to summari[sz]e|in summary|(?:final |quick )?summary)\b[^:]{0,80}:$/i;
const ANNOUNCED =
  /^(?:(?:ok(?:ay)?|good|great|perfect|right|alright|yes|got it|sure|interesting|hmm+|excellent)[,.!:—–-]*\s+)?(?:(?:now|next|then|first|so|and|but)[,]?\s+)?(?:(?:let me|let's|i'll|i will|i need to|i should|i'm going to|i am going to|we need to|going to|i want to|waiting for|checking|looking at|reading|running)\b)/i;
/** "Now run the tests.", "Now dispatching the reviewer.", "Now the docs:" */
const NEXT =
  /^(?:now,?|(?:next|then),) (?!you\b)(?:(?:run|check|look|mov|add|updat|fix|creat|writ|committ|push|test|verify|implement|dispatch|read|wir|remov)ing\b|(?:run|re-?run|clean|update|add|commit|push|write|create|fix|check|verify|test|remove|build|move|for|to)\b|(?:\S+ ){0,3}\S+:$)/i;
const OFFERED =
  /^(?:want me|would you|should i|shall i|do you|does (?:that|this)|is (?:that|this)|let me know|if you(?:'d)? (?:like|want)|ready (?:for|to|when)|what(?:'s| is) your|happy to|i can also|feel free)\b/i;
const MARKUP_AHEAD = /^(?:[-*+>]\s+|\d+[.)]\s+|#{1,6}\s+|\*\*|__|\[[ x]\]\s+|[✅✓✔🎉]\s*)+/u;

/** Behind a full stop, and before each item of a list. */
export const SENTENCE_END =
  /\n(?=\s*(?:[-*+]|\d+[.)])\s)|(?<=[.!?:][*_)"'`]{0,3})(?<!(?:^|[\n:;.?!*_(])\s*\d{1,2}[.)])\s+(?=[\p{Lu}`*"'([])|(?<=[。！？])/u;
/** Of a sentence that says no more than that it is done; beside one that says what, it is worth as much as any deed. */
export const STATUS_WORTH = -0.5;
export const DONE_WORTH = 2;
export function isTelling(sentence: string): boolean {
  const bare = sentence.replace(MARKUP_AHEAD, '');
  return (
    !isQuestion(sentence) &&
    !OFFERED.test(bare) &&
    !ANNOUNCED.test(bare) &&
    !NEXT.test(bare) &&
    weightOf(sentence) !== 'none'
  );
}

/** How much a sentence says: something ("full"), that it is done ("status"), or nothing. */
function weightOf(sentence: string): 'full' | 'status' | 'none' {
  if (sentence.endsWith(':')) return 'full';
  let isStatus = false;
  // The first few words tell of most sentences.
  for (const [found] of sentence.matchAll(WORD)) {
    const word = found.toLowerCase().replaceAll('’', "'");
    if (SMALL.test(word)) continue;
    if (STATUS.has(word) || HASH.test(word)) isStatus = true;
    else if (!NODS.has(word)) return 'full';
  }
  return isStatus ? 'status' : 'none';
}

/** "Done. The header is now signed.": a deed, and its object in the next sentence. */
export function isDeedWithObject(sentence: string, next: string | undefined): boolean {
  return weightOf(sentence) === 'status' && DEED.test(sentence) && next !== undefined && !isLittle(next);
}

export function isLittle(sentence: string): boolean {
  return weightOf(sentence) !== 'full' || isPassed(sentence);
}

function isPassed(sentence: string): boolean {
  return PASSED.test(sentence.replace(MARKUP_AHEAD, ''));
}

export function worthOf(sentence: string): number {
  const bare = sentence.replace(MARKUP_AHEAD, '');
  if (weightOf(sentence) !== 'full') return STATUS_WORTH;
  return PASSED.test(bare) ? 0.5 : DONE.test(bare) ? DONE_WORTH : FOUND.test(bare) ? 1.5 : 0;
}

export function isQuestion(text: string): boolean {
  return /[?？][*_)"'`]*$|^(?:are|do|does|should|shall|would|could|which|what)\b[^.]*:$/i.test(text);
}

/** Whether an outcome says no more than that it is done, passes or was committed. */
export function saysLittle(outcome: string): boolean {
  return outcome.split(SENTENCE_END).every(isLittle);
}
