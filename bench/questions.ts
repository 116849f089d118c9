/** Questions over the development corpus: 70 judged ones, those that nothing was made from, and what never happened. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const JUDGED = new URL('../../shared/queries/queries.jsonl', import.meta.url);
const UNSEEN = ['queries-unseen.jsonl', 'queries-unseen-2.jsonl'].map(
  (name) => new URL(name, import.meta.url),
);
const NEVER = ['', '-2', '-3', '-4', '-5', '-6'].map(
  (name) => new URL(`queries-never${name}.jsonl`, import.meta.url),
);

const judged = z.object({
  kind: z.string(),
  query: z.string(),
  /** By session id: 2 answers the question, 1 is related. */
  relevant: z.record(z.string(), z.number()),
  /** `hold` was used to choose nothing. */
  split: z.enum(['look', 'hold']).optional(),
});
export type JudgedQuestion = z.output<typeof judged>;

const never = z.object({
  query: z.string(),
  /** `check` was used to choose nothing. */
  split: z.enum(['tune', 'check']),
  /** How far from what the corpus is about: as first thought of, far, plausible, near. */
  sort: z.string().optional(),
});
export type NeverQuestion = z.output<typeof never>;

/** The 70. */
export function judgedQuestions(file: URL | string = JUDGED): JudgedQuestion[] {
  return linesOf(file).map((line) => judged.parse(line));
}

/** By list, oldest first. */
export function unseenQuestions(): JudgedQuestion[][] {
  return UNSEEN.map((file) => judgedQuestions(file));
}

/** By list, oldest first. */
export function neverQuestions(): NeverQuestion[][] {
  return NEVER.map((file) => linesOf(file).map((line) => never.parse(line)));
}

function linesOf(file: URL | string): unknown[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}
