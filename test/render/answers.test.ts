import { describe, expect, test } from 'vitest';
import { renderCorrections } from '../../src/render/corrections.ts';
import { renderErrors } from '../../src/render/errors.ts';
import { lookFor } from '../../src/render/look.ts';
import { renderReplay } from '../../src/render/replay.ts';
import { renderSearch } from '../../src/render/search.ts';
import { PLAIN } from '../../src/render/look.ts';
import { renderSessions } from '../../src/render/sessions.ts';
import { renderDoctor, renderStatus } from '../../src/render/status.ts';
import type { SearchAnswer } from '../../src/shared/search-answer.ts';
import type { ErrorsAnswer } from '../../src/shared/errors-answer.ts';
import type { ReplayAnswer } from '../../src/shared/replay-answer.ts';
import type { CorrectionsAnswer } from '../../src/shared/corrections-answer.ts';
import type { SessionsAnswer } from '../../src/shared/sessions-answer.ts';
import type { StatusAnswer } from '../../src/shared/status.ts';

const freshness = { indexed_at: '2026-11-23T09:00:00.000Z', behind_files: 0, behind_bytes: 0 };
const hostile = '\u001b[2Jhostile\u202e';
const TERMINAL = lookFor({ isTTY: true, columns: 60 }, { NO_COLOR: '1' });
// eslint-disable-next-line no-control-regex -- control characters are what must not be there
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u202e]/;

const search: SearchAnswer = {
  query: 'oauth',
  interpreted: { terms: ['oauth'], project: 'harbor' },
  mode: 'hybrid',
  relevance: 'strong',
  hits: [
    {
      session_id: 'abc-1',
      turn: 3,
      project: 'harbor',
      title: hostile,
      started_at: '2026-11-03T10:00:00.000Z',
      score: 0.9,
      matched: ['lexical', 'semantic'],
      snippet: `the redirect ${hostile}`,
      resume: 'claude --resume abc-1',
      uri: 'her://sessions/abc-1',
      next: { tool: 'replay_session', arguments: { session: 'abc-1', turns: '3' } },
    },
  ],
  freshness,
};

const replay: ReplayAnswer = {
  session: {
    id: 'abc-1',
    project: 'harbor',
    title: 'OAuth',
    source: 'claude-code',
    started_at: '2026-11-03T10:00:00.000Z',
    ended_at: '2026-11-03T11:00:00.000Z',
    turns: 2,
    parent: { id: 'abc-0', kind: 'fork' },
    models: ['claude-opus-4-6'],
    tokens: { input: 1000, output: 200 },
    cost_usd: 0.5,
    pushback: 1,
  },
  turns: [
    {
      n: 1,
      at: '2026-11-03T10:00:00.000Z',
      prompt: `do it ${hostile}`,
      reply: 'Done.',
      inherited_from: 'abc-0',
    },
    {
      n: 2,
      at: '2026-11-03T10:30:00.000Z',
      prompt: 'no, not so',
      interrupted: true,
      rewound: true,
      pushback: { kind: 'correction', cause: 'wrong_approach', confidence: 0.9 },
      actions: [
        {
          tool: 'Bash',
          kind: 'command',
          target: `npm test ${hostile}`,
          ok: false,
          error: 'Exit code 1',
          duration_ms: 4200,
        },
        { tool: 'Task', kind: 'agent', target: 'look', ok: true, subagent: 'abc-1/agent-9' },
      ],
      notes: ['conversation compacted (auto)'],
    },
  ],
  next_cursor: 'at-3',
  freshness,
};

const sessions: SessionsAnswer = {
  sessions: [
    {
      id: '0123456789-abcdef',
      project: 'harbor',
      title: hostile,
      started_at: '2026-11-03T10:00:00.000Z',
      ended_at: '2026-11-03T11:00:00.000Z',
      turns: 2,
      models: [],
      tokens: { input: 1, output: 1 },
      subagents: 2,
      interrupted: true,
      resume: '',
    },
  ],
  total: 5,
  next_cursor: 'newest:1:1',
  freshness: { ...freshness, behind_files: 2, behind_bytes: 23_000 },
};

