import { expect, test } from 'vitest';
import type { StoredStep } from '../../src/store/error-places.ts';
import { verdictOn } from '../../tools/errors-verdict.ts';

const WEIGHTS = new Map([
  ['expected', 1],
  ['found', 1],
  ['declaration', 2],
  ['pond_test.go', 1],
]);

function call(target: string, outcome: StoredStep['outcome'], output: string): StoredStep {
  return {
    id: 1,
    call_id: output,
    turn_id: 1,
    turn: 1,
    tool: 'Bash',
    kind: 'command',
    target,
    outcome,
    error: null,
  };
}

const outputOf = (step: StoredStep): string => step.call_id;

test('a later failure of the same wording that lacks what told the first is another', () => {
  const text = "pond_test.go:13:1: expected declaration, found '}'";
  const failed = call('go test ./pond', 'failed', text);
  const verdict = verdictOn(
    { turnId: 1, in: 'call', failed, text, score: 1, differs: [] },
    WEIGHTS,
    outputOf,
  );
  expect(verdict(failed)).toBe('same');
  expect(verdict(call('go test ./pond', 'failed', "pond_test.go:20:4: expected '}', found 'EOF'"))).toBe(
    'other',
  );
});

test('where a program behind a pipe complained, that program has to go well', () => {
  const text = 'jq: error: Top-level program not given (try ".")';
  const failed = call('gh api repos/x/y/pulls | jq "$p"', 'failed', text);
  const verdict = verdictOn(
    { turnId: 1, in: 'call', failed, text, score: 1, differs: [] },
    new Map([['top-level', 1]]),
    outputOf,
  );
  expect(verdict(call('gh api repos/x/y/pulls | head -50', 'ok', '[{"id": 1}]'))).toBe('other');
  expect(verdict(call('gh api repos/x/y/pulls | jq .', 'ok', '[{"id": 1}]'))).toBe('well');
});
