import { shortened } from '../shared/shortened.ts';
import {
  DONE_WORTH,
  isDeedWithObject,
  isLittle,
  isQuestion,
  isTelling,
  LEADS_TO,
  saysLittle,
  SENTENCE_END,
  STATUS_WORTH,
  worthOf,
} from './sentences.ts';

/**
 * What a turn came to, in the assistant's own words. The last words are often an offer or a question ("Want me to
 * …?"), the words before it a table or a next step, so the telling passage is looked for from the end backwards:
 * the one that says what was done, found or advised.
 */

/** A conclusion lies in the last message; its beginning ("Done. …") may be some paragraphs before the end. */
const LOOKED_AT_CHARS = 3000;

const HEADING = /^(?:#{1,6} [^\n]*|\*\*[^*\n]+\*\*:?)$/;
const ITEM = /^(?:[-*+]|\d+[.)])\s/;
/** What the last paragraph has over one far before it. */
const NEARNESS = 2;
/** A shorter lead with nothing behind it ("For example:") says nothing. */
const SHORT_LEAD = 30;

interface Block {
  /** On one line. */
  whole: string;
  /** What it says; empty when it only asks, offers, announces or heads. */
  said: string;
  /** Its last question. */
  asked: string;
  isHeading: boolean;
  isCode: boolean;
  isList: boolean;
  worth: number;
}

/**
 * @param reply all that the assistant said in the turn
 * @returns at most `letters` on one line, without emphasis; empty when it said nothing but what it was about to do
 */
export function outcomeIn(reply: string, letters: number): string {
  const written = blocksOf(endOf(reply));
  const blocks: Block[] = [];
  let best: { worth: number; text: string; behind: number } | undefined;
  for (let behind = 0; behind < written.length; behind++) {
    const nearness = NEARNESS / (1 + behind / 2);
    // None before it is worth more.
    if (best && DONE_WORTH + nearness <= best.worth) break;
    const block = readBlock(written[written.length - 1 - behind]!);
    blocks.unshift(block);
    const worth = block.worth + nearness;
    if (block.said === '' || (best && worth <= best.worth)) continue;
    const text = withList(blocks);
    if (text !== '') best = { worth, text, behind };
  }
  if (!best) return shortened(plain(blocks.at(-1)?.asked ?? ''), letters);
  // What was found on the way, and that it came to a good end.
  const [chosen, ...after] = blocks.slice(blocks.length - 1 - best.behind);
  const status = after.findLast(({ said }) => said !== '' && saysLittle(said) && chosen!.worth < DONE_WORTH);
  const end =
    status && !saysLittle(best.text) && status.said.length < letters / 4 ? ` … ${plain(status.said)}` : '';
  return shortened(plain(best.text), letters - end.length) + end;
}

/** The question that the last paragraph of a reply asks; empty when it asks none. */
export function askedIn(reply: string): string {
  const last = blocksOf(endOf(reply)).at(-1);
  return last === undefined ? '' : plain(readBlock(last).asked);
}

/** From the beginning of a sentence or line. */
function endOf(reply: string): string {
  const whole = reply.trimEnd();
  if (whole.length <= LOOKED_AT_CHARS) return whole;
  const end = whole.slice(-LOOKED_AT_CHARS);
  return end.slice(Math.max(0, end.search(/(?<=[.!?])\s|\n/)));
}

/** "All four were mended:" is nothing without what follows; that which only leads to it goes. @param blocks the one and those behind it */
function withList([block, ...after]: readonly Block[]): string {
  const { said } = block!;
  if (!/:[*_]*$/.test(said)) return said;
  const leads = said.split(SENTENCE_END);
  const isLed = LEADS_TO.test(leads.at(-1)!) && leads.slice(0, -1).every(isLittle);
  const at = after.findIndex((block) => !block.isHeading && (block.said !== '' || block.isCode));
  if (at < 0) return isLed || said.length < SHORT_LEAD ? '' : said;
  const heading = after.slice(0, at).findLast(({ whole }) => /:[*_]*$/.test(whole))?.whole ?? '';
  const { isList, said: told, whole } = after[at]!;
  const list = `${heading} ${isList || told === '' ? whole : told}`.trim();
  return isLed && list.length >= SHORT_LEAD ? list : `${said} ${list}`;
}

/** One line without marks of emphasis, headings and the first item. */
function plain(text: string): string {
  return text.replace(/\*\*|__(?=\S)|(?<=\S)__/g, '').replace(/^(?:#{1,6}|[-*+]|\[[ x]\])\s+/, '');
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
  const isHeading = HEADING.test(block);
  const isCode = block.startsWith('```');
  const isList = ITEM.test(block);
  if (isCode || isHeading) return { whole, said: '', asked: '', isHeading, isCode, isList, worth: 0 };
  const sentences = block
    .split(SENTENCE_END)
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '');
  const from = sentences.findIndex(isTelling);
  const stop = sentences.findIndex((text, index) => index > from && !isTelling(text));
  const kept = from < 0 ? [] : sentences.slice(from, stop < 0 ? undefined : stop);
  const isDone = kept.some((text, at) => isDeedWithObject(text, kept[at + 1]));
  const worth =
    Math.max(isDone ? DONE_WORTH : STATUS_WORTH, ...kept.map(worthOf)) -
    (block.startsWith('|') ? 1 : isList ? 0.75 : 0);
  return {
    whole,
    said: kept.join(' '),
    asked: sentences.findLast(isQuestion) ?? '',
    isHeading,
    isCode,
    isList,
    worth,
  };
}
