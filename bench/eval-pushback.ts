/**
 * How well pushback is found, on the labelled turns: `npm run eval:pushback`. Weights, calibration and threshold
 * are trained again in each fold, without the sessions they are tested on.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { judgeIntent, judgePushback } from '../src/insight/pushback/index.ts';
import { verdict } from '../src/insight/pushback/judge.ts';
import { confidenceOf } from '../src/insight/pushback/model.ts';
import type { Pushback } from '../src/insight/pushback/types.ts';
import { MODEL } from '../src/insight/pushback/weights.ts';
import { LABELS_FILE, labelledTurns, type LabelledTurn } from './label-turns.ts';
import { fixtureTurn, type Fixture } from './pushback-fixtures.ts';
import {
  averaged,
  crossValidated,
  examplesOf,
  isPushback,
  measure,
  type Example,
} from './pushback-learner.ts';
import { seeded } from './seeded.ts';

const SEEDS = [1, 2, 3, 4, 5];
/** Labels judged with this confidence or less could have gone the other way (labels/README.md). */
const DOUBTFUL = 0.6;
const FIXTURES = new URL('../test/fixtures/pushback/', import.meta.url);

interface Judged {
  example: Example;
  confidence: number;
  said: Pushback | null;
}

const rows = labelledTurns();
const examples = examplesOf(rows);
const draws = SEEDS.map((seed) => judgedWith(seed));
const judged = draws[0]!;

console.log(
  `\nPushback on ${String(rows.length)} labelled turns (${LABELS_FILE.split('/').slice(-2).join('/')}), ${String(examples.length)} of them judgeable, ${String(examples.filter(isPushback).length)} pushback; ${String(new Set(examples.map((e) => e.turn.sessionId)).size)} sessions\n`,
);
printYesNo();
printCurve();
printKinds();
printCauses();
printIntents(rows);
printPeople();
printShipped();
printLanguages();

function judgedWith(seed: number, groupOf?: (example: Example) => string): Judged[] {
  const models = crossValidated(examples, seed, groupOf);
  return examples.map((example, i) => ({
    example,
    confidence: confidenceOf(models[i]!, example.features),
    said: verdict(models[i]!, example.turn, example.features),
  }));
}

function yesNo(turns: readonly Judged[]) {
  return measure(
    turns.map(({ said }) => said !== null),
    turns.map(({ example }) => isPushback(example)),
  );
}

function printYesNo(): void {
  console.log('Yes or no, cross-validated by session       precision            recall               F1');
  draws.forEach((turns, i) => line(`folds drawn with seed ${String(SEEDS[i])}`, yesNo(turns)));
  const all = draws.map(yesNo);
  line('mean of the draws', averaged(all));
  console.log(
    `  spread of F1 over the draws: ${f(Math.min(...all.map((m) => m.f1)))} to ${f(Math.max(...all.map((m) => m.f1)))}`,
  );
  console.log(`  95 % interval of F1 (bootstrap over sessions, first draw): ${interval(judged)}`);
  const sure = draws.map((turns) => yesNo(turns.filter(({ example }) => example.label.conf > DOUBTFUL)));
  line('mean without doubtful labels', averaged(sure));
}

function printCurve(): void {
  console.log('\nConfidence at least   precision  recall   F1     turns');
  const truth = judged.map(({ example }) => isPushback(example));
  for (const threshold of [0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    const said = judged.map(({ confidence }) => confidence >= threshold);
    const m = measure(said, truth);
    console.log(
      `  ${f(threshold)}                ${f(m.precision)}      ${f(m.recall)}    ${f(m.f1)}   ${String(said.filter(Boolean).length)}`,
    );
  }
}

function printKinds(): void {
  console.log('\nKinds (found and named), mean of the draws   precision            recall               F1');
  const f1s = (['correction', 'failure_report', 'reprompt', 'rejection'] as const).map((kind) => {
    const m = averaged(
      draws.map((turns) =>
        measure(
          turns.map(({ said }) => said?.kind === kind),
          turns.map(({ example }) => example.label.label === kind),
        ),
      ),
    );
    line(kind, m);
    return m.f1;
  });
  console.log(`  macro F1 of correction and failure_report: ${f((f1s[0]! + f1s[1]!) / 2)}`);
}

function printCauses(): void {
  const found = judged.filter(({ said, example }) => said && isPushback(example));
  const right = found.filter(({ said, example }) => said?.cause === example.label.cause).length;
  console.log(
    `\nCause, where pushback was rightly found: ${String(right)} of ${String(found.length)} (${f(right / (found.length || 1))})`,
  );
}

function printIntents(turns: readonly LabelledTurn[]): void {
  const right = turns.filter(({ turn, label }) => judgeIntent(turn.prompt) === label.intent).length;
  console.log(
    `Intent, all turns (rules, nothing trained): ${String(right)} of ${String(turns.length)} (${f(right / turns.length)})`,
  );
}

function printPeople(): void {
  const turns = judgedWith(1, (example) => example.project.split('-').slice(0, 3).join('-'));
  console.log('');
  line('Yes or no, folds by home folder (person)', yesNo(turns));
}

function printShipped(): void {
  console.log('');
  const turns = examples.map((example) => ({
    example,
    confidence: confidenceOf(MODEL, example.features),
    said: verdict(MODEL, example.turn, example.features),
  }));
  line('Shipped weights ON THEIR TRAINING SET', yesNo(turns));
  const start = process.cpuUsage();
  for (const { turn, earlier } of examples) judgePushback(turn, earlier);
  console.log(`  ${(process.cpuUsage(start).user / examples.length).toFixed(0)} ms of CPU for 1,000 turns`);
}

function printLanguages(): void {
  console.log('\nShipped weights on the language sets written for them (test/fixtures/pushback)');
  for (const name of readdirSync(FIXTURES).sort()) {
    const cases = readFileSync(new URL(name, FIXTURES), 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Fixture);
    const said = cases.map((fixture) => judgePushback(...fixtureTurn(fixture)));
    line(
      `${name.replace('.jsonl', '')} (${String(cases.length)})`,
      measure(
        said.map((pushback) => pushback !== null),
        cases.map(({ label }) => label !== 'none'),
      ),
    );
    const kinds = cases.filter(({ label }, i) => label !== 'none' && said[i]?.kind === label).length;
    console.log(
      `    kind right: ${String(kinds)} of ${String(cases.filter(({ label }) => label !== 'none').length)}`,
    );
  }
}

/** 95 % interval of F1, sessions drawn with replacement 1,000 times. */
function interval(turns: readonly Judged[]): string {
  const sessions = [...Map.groupBy(turns, ({ example }) => example.turn.sessionId).values()];
  const draw = seeded(7);
  const f1 = Array.from(
    { length: 1000 },
    () => yesNo(sessions.flatMap(() => sessions[Math.floor(draw() * sessions.length)]!)).f1,
  ).sort((one, other) => one - other);
  return `${f(f1[25]!)} to ${f(f1[974]!)}`;
}

function line(name: string, { precision, recall, f1 }: ReturnType<typeof measure>): void {
  console.log(`  ${name.padEnd(42)} ${f(precision).padEnd(20)} ${f(recall).padEnd(20)} ${f(f1)}`);
}

function f(value: number): string {
  return value.toFixed(3);
}
