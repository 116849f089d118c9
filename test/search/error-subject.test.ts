import { describe, expect, test } from 'vitest';
import { holdsWording, missingIn, subjectsOf } from '../../src/search/error-subject.ts';

const missing = (asked: string, met: string): string[] => missingIn(met, subjectsOf(asked));

describe('the same error in spite of what changes from one time to the next', () => {
  test.each([
    ['lines', 'stork_test.go:31:7: undefined: time', 'cmd/stork_test.go:1343:73: undefined: time'],
    [
      'line ranges',
      'a_test.go:251: 251-280 lines are duplicate of `b_test.go:15-44` (dupl)',
      'cmd/a_test.go:246: 246-275 lines are duplicate of `cmd/b_test.go:14-43` (dupl)',
    ],
    ['durations', '--- FAIL: TestHeron (1.27s)', '--- FAIL: TestHeron (0.05s)'],
    ['hashes', 'fatal: unable to read 4be1c22f9a7d01', 'fatal: unable to read e53647ba1f1e52'],
    [
      'folders',
      "fatal: Unable to create '/home/bob/heron/.git/index.lock': File exists.",
      "error: Unable to create '/Users/mira/work/heron/.git/index.lock': File exists.",
    ],
    [
      'the folder beside what is named',
      "fatal: 'main' is already used by worktree at '/home/bob/src/heron-2'",
      "fatal: 'main' is already used by worktree at '/Users/mira/heron'",
    ],
    [
      'addresses',
      'connection to server at "db.internal" (10.0.9.1), port 5432 failed',
      'connection to server at "db.internal" (10.0.4.7), port 5432 failed',
    ],
    [
      'versions',
      "ENOENT: no such file or directory, posix_spawn '/opt/claude-code/2.1.41/claude'",
      "ENOENT: no such file or directory, posix_spawn '/opt/claude-code/2.1.36/claude'",
    ],
    [
      'process ids, times and temporary files',
      'worker (pid 1412) terminated: exit status 137\nat 2026-02-15T20:00:01Z in /tmp/build.9ZpQ2f',
      'worker (pid 88213) terminated: exit status 137\nat 2026-01-05T10:11:12Z in /tmp/build.Xa81kQ',
    ],
    [
      'versions of a package',
      'Could not resolve com.acme:heron:1.4.3.',
      'Could not resolve com.acme:heron:1.4.2.',
    ],
    ['the shell', 'bash: line 4: jest: command not found', '(eval):1: command not found: jest'],
    [
      'the importer',
      "Cannot find module 'zod'\n- /srv/a/main.js",
      "Cannot find module 'zod'\n- /x/server.js",
    ],
    ['hints', 'error: unknown switch\nhint: use --set-upstream', 'error: unknown switch'],
    ['what is told in prose', 'the push was rejected, fetch first', '! [rejected] main (fetch first)'],
  ])('%s', (_, asked, met) => {
    expect(missing(asked, met)).toEqual([]);
  });
});

describe('another error of the same wording, told by its', () => {
  test.each([
    ['port', 'connect ECONNREFUSED 127.0.0.1:6379', 'connect ECONNREFUSED 127.0.0.1:5432', 'port 6379'],
    ['port alone', 'listen EADDRINUSE :::8080', 'listen EADDRINUSE :::3000', 'port 8080'],
    [
      'host',
      'curl: (6) Could not resolve host: cdn.example',
      'curl: (6) Could not resolve host: api.example',
      'cdn.example',
    ],
    ['module', "No module named 'pandas'", "No module named 'requests'", 'pandas'],
    [
      'package',
      "404 '@heron/nest@^2.1.0' is not in this registry.",
      "404 '@heron/egg@^2.1.0' is not in this registry.",
      '@heron/nest',
    ],
    ['symbol', 'a_test.go:13:7: undefined: bufio', 'a_test.go:13:7: undefined: time', 'bufio'],
    ['file', 'Merge conflict in package-lock.json', 'Merge conflict in cmd/hooks.go', 'package-lock.json'],
    [
      'test',
      '--- FAIL: TestDuck (0.00s)\n    pond_test.go:4: got 1',
      '--- FAIL: TestHeron (0.00s)\n    pond_test.go:4: got 1',
      'TestDuck',
    ],
    [
      'test with a sentence for a name',
      ' FAIL  src/tax.test.ts > tax > rounds down',
      ' FAIL  src/tax.test.ts > tax > rounds up',
      'rounds down',
    ],
    ['option', 'fatal: unrecognized argument: --loud', 'fatal: unrecognized argument: --no-stat', '--loud'],
    ['task', 'mise ERROR no task deploy:prod found', 'mise ERROR no task lint:full found', 'deploy:prod'],
    ['command', 'zsh: command not found: jest', 'zsh: command not found: golangci-lint', 'jest'],
    ['status', 'gh: Not Found (HTTP 403)', 'gh: Not Found (HTTP 404)', 'status 403'],
    [
      'status of a request',
      'The requested URL returned error: 503',
      'The requested URL returned error: 401',
      'status 503',
    ],
    ['property', "of undefined (reading 'map')", "of undefined (reading 'total')", 'map'],
    [
      'symbol in plain words',
      'ReferenceError: duck is not defined',
      'ReferenceError: heron is not defined',
      'duck',
    ],
    [
      'package with a version',
      'An error occurred while installing pg (1.5.4)',
      'An error occurred while installing nokogiri (1.16.2)',
      'pg',
    ],
    ['exit status', 'make: exit status 139', 'make: exit status 137', 'status 139'],
    [
      'program',
      "ENOENT: no such file or directory, posix_spawn '/usr/bin/rg'",
      "ENOENT: no such file or directory, posix_spawn '/opt/claude'",
      'rg',
    ],
  ])('%s', (_, asked, met, differs) => {
    expect(missing(asked, met)).toEqual([differs]);
  });
});

test('a text that only names the subject does not say the error', () => {
  const subjects = subjectsOf('Unknown skill: brainstorming');
  const weights = new Map([
    ['unknown', 3],
    ['skill', 3],
    ['brainstorming', 4],
  ]);
  expect(holdsWording('the skill brainstorming was loaded', { weights, subjects })).toBe(false);
  expect(holdsWording('Unknown skill: tdd', { weights, subjects })).toBe(true);
  expect(holdsWording('brainstorming', { weights: new Map([['brainstorming', 4]]), subjects })).toBe(true);
});

test('of several things named on several lines half may be missing, of one line none', () => {
  const asked = 'a.go:1:1: undefined: duck\na.go:2:1: undefined: heron';
  expect(missing(asked, 'a.go:1:1: undefined: duck')).toEqual([]);
  expect(missing('cannot use "duck" as "heron"', 'cannot use "duck" as "stork"')).toEqual(['heron']);
});

test('a text that tells no port or status leaves open which it was', () => {
  expect(missing('connect ECONNREFUSED 127.0.0.1:6379', 'connect ECONNREFUSED')).toEqual([]);
});

test('the line of a file is no port, and a port no line', () => {
  expect(subjectsOf('heron.ts:42:17 - error TS2304').ports).toEqual([]);
  expect(subjectsOf('dial tcp db.internal:5432: connect: refused').ports).toEqual(['5432']);
});
