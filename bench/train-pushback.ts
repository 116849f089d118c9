/** Trains the pushback detector on all labelled turns and writes its weights: `node bench/train-pushback.ts`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { Logistic } from '../src/insight/pushback/model.ts';
import { labelledTurns } from './label-turns.ts';
import { examplesOf, train } from './pushback-learner.ts';

const WEIGHTS_FILE = fileURLToPath(new URL('../src/insight/pushback/weights.ts', import.meta.url));

const examples = examplesOf(labelledTurns());
const model = train(examples, 1);
const source = `import type { PushbackModel } from './model.ts';

/** Written by \`bench/train-pushback.ts\`; not edited by hand. Log-odds by feature. */
export const MODEL: PushbackModel = ${JSON.stringify({
  threshold: model.threshold,
  calibration: { slope: rounded(model.calibration.slope), offset: rounded(model.calibration.offset) },
  pushback: reviewed(model.pushback),
  failure: reviewed(model.failure),
})};
`;
const style = await resolveConfig(WEIGHTS_FILE);
writeFileSync(WEIGHTS_FILE, await format(source, { ...style, filepath: WEIGHTS_FILE }));
console.log(
  `${String(examples.length)} turns, ${String(Object.keys(model.pushback.weights).length)} features, threshold ${String(model.threshold)}`,
);

/** Rounded and sorted, without weights too small to matter, so that a change can be read. */
function reviewed({ bias, weights }: Logistic): Logistic {
  return {
    bias: rounded(bias),
    weights: Object.fromEntries(
      Object.entries(weights)
        .map(([name, weight]): [string, number] => [name, rounded(weight)])
        .filter(([, weight]) => Math.abs(weight) >= 0.02)
        .sort(([, one], [, other]) => other - one),
    ),
  };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
