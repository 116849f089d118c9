import { describe, expect, test } from 'vitest';
import { laterSuccess, resolutionOf, type Step } from '../../src/insight/errors/resolution.ts';
import { tellsFailure } from '../../src/insight/errors/still-fails.ts';
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
    ['go test ./pond/heron', 'go test ./... -count=1'],
    ['pytest tests/a.py::test_one', 'pytest tests/a.py'],
    ['git commit -m "mend a.ts"', 'git commit -m "mend b.ts"'],
    ['git stash && mise run lint 2>&1 | tail -20; git stash pop', 'mise run fmt && mise run lint'],
    ['python -m pytest -q tests/a.py', 'python3 -m pytest'],
    ['node scripts/seed.mjs --dry', 'cd api && node /work/api/scripts/seed.mjs'],
    ['gh pr view 12 --json url', 'gh pr view 12'],
    ['gh api repos/x/y/pulls/3/comments?per_page=100 --jq .', 'gh api "repos/x/y/pulls/3/comments"'],
    ['n=3 && gh api repos/${r}/pulls/${n}/comments | jq .', 'gh api repos/x/y/pulls/3/comments --paginate'],
    ['golangci-lint run ./...', 'mise exec -- golangci-lint run --timeout=30m ./... 2>&1'],
    ['claude --print --tools "" "say hello"', 'echo "say hello" | claude --print 2>&1'],
    [
      `gh pr create --title "a; b" --body "$(cat <<'EOF'\n## Summary\n\n- don't\n- git push\nEOF\n)"`,
      'gh pr create --base main --fill',
    ],
    ["git commit -F - <<'EOF'\nmend\n\nnot by git push && git pull\nEOF", 'git commit --amend --no-edit'],
    ['curl -d a=1 https://x.example/v1/a', "curl --data a=2 'https://x.example/v1/a'"],
  ])('%s, then %s', (one, other) => {
    expect(isSameWork(run(one), run(other))).toBe(true);
  });

  test.each([
    ['git push', 'git pull'],
    ['pytest -q', 'pytest --version'],
    ['npm run build', 'npm run build --help'],
    ['pytest -q', 'pytest -q --ignore=tests/test_heron.py'],
    ['git commit -m "mend a.ts"', 'git commit --no-verify -m "mend a.ts"'],
    ['go test ./pond/...', 'go test ./lake'],
    ['pytest tests/test_heron.py', 'pytest tests/test_duck.py -q'],
    ['go test ./pond -run TestHeron', 'go test ./pond -run TestDuck'],
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
    ['gh api repos/x/y/pulls/3/comments/7/replies -f body=a', 'gh api repos/x/y/pulls/3/comments --jq .'],
    ['gh api repos/x/y/pulls/3/comments -f body=a', 'gh api repos/x/y/pulls/3/comments'],
    ['curl https://x.example/v1/a', 'curl https://x.example/v1'],
    ['git commit -m "mend && git push"', 'git push'],
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

  test('is a line that echo or cat puts into a file too, and not what they only show', () => {
    const [failed, success] = [run('go test', 'failed'), run('go test')];
    const puts = run('echo "}" >> pond/heron_test.go');
    const shows = [run('cat pond/heron_test.go 2>/dev/null | tail'), run('echo done')];
    expect(resolutionOf(failed, [...shows, puts, success])?.steps).toEqual([puts]);
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

test('a call that goes well but shows the same error is one more failure, and one that fails otherwise is not', () => {
  const failed = run('npm test', 'failed');
  const [hidden, another, well] = [run('npm test | tail'), run('npm test', 'failed'), run('npm test | tail')];
  const [first, second] = [edit('/a.ts'), edit('/b.ts')];
  const found = resolutionOf(failed, [hidden, first, another, second, well], (one) =>
    one === hidden ? 'same' : one === another ? 'other' : 'well',
  );
  expect(found).toEqual({ sign: 'same_call', failures: 2, steps: [first, second], by: well });
});

test.each([
  ['--- FAIL: TestHeron (0.00s)', true],
  ['Tests  2 failed | 40 passed (42)', true],
  ['src/a.ts(3,1): error TS2322: no', true],
  ['Traceback (most recent call last):', true],
  ['make: *** [build] Error 2', true],
  ['E   sqlite3.OperationalError: no such table', true],
  ['TypeError: x is not a function', true],
  ['it throws a TypeError: passed', false],
  ['ok  \tpond\t0.01s', false],
  ['0 failed, 12 passed', false],
  ['12 passed; no errors', false],
])('output "%s" tells of a failure: %s', (output, tells) => {
  expect(tellsFailure(output)).toBe(tells);
});
