import { NOTHING_READ } from '../shared/answers.ts';
import type { SearchAnswer } from '../shared/search-answer.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { heldOf, type Finding } from './find-sessions.ts';
import { asksForAll } from './look-up.ts';
import { wordsInside } from './words.ts';

/**
 * What is said beside the hits, each thing once: what limits the search, what was looked for instead, what of the
 * question stands nowhere, and, in the same sentence, that nothing answers.
 */
export function notesOn(finding: Finding, relevance: SearchAnswer['relevance']): string[] {
  if (finding.snapshot === 0) return [NOTHING_READ];
  return [
    ...finding.notes,
    ...aboutCorrections(finding.corrected),
    ...(relevance === 'none' ? aboutNothing(finding) : [...aboutTime(finding), ...aboutWords(finding)]),
  ];
}

function aboutCorrections(corrected: Finding['corrected']): string[] {
  const pairs = [...corrected].map(([typed, word]) => `"${word}" instead of "${typed}"`);
  if (pairs.length === 0) return [];
  const stands = pairs.length === 1 ? 'which stands' : 'which stand';
  return [`Looked for words like ${pairs.join(', ')}, ${stands} nowhere in the history.`];
}

function aboutTime({ widened }: Finding): string[] {
  const what = {
    day: 'Nothing at the time of day that the question names clearly answers it: the whole day was looked at.',
    behind: 'Nothing in the time that the question names clearly answers it: hits of other times follow.',
    instead: 'Nothing was found in the time that the question names: these are from any time.',
    first: 'Nothing in the time that the question names clearly answers it: hits of other times come first.',
  };
  return widened === undefined ? [] : [what[widened]];
}

function aboutWords(finding: Finding): string[] {
  const missing = missingFrom(finding);
  if (missing !== undefined)
    return [`The history ${missing}; these hold other words of the question or mean something near.`];
  return heldOf(finding.question, finding.found).held === 'some'
    ? ['No passage holds all of the words; these hold some of them or mean something near.']
    : [];
}

/** That nothing answers, and why: an assistant that reads it looks no further. */
function aboutNothing(finding: Finding): string[] {
  const { question, filter, found, widened } = finding;
  if (question.isWordless && !asksForAll(question, filter))
    return [
      `The question holds no words to look for: list_sessions lists sessions by time (in a terminal: \`${TYPED_HER} sessions\`), replay_session with "latest" shows the last one.`,
    ];
  // Limited to a project or file that is not on record, which a note says already.
  if (filter.projects?.length === 0 || filter.turns?.length === 0) return [];
  if (found.length === 0 && asksForAll(question, filter))
    return ['Nothing was recorded in what the question is limited to; list_sessions shows what there is.'];
  const missing = missingFrom(finding);
  const isOfAll = !isLimited(finding);
  const why =
    missing !== undefined
      ? `: ${isOfAll ? 'it' : 'the history'} ${missing}`
      : heldOf(question, found).held === 'some'
        ? ': no passage holds all of the words'
        : '';
  const nothing = `Nothing in ${isOfAll ? 'the history' : 'what the search is limited to'}`;
  if (found.length === 0) return [`${nothing} has to do with this${why}.`];
  const when =
    widened === undefined ? '' : widened === 'day' ? ' on that day' : ', at that time or at another,';
  return [`${nothing}${when} clearly answers this${why}. What is shown only comes nearest.`];
}

/** A time that the question names limits nothing: where nothing in it answers, all is looked at. */
function isLimited({ filter: { since, until, projects, turns, kinds }, question }: Finding): boolean {
  const isOtherTime = since !== question.since || until !== question.until;
  return isOtherTime || (projects ?? turns ?? kinds) !== undefined;
}

/** Of a pasted text, many. */
const MOST_NAMED = 8;

/** "never mentions kubernetes or "merge queue"": what of the question stands nowhere; undefined when all of it does somewhere. */
function missingFrom({ question, coverage, corrected, unsaidTerms }: Finding): string | undefined {
  const terms = unsaidTerms.filter(({ term }) => term.includes(' '));
  const inTerms = new Set(terms.flatMap(({ term }) => wordsInside(term.toLowerCase())));
  const unknown = new Set(coverage.unknown.filter((word) => !corrected.has(word) && !inTerms.has(word)));
  /** What holds a word that stands nowhere is told by that word. */
  const isTold = (whole: string): boolean =>
    wordsInside(whole).some((word) => word !== whole && unknown.has(word));
  const typed = new Map(question.terms.map((term) => [term.toLowerCase(), term]));
  const words = [...unknown].filter((word) => !isTold(word)).map((word) => typed.get(word) ?? word);
  const nowhere = [...words, ...terms.map(({ term }) => `"${term}"`)];
  return nowhere.length > 0 ? `never mentions ${either(nowhere)}` : undefined;
}

function either(names: readonly string[]): string {
  const left = names.length - MOST_NAMED;
  const shown = left > 0 ? [...names.slice(0, MOST_NAMED), `${left} more of its words`] : names;
  const last = shown.at(-1)!;
  return shown.length === 1 ? last : `${shown.slice(0, -1).join(', ')} or ${last}`;
}
