import { beforeAll, describe, expect, test } from 'vitest';
import { errorWords } from '../../src/search/error-words.ts';
import { findErrors } from '../../tools/errors.ts';
import type { ErrorsAnswer } from '../../src/shared/errors-answer.ts';
import { projectsMatching } from '../../src/store/projects.ts';
import { turnsOfFile } from '../../src/store/file-work.ts';
import type { Store } from '../../src/store/open.ts';
import { storeWithSample } from '../sample-store.ts';

let store: Store;
beforeAll(async () => {
  store = await storeWithSample();
});

function find(
  error: string,
  { project = '', file = '', excluded = [] as number[] } = {},
): Omit<ErrorsAnswer, 'freshness'> {
  const projects = project === '' ? undefined : projectsMatching(store, project).map(({ id }) => id);
  const turns = file === '' ? undefined : turnsOfFile(store, file);
  return findErrors(store, { error, limit: 5 }, { projects, turns }, new Set(excluded));
}

describe('an error that a call met', () => {
  const refused = (port: number): string =>
    [
      `Error: connect ECONNREFUSED 127.0.0.1:${port}`,
      '    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:9999:16)',
    ].join('\n');

  test('is found by another stack, with what was done until the same call went well', () => {
    const { hits, relevance, notes } = find(refused(5432));
    expect(relevance).toBe('strong');
    expect(notes).toBeUndefined();
    expect(hits[0]?.differs).toBeUndefined();
    expect(hits).toHaveLength(1);
    expect(hits[0]).toMatchObject({
      session_id: '3b8a2a95-518f-4dad-8bd2-042038f1740f',
      turn: 1,
      project: 'harbor-api',
      met_in: 'call',
      call: 'Bash: pnpm db:migrate --dry-run',
      fix: {
        sign: 'same_call',
        by: 'Bash: docker compose up -d --wait postgres && pnpm db:migrate --dry-run',
      },
      next: {
        tool: 'replay_session',
        arguments: { session: '3b8a2a95-518f-4dad-8bd2-042038f1740f', turns: '1' },
      },
    });
    expect(hits[0]?.error).toContain('ECONNREFUSED 127.0.0.1:5432');
  });

  test('of another port is shown as the same wording about something else, never as this error', () => {
    const { hits, relevance, notes } = find(refused(6379));
    expect(relevance).toBe('weak');
    expect(hits[0]).toMatchObject({ differs: ['port 6379'] });
    expect(hits[0]?.error).toContain('ECONNREFUSED 127.0.0.1:5432');
    expect(notes?.join()).toContain('about something else');
  });

  test('shows the edit that mended it, with what it put in', () => {
    const [hit] = find('error TS2322: Type \'"draft-8"\' is not assignable').hits;
    expect(hit?.fix?.steps).toEqual([
      {
        tool: 'Edit',
        target: '/home/mira/code/harbor-api/src/limits.ts',
        change: "standardHeaders: 'draft-7'",
      },
    ]);
    expect(hit?.fix?.by).toContain('pnpm tsc --noEmit');
  });

  test('mended in a later turn, the next call shows both', () => {
    const [hit] = find('ERROR: unrecognized arguments: --freeze-clock').hits;
    expect(hit).toMatchObject({ turn: 3, fix: { turn: 4 }, next: { arguments: { turns: '3-4' } } });
  });
});

test('an error that was only told is found too, its mending marked as less sure', () => {
  const { hits } = find('redirect_uri_mismatch');
  expect(hits).toHaveLength(1);
  expect(hits[0]).toMatchObject({
    session_id: '663d45bb-0c61-4d25-b36d-eabf7f68b872',
    met_in: 'prompt',
    fix: { sign: 'later_command', turn: 2 },
  });
  expect(hits[0]?.fix?.steps?.map(({ target }) => target)).toEqual([
    '/home/mira/code/harbor-api/src/auth/callback.ts',
  ]);
});

test('project and file narrow it', () => {
  expect(find('ECONNREFUSED', { project: 'harbor-api' }).hits).toHaveLength(1);
  expect(find('ECONNREFUSED', { project: 'tidepool-web' }).hits).toEqual([]);
  expect(find('TS2322', { file: 'src/limits.ts' }).hits).toHaveLength(1);
  expect(find('TS2322', { file: 'src/app.ts' }).hits).toEqual([]);
});

test('a trace is pasted whole, however long, and its last line counts', () => {
  const trace = [
    'Traceback (most recent call last):',
    ...Array.from(
      { length: 400 },
      (_, line) => `  File "/x/duck${line}.py", line ${line}\n    swim(pond_${line})`,
    ),
    'sqlite3.OperationalError: no such table: place_cache',
  ].join('\n');
  expect(trace.length).toBeGreaterThan(10_000);
  const { hits, error } = find(trace);
  expect(hits[0]).toMatchObject({ session_id: '5fd4f4fe-44f4-40c8-895f-9a092a67ed53' });
  expect(error.length).toBeLessThanOrEqual(400);
});

test('what is not on record has no hits, whatever is pasted', () => {
  for (const error of ['ImagePullBackOff', 'panic: runtime error: index out of range', '"', '***', '\n']) {
    expect(find(error), error).toMatchObject({ relevance: 'none', hits: [] });
  }
});

test('words that every error holds find nothing, and what to paste instead is said', () => {
  for (const error of ['error', 'it failed with exit code 1']) {
    expect(find(error)).toMatchObject({ relevance: 'none', hits: [] });
    expect(find(error).notes?.join()).toContain('Most errors hold these words');
  }
});

test('the turn that asks is no hit', () => {
  const of = find('TS2322: draft-8', { excluded: turnsOfFile(store, 'src/limits.ts') });
  expect(of.hits.filter(({ met_in: where }) => where === 'call')).toEqual([]);
});

describe('the words of an error', () => {
  test('hold long names of tests, and not which shell says it or the bare number at its end', () => {
    const long = `Test${'HeronStandsInThePond'.repeat(4)}`;
    expect(errorWords(`--- FAIL: ${long} (1.27s)`).terms).toEqual([long]);
    expect(errorWords('zsh: permission denied: 212').terms).toEqual(['permission', 'denied']);
    expect(errorWords('a_test.go:24: duplicate of `b_test.go:15-44`').terms).toEqual([
      'a_test.go',
      'duplicate',
      'b_test.go',
    ]);
  });

  test('are without what changes from time to time', () => {
    const { terms, names } = errorWords(
      'Exit code 1\n/home/mira/x/src/limits.ts(3,71): error TS2322: commit 3fa9c81d2 at 127.0.0.1:5432 [redacted:token ab12]\n    at run (node:net:1:2)',
    );
    expect(terms).toEqual(['limits.ts', 'TS2322', 'commit']);
    expect([...names]).toEqual(['ts2322']);
  });

  test('are the same whatever line, port and duration', () => {
    const { terms } = errorWords(
      '--- FAIL: TestHeron (0.01s)\n  heron_test.go:31: refused by localhost:5432 in 12ms',
    );
    expect(terms).toEqual(['TestHeron', 'heron_test.go', 'refused', 'localhost']);
  });
});
