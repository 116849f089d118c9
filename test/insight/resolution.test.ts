import { describe, expect, test } from 'vitest';
import { laterSuccess, resolutionOf, type Step } from '../../src/insight/errors/resolution.ts';
import { isSameWork } from '../../src/insight/errors/same-work.ts';

let id = 0;
const step = (tool: string, target: string, outcome: Step['outcome'] = 'ok', turn = 1): Step => ({
  id: (id += 1),
  turn,
  tool,
  kind: tool === 'Bash' ? 'command' : tool === 'Edit' ? 'edit' : tool === 'Read' ? 'read' : 'search',
  target,
  outcome,
});
const run = (target: string, outcome: Step['outcome'] = 'ok', turn = 1): Step =>
  step('Bash', target, outcome, turn);
const edit = (target: string, outcome: Step['outcome'] = 'ok'): Step => step('Edit', target, outcome);

describe('two calls try the same thing', () => {
  test.each([
    ['npm run lint', 'pnpm lint && pnpm test'],
    ['pnpm db:migrate --dry-run', 'docker compose up -d && pnpm db:migrate'],
    ['cd api && uv run pytest -q tests/test_a.py', 'uv run pytest -q'],
    ['pnpm vitest run src/chart', 'for tz in UTC; do TZ=$tz pnpm vitest run src/chart || exit 1; done'],
    ['git push 2>&1 | tail -3', 'git push -u origin main'],
    ['git stash && mise run lint 2>&1 | tail -20; git stash pop', 'mise run fmt && mise run lint'],
    ['python -m pytest -q tests/a.py', 'python3 -m pytest'],
    ['node scripts/seed.mjs --dry', 'cd api && node /work/api/scripts/seed.mjs'],
    ['gh pr view 12 --json url', 'gh pr view 12'],
  ])('%s, then %s', (one, other) => {
    expect(isSameWork(run(one), run(other))).toBe(true);
  });

  test.each([
    ['git push', 'git pull'],
    ['git -C /x status', 'git -C /x read-tree HEAD'],
    ['npm run lint', 'npm test'],
    ['pnpm add zod && pnpm tsc', 'pnpm add zod'],
    ['mise run lint', 'mise run fmt'],
    ['git stash && mise run lint; git stash pop', 'git stash drop && git diff'],
    ['git stash pop', 'git stash drop'],
    ['python -m pytest', 'python -m build'],
    ['node scripts/seed.mjs', 'node scripts/count.mjs'],
    ['gh pr view 12', 'gh pr create --fill'],
    ['docker compose up -d', 'docker compose ps'],
  ])('not: %s, then %s', (one, other) => {
    expect(isSameWork(run(one), run(other))).toBe(false);
  });

  test('a file is read or edited again, whatever folder it was thought to be in', () => {
    expect(isSameWork(step('Read', '/a/x.ts'), step('Read', '/a/b/x.ts'))).toBe(true);
    expect(isSameWork(step('Read', '/a/x.ts'), edit('/a/x.ts'))).toBe(false);
  });
});

describe('what made a failure go away', () => {
  test('is what was done after the last failure, up to the success', () => {
    const failed = run('npm test', 'failed');
    const mended = edit('/b.ts');
    const success = run('npm test', 'ok', 2);
    const found = resolutionOf(failed, [
      edit('/a.ts'),
      run('npm test', 'failed'),
      run('git status'),
      step('Read', '/b.ts'),
      edit('/b.ts', 'failed'),
      mended,
      success,
      edit('/c.ts'),
    ]);
    expect(found).toEqual({ sign: 'same_call', failures: 2, steps: [mended], by: success });
  });

  test('is unknown when the same thing never went well again', () => {
    expect(resolutionOf(run('npm test', 'failed'), [edit('/a.ts'), run('npm run build')])).toBeUndefined();
  });

  test('of an error that was told: the first command that went well after an edit', () => {
    const steps = [run('kubectl -n staging logs x'), edit('/a.ts'), run('ls'), run('pnpm test')];
    expect(laterSuccess(steps)).toMatchObject({ sign: 'later_command', steps: [steps[1]], by: steps[3] });
    expect(laterSuccess([run('pnpm test')])).toBeUndefined();
  });
});
