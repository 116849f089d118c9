import type { JudgedTurn } from '../../shared/judged-turn.ts';
import { complaintsOf, termsOf, type Complaint } from './complaint.ts';
import { lineFor } from './line.ts';
import { groupsByMeaning, type VectorOf } from './meaning.ts';

/**
 * The same complaint in several sessions. Two complaints are the same when their sentences share two words that
 * carry meaning: few prompts hold them, so that both by chance is unlikely; or one such word, and mean the same. Pure.
 */
export interface Recurring {
  /** A line for CLAUDE.md. */
  line: string;
  /** The words that tell the complaint again, the rarest first. */
  terms: string[];
  turns: JudgedTurn[];
  sessions: number;
  projects: string[];
}

interface Said {
  turn: JudgedTurn;
  complaint: Complaint;
}

/** Words that stand for a group, one a line, and what was said. */
type Group = [key: string, said: Said[]];

/** A word in more than this share of all prompts (and in more than a handful) is a subject, not a complaint. */
const COMMON_SHARE = 0.02;
const HANDFUL = 5;
/** Telling words in the shortest sentence of a group of two sessions, and of three and more. */
const FEW_WORDS = 3;
const FEW_WORDS_OF_MANY = 5;
/** Of the turns of a smaller group that a bigger one must hold to take it in. */
const SAME_GROUP = 0.5;

/** The sentences that may be part of a recurring complaint: what `vectorOf` is asked for. */
export function complaintTexts(turns: readonly JudgedTurn[]): string[] {
  return [
    ...new Set(
      turns.flatMap(({ kind, prompt }) =>
        complaintsOf(prompt)
          .filter((complaint) => mayRecur(kind, complaint))
          .map(({ sentence }) => sentence),
      ),
    ),
  ];
}

/** What is no pushback counts when it says what is wanted and what is not. */
function mayRecur(kind: JudgedTurn['kind'], { contrast, isInstruction }: Complaint): boolean {
  return kind !== null || (contrast !== null && isInstruction);
}

/**
 * @param turns all human turns: those that push back, and those that say how things are to be done
 * @param vectorOf vectors of `complaintTexts(turns)`; without it complaints are grouped by their words alone
 * @returns those said in the most sessions first
 */
export function recurringComplaints(
  turns: readonly JudgedTurn[],
  leastSessions: number,
  vectorOf?: VectorOf,
): Recurring[] {
  const read = turns.map((turn) => ({ turn, complaints: complaintsOf(turn.prompt) }));
  const frequency = promptFrequency(read.map(({ complaints }) => complaints));
  const limit = Math.max(HANDFUL, turns.length * COMMON_SHARE);
  const isTelling = (term: string): boolean => (frequency.get(term) ?? 0) <= limit;
  const byKey = new Map<string, Said[]>();
  const all: (Said & { sessionId: string })[] = [];
  for (const { turn, complaints } of read) {
    for (const complaint of complaints) {
      if (!mayRecur(turn.kind, complaint)) continue;
      all.push({ sessionId: turn.sessionId, turn, complaint });
      for (const key of keysOf(complaint, isTelling)) {
        const group = byKey.get(key) ?? [];
        group.push({ turn, complaint });
        byKey.set(key, group);
      }
    }
  }
  const byMeaning = vectorOf
    ? groupsByMeaning(all, isTelling, vectorOf).map((said): Group => [keyOf(said, isTelling), said])
    : [];
  const groups = [...byKey, ...byMeaning].filter(
    ([key, said]) => key !== '' && sessionsOf(said) >= leastSessions && isToThePoint(said),
  );
  return merged(groups)
    .map(({ terms, said }) => recurring(terms, said, frequency))
    .sort((a, b) => b.sessions - a.sessions || b.turns.length - a.turns.length);
}

/** Whether a prompt says it again. */
export function saysAgain(prompt: string, terms: readonly string[]): boolean {
  return complaintsOf(prompt).some((complaint) => terms.every((term) => complaint.terms.has(term)));
}

/** A contrast is a key by itself; otherwise every pair of telling words. */
function keysOf({ terms, contrast }: Complaint, isTelling: (term: string) => boolean): string[] {
  const telling = [...terms].filter(isTelling).sort();
  const keys = telling.flatMap((a, index) => telling.slice(index + 1).map((b) => `${a}\n${b}`));
  if (contrast) {
    const own = [...termsOf(`${contrast.wanted} ${contrast.unwanted}`)].sort().join('\n');
    if (own.includes('\n') && !keys.includes(own)) keys.push(own);
  }
  return keys;
}

/** The telling words that most of a group share. */
function keyOf(said: readonly Said[], isTelling: (term: string) => boolean): string {
  const counts = new Map<string, Set<string>>();
  for (const { turn, complaint } of said)
    for (const term of complaint.terms)
      if (isTelling(term)) counts.set(term, (counts.get(term) ?? new Set()).add(turn.sessionId));
  return [...counts]
    .filter(([, sessions]) => sessions.size > 1 && sessions.size >= sessionsOf(said) / 2)
    .map(([term]) => term)
    .sort()
    .join('\n');
}

/** In how many prompts each word stands. */
function promptFrequency(prompts: readonly Complaint[][]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const complaints of prompts) {
    const terms = new Set(complaints.flatMap((complaint) => [...complaint.terms]));
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return counts;
}

/**
 * Said at least once in few words: two long sentences share a pair of words by chance more easily. With two
 * sessions only, one of them must say how it is to be done.
 */
function isToThePoint(said: readonly Said[]): boolean {
  const fewest = Math.min(...said.map(({ complaint }) => complaint.terms.size));
  if (sessionsOf(said) >= 3) return fewest <= FEW_WORDS_OF_MANY;
  return fewest <= FEW_WORDS && said.some(({ complaint }) => complaint.isInstruction);
}

function sessionsOf(said: readonly Said[]): number {
  return new Set(said.map(({ turn }) => turn.sessionId)).size;
}

/** Pairs of one and the same complaint ("pnpm npm", "pnpm ci") become one group, the most sessions first. */
function merged(groups: readonly Group[]): { terms: string[]; said: Said[] }[] {
  const kept: { terms: string[]; said: Said[]; ids: Set<number> }[] = [];
  const largestFirst = groups.toSorted(
    ([, a], [, b]) => sessionsOf(b) - sessionsOf(a) || contrasts(b) - contrasts(a) || b.length - a.length,
  );
  for (const [key, said] of largestFirst) {
    const ids = new Set(said.map(({ turn }) => turn.id));
    const home = kept.find(
      (group) => [...ids].filter((id) => group.ids.has(id)).length >= ids.size * SAME_GROUP,
    );
    if (!home) kept.push({ terms: key.split('\n'), said: [...said], ids });
  }
  return kept;
}

function contrasts(said: readonly Said[]): number {
  return said.filter(({ complaint }) => complaint.contrast).length;
}

function recurring(
  terms: string[],
  said: readonly Said[],
  frequency: ReadonlyMap<string, number>,
): Recurring {
  const turns = [...new Map(said.map(({ turn }) => [turn.id, turn])).values()].sort(
    (a, b) => (a.at ?? 0) - (b.at ?? 0),
  );
  return {
    line: lineFor(
      said.map(({ turn, complaint }) => ({ kind: turn.kind, complaint })),
      terms,
      turns.length,
    ),
    terms: terms.toSorted((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0)),
    turns,
    sessions: new Set(turns.map((turn) => turn.sessionId)).size,
    projects: [...new Set(turns.map((turn) => turn.project))].sort(),
  };
}