const interval = { rate: 0.25, low: 0.1, high: 0.45 };
const corrections: CorrectionsAnswer = {
  turns: 20,
  pushback: { count: 5, ...interval },
  by_kind: { correction: 4, failure_report: 1, rejection: 0, reprompt: 0 },
  interruptions: { count: 2, rate: 0.1 },
  by_cause: { wrong_approach: 3, bug: 2 },
  groups: [{ key: 'harbor', turns: 20, pushback: 5, ...interval }],
  trend: {
    direction: 'rising',
    earlier: { turns: 10, pushback: 1, rate: 0.1 },
    later: { turns: 10, pushback: 4, rate: 0.4 },
  },
  baseline: { name: 'elsewhere', rate: 0.39, source: 'a study' },
  detector: { precision: 0.64, recall: 0.76, measured_on: 'labels' },
  examples: [
    {
      session_id: 'abc-1',
      turn: 2,
      prompt_uuid: 'u',
      kind: 'correction',
      cause: 'bug',
      confidence: 0.9,
      prompt: hostile,
      before: 'I did it.',
    },
  ],
  freshness,
};

const status: StatusAnswer = {
  home: '/h',
  database: '/h/her.db',
  database_bytes: 1_200_000,
  transcripts: ['/c/projects'],
  stored: { sessions: 3, subagents: 1, turns: 9, passages: 20, projects: 2, files: 4 },
  lease: { pid: 42, host: 'box', since: '2026-11-23T08:00:00.000Z', alive: false },
  embedding: { embedder: 'static', models: [{ name: 'static-1', dim: 8, waiting: 7 }] },
  bad_lines: { count: 60, named: [{ path: '/c/a.jsonl', line: 12, reason: 'not JSON' }] },
  unknown_types: [{ source: 'claude-code', type: 'hologram', first_version: '3.0.0', count: 4 }],
  troubled_files: [{ path: `/c/${hostile}.jsonl`, read_lines: 12, error: 'EACCES', tries: 1 }],
  freshness,
};

test.each([
  ['search', () => renderSearch(search, TERMINAL)],
  ['replay', () => renderReplay(replay, TERMINAL)],
  ['sessions', () => renderSessions(sessions, TERMINAL)],
  ['corrections', () => renderCorrections(corrections, TERMINAL)],
  ['status', () => renderStatus(status, TERMINAL)],
])('%s: what a transcript holds cannot act on the terminal', (_, render) => {
  const text = render();
  expect(text).toContain('hostile');
  expect(text).not.toMatch(CONTROL);
});

describe('search', () => {
  test('a hit leads to its turn', () => {
    expect(renderSearch(search)).toContain('her replay abc-1 --turns 3');
    expect(renderSearch(search)).toContain('by words and meaning');
  });

  test('what was found by its time alone is not said to be found by anything else', () => {
    const byTime = { ...search, hits: search.hits.map((hit) => ({ ...hit, matched: [] })) };
    expect(renderSearch(byTime)).toMatch(/turn 3(?! · by)/);
  });

  test('files of one folder are told with their folder once', () => {
    const files = ['/home/mira/pond/src/duck.ts', '/home/mira/pond/test/duck.test.ts'];
    const several = { ...search, hits: search.hits.map((hit) => ({ ...hit, files })) };
    expect(renderSearch(several)).toContain('in /home/mira/pond: src/duck.ts, test/duck.test.ts');
    const one = { ...search, hits: search.hits.map((hit) => ({ ...hit, files: files.slice(0, 1) })) };
    expect(renderSearch(one)).toContain(`in ${files[0]}`);
  });

  test('nothing relevant is said, not hidden', () => {
    expect(renderSearch({ ...search, relevance: 'none' })).toMatch(
      /^Nothing relevant for “oauth” \(in harbor\)\. The nearest there is:/,
    );
    expect(renderSearch({ ...search, relevance: 'none', hits: [] })).toMatch(/^Nothing found/);
  });

  test('hits of other times are not said to be of the time that was asked for', () => {
    const headed = (since: Date, until: Date): string =>
      renderSearch({
        ...search,
        interpreted: { terms: ['oauth'], since: since.toISOString(), until: until.toISOString() },
      });
    expect(headed(new Date(2026, 10, 1), new Date(2026, 10, 8))).toMatch(
      /^1 session for “oauth” \(from 2026-11-01 to 2026-11-07\)$/m,
    );
    expect(headed(new Date(2026, 10, 24), new Date(2026, 10, 25))).toMatch(
      /^1 session for “oauth”, none of them on 2026-11-24$/m,
    );
  });
});

