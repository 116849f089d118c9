import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CORPUS_ARCHIVE, LABELS_FILE, labelledTurns } from '../../../bench/label-turns.ts';
import { judgePushback } from '../../../src/insight/pushback/index.ts';

const present =
  existsSync(LABELS_FILE) && (process.env['HER_CORPUS'] !== undefined || existsSync(CORPUS_ARCHIVE));

describe.skipIf(!present)(
  'on the labelled turns (skipped: ../shared/labels or the transcripts are not there)',
  () => {
    it('the shipped weights find pushback about as well as was measured', { timeout: 120_000 }, () => {
      let [hit, wrong, missed] = [0, 0, 0];
      for (const { label, turn, earlier } of labelledTurns()) {
        const said = judgePushback(turn, earlier) !== null;
        const is = label.label !== 'none';
        if (said && is) hit++;
        else if (said) wrong++;
        else if (is) missed++;
      }
      expect(hit + missed).toBeGreaterThan(120);
      expect(hit / (hit + wrong)).toBeGreaterThan(0.65);
      expect(hit / (hit + missed)).toBeGreaterThan(0.65);
    });
  },
);
