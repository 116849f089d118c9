import { shortened } from '../shared/shortened.ts';

/**
 * What a turn came to, in the assistant's own words. The last words are often an offer or a question ("Want me to
 * …?"), the words before it a table or a next step, so the telling passage is looked for from the end backwards:
 * the one that says what was done, found or advised.
 */

/** A conclusion lies in the last message; its beginning ("Done. …") may be some paragraphs before the end. */
const LOOKED_AT_CHARS = 3000;

/** Something was done, found, decided or advised. Other languages are told apart by form and place alone. */
const DONE =
  /^(?:(?:all |now |both |everything )?(?:is |are )?(?:done|fixed|committed|pushed|merged|rebased|replied|resolved|reverted|deployed|released|clean|green|complete[d]?)\b|lgtm|looks good|(?:i(?:'ve| have)? |we(?:'ve| have)? )?(?:also |now )?(?:added|updated|removed|deleted|created|implemented|changed|moved|renamed|replaced|refactored|switched|extracted|wrote|written|reverted|opened|dropped|fixed|kept|set|ran)\b|all (?:\d+ |the )?(?:items?|changes?|comments?|packages?|tasks?|todos?)\b|the (?:fix|change|plan|file|branch|commit|work|task|implementation|refactor(?:ing)?|pr|design|doc(?:ument)?|test)s? (?:is|are|was|were|has|have|works?|now)\b|(?:the )?(?:pr|pull request|ci) (?:is|at)\b)/i;
const FOUND =
  /\b(?:root cause|(?:issue|problem|bug|cause|reason|culprit|answer|fix|difference|takeaway|verdict|conclusion|result|trade-?off|risk|gap) (?:is|was|are|were)\b|in short|bottom line|short answer|tl;dr|summary|recommend\w*|(?:i|we)(?:'d| would) (?:suggest|go with|keep|leave|lean|rather|do|start|use|say)|decided|decision|agreed|confirmed|turns? out|this means|which means|that means|because|won't|cannot|can't)\b/i;
/** Said after almost every change, and so of little worth. */
const PASSED =
  /^(?:all |no |both |the )*(?:\w+ )?(?:tests?|lint|checks?|build|ci)\b.{0,40}\b(?:pass\w*|clean|green|issues)\b/i;
const ANNOUNCED =
  /^(?:(?:ok(?:ay)?|good|great|perfect|right|alright|yes|got it|sure|interesting|hmm+|excellent)[,.!:—–-]*\s+)?(?:(?:now|next|then|first|so|and|but)[,]?\s+)?(?:(?:let me|let's|i'll|i will|i need to|i should|i'm going to|i am going to|we need to|going to|i want to|waiting for|checking|looking at|reading|running)\b)/i;
const OFFERED =
  /^(?:want me|would you|should i|shall i|do you|does (?:that|this)|is (?:that|this)|let me know|if you(?:'d)? (?:like|want)|ready (?:for|to|when)|what(?:'s| is) your|happy to|i can also|feel free)\b/i;
const MARKUP_AHEAD = /^(?:[-*+>]\s+|\d+[.)]\s+|#{1,6}\s+|\*\*|__|\[[ x]\]\s+|[✅✓✔🎉]\s*)+/u;

const HEADING = /^(?:#{1,6} [^\n]*|\*\*[^*\n]+\*\*:?)$/;
const ITEM = /^(?:[-*+]|\d+[.)])\s/;
/** Behind a full stop, and before each item of a list. */
const SENTENCE_END =
  /\n(?=\s*(?:[-*+]|\d+[.)])\s)|(?<=[.!?:][*_)"'`]{0,3})\s+(?=[\p{Lu}`*"'([])|(?<=[。！？])/u;
/** What the last paragraph has over one far before it. */
const NEARNESS = 2;

interface Block {
  /** On one line. */
  whole: string;
  /** What it says; empty when it only asks, offers, announces or heads. */
  said: string;
  /** Its last question. */
  asked: string;
  worth: number;
}

/**
 * @param reply all that the assistant said in the turn
 * @returns at most `letters` on one line; empty when it said nothing but what it was about to do
 */
export function outcomeIn(reply: string, letters: number): string {
  const blocks = blocksOf(reply.trimEnd().slice(-LOOKED_AT_CHARS)).map(readBlock);
  let best: { worth: number; index: number } | undefined;
  for (const [index, block] of blocks.entries()) {
    const worth = block.worth + NEARNESS / (1 + (blocks.length - 1 - index) / 2);
    if (block.said !== '' && (!best || worth >= best.worth)) best = { worth, index };
  }
  return shortened(best ? withList(blocks, best.index) : (blocks.at(-1)?.asked ?? ''), letters);
}

/** "All four were mended:" is nothing without what follows. */
function withList(blocks: readonly Block[], index: number): string {
  const { said } = blocks[index]!;
  return said.endsWith(':') ? `${said} ${blocks[index + 1]?.whole ?? ''}`.trim() : said;
}

/** Paragraphs, headings, lists and code, each for itself. */
function blocksOf(text: string): string[] {
  return text
    .split(
      /(^```[^\n]*\n[\s\S]*?(?:^```[ \t]*$|$(?![\s\S])))|\n[ \t]*\n|\n(?=#{1,6} )|(?<=^#{1,6} [^\n]*)\n/m,
    )
    .map((block) => (block ?? '').trim())
    .filter((block) => /[\p{L}\p{N}]/u.test(block));
}

/** What is kept of a block: from its first telling sentence to the next one that tells nothing. */
function readBlock(block: string): Block {
  const whole = block
    .replace(/^```.*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (block.startsWith('```') || HEADING.test(block)) return { whole, said: '', asked: '', worth: 0 };
  const sentences = block
    .split(SENTENCE_END)
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '');
  const from = sentences.findIndex(isTelling);
  const stop = sentences.findIndex((text, index) => index > from && !isTelling(text));
  const kept = from < 0 ? [] : sentences.slice(from, stop < 0 ? undefined : stop);
  const worth = Math.max(0, ...kept.map(worthOf)) - (block.startsWith('|') ? 1 : ITEM.test(block) ? 0.75 : 0);
  return { whole, said: kept.join(' '), asked: sentences.findLast(isQuestion) ?? '', worth };
}

function isTelling(sentence: string): boolean {
  const bare = sentence.replace(MARKUP_AHEAD, '');
  return !isQuestion(sentence) && !OFFERED.test(bare) && !ANNOUNCED.test(bare);
}

function worthOf(sentence: string): number {
  const bare = sentence.replace(MARKUP_AHEAD, '');
  return PASSED.test(bare) ? 0.5 : DONE.test(bare) ? 2 : FOUND.test(bare) ? 1.5 : 0;
}

function isQuestion(text: string): boolean {
  return /[?？][*_)"'`]*$/.test(text);
}