describe('errors', () => {
  const weak: ErrorsAnswer = {
    error: 'no such table: pond',
    relevance: 'weak',
    hits: [
      {
        session_id: 'abc-1',
        turn: 3,
        project: 'harbor',
        title: 'Ponds',
        started_at: '2026-11-03T10:00:00.000Z',
        score: 0.4,
        met_in: 'call',
        error: 'no such column: pond',
        next: { tool: 'replay_session', arguments: { session: 'abc-1', turns: '3' } },
      },
    ],
    freshness,
  };

  test('what may be another error is not said to be this one', () => {
    expect(renderErrors(weak)).toMatch(/^Something like it was met once\n/);
    expect(renderErrors({ ...weak, relevance: 'strong' })).toMatch(/^Met once\n/);
  });
});

describe('replay', () => {
  const text = renderReplay(replay);

  test('a turn says what became of it', () => {
    expect(text).toContain('said in abc-0');
    expect(text).toContain('stopped by the person');
    expect(text).toContain('taken back (rewound)');
    expect(text).toContain('pushback: correction, wrong approach');
    expect(text).toContain('conversation compacted (auto)');
  });

  test('an action says whether it went well, and what came of it', () => {
    expect(text).toMatch(/✗ Bash {2}npm test hostile {2}4\.2 s\n {6}Exit code 1/);
    expect(text).toContain('sub-agent: her replay abc-1/agent-9');
  });

  test('what is left is named', () => {
    expect(text).toContain('cursor at-3');
    expect(text).toContain('forked from abc-0');
  });
});

describe('sessions', () => {
  test('a terminal shows the beginning of an id, a pipe all of it', () => {
    expect(renderSessions(sessions, TERMINAL)).not.toContain('0123456789');
    expect(renderSessions(sessions)).toContain('0123456789-abcdef');
  });

  test('in a narrow terminal a title has a line of its own', () => {
    const title = 'Count the ducks of every pond before the geese come back';
    const narrow = { ...sessions, sessions: [{ ...sessions.sessions[0]!, title, pushback: 3 }] };
    const [first, second] = renderSessions(narrow, { ...PLAIN, width: 90 }).split('\n');
    expect(first).toBe(title);
    expect(second).toMatch(/^ {3}\S+ \S+ · 01234567 · harbor · 2 turns · pushback 3 · 2 agents, stopped$/);
    expect(renderSessions(narrow, { ...PLAIN, width: 110 })).toMatch(/^last active/);
  });

  test('of a session of several days the narrow form says the first as well', () => {
    const long = { ...sessions.sessions[0]!, started_at: new Date(2026, 10, 1, 9).toISOString() };
    const text = renderSessions({ ...sessions, sessions: [long] }, { ...PLAIN, width: 90 });
    expect(text).toMatch(/^ {3}2026-11-01 to 2026-11-03 \d\d:\d\d · /m);
  });

  test('what is special, what is left and what is stale is said', () => {
    const text = renderSessions(sessions);
    expect(text).toContain('2 agents, stopped');
    expect(text).toContain('1 of 5 sessions · more with --cursor newest:1:1');
    expect(text).toContain('23 kB in 2 transcripts not read yet');
  });
});

describe('corrections', () => {
  test('a rate comes with its interval, its detector and its examples', () => {
    const text = renderCorrections(corrections);
    expect(text).toContain('5 of 20 turns, 25.0 % (95 %: 10.0 % to 45.0 %)');
    expect(text).toContain('of what it calls pushback 64.0 % is, and it finds 76.0 %');
    expect(text).toContain('her replay abc-1 --turns 2');
    expect(text).not.toContain('rejection');
  });

  test('without turns there is nothing to count', () => {
    expect(renderCorrections({ ...corrections, turns: 0 })).toMatch(/nothing to count/);
  });
});

describe('status and doctor', () => {
  test('trouble is named with file, line and version', () => {
    const text = renderStatus(status);
    expect(text).toContain('/c/a.jsonl:12: not JSON');
    expect(text).toContain('and 59 more');
    expect(text).toContain('hologram, 4 times, first in version 3.0.0');
    expect(text).toContain('process 42 on box');
    expect(text).toContain('it is gone');
    expect(text).toContain('7 passages without a vector');
    expect(text).toMatch(/after line 12: EACCES/);
  });

  test('what is wrong stands with what mends it', () => {
    const checks = [{ name: 'Home', state: 'fail', found: 'open to all', mend: 'chmod 700 /h' } as const];
    expect(renderDoctor({ healthy: false, checks })).toBe(
      '✗ Home: open to all\n    chmod 700 /h\n\nSomething is wrong; what to do stands above.\n',
    );
  });
});
