import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replaySession } from '../../src/replay/replay-session.ts';
import {
  replayRequest,
  type ReplayAnswer,
  type ReplayRequest,
  type ReplayTurn,
} from '../../src/shared/replay-answer.ts';
import type { Store } from '../../src/store/open.ts';
import { storeWithSample } from '../sample-store.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
let store: Store;
beforeAll(async () => {
  store = await storeWithSample();
});
afterAll(() => store.close());

type Replay = Omit<ReplayAnswer, 'freshness'>;

function replay(session: string, more: Partial<ReplayRequest> = {}): Replay {
  return replaySession(store, replayRequest.parse({ session, ...more }), NOW);
}

const prompts = ({ turns }: Replay): string[] => turns.map(({ prompt }) => prompt);
const allActions = (turns: readonly ReplayTurn[]) => turns.flatMap(({ actions = [] }) => actions);

describe('which session is meant', () => {
  test('a unique beginning of an id is enough', () => {
    expect(replay('663d45bb').session.id).toBe('663d45bb-0c61-4d25-b36d-eabf7f68b872');
  });

  test.each(['her://sessions/', '/home/mira/.claude/projects/-home-mira/'])(
    'it may be named as below %s',
    (folder) => {
      const id = '663d45bb-0c61-4d25-b36d-eabf7f68b872';
      expect(replay(`${folder}${id}${folder.startsWith('her') ? '' : '.jsonl'}`).session.id).toBe(id);
    },
  );

  test('a beginning that several have is refused with all of them', () => {
    expect(() => replay('5')).toThrow(/5fd4f4fe-.*53ff6a53-|53ff6a53-.*5fd4f4fe-/s);
    expect(() => replay('5')).toThrow(expect.objectContaining({ code: 'ambiguous-session' }));
  });

  test('what no id begins with is refused with the way on', () => {
    expect(() => replay('zzz')).toThrow(/list_sessions/);
  });

  test('"latest" and "previous" go by last activity', () => {
    expect(replay('latest').session.title).toBe('Cache for place lookups');
    expect(replay('previous').session.id).toBe('7c929bac-b1fd-4dc0-b2df-2db9b22fe578');
  });

  test('"latest" is as of now, and no sub-agent', () => {
    const then = Date.parse('2026-10-07T00:00:00Z');
    const request = replayRequest.parse({ session: 'latest' });
    expect(replaySession(store, request, then).session.id).toBe('d7c6e306-80c8-41d2-b77c-fbb556b9cce6');
  });

  test('asked from within a session, "latest" and "previous" both mean the last one beside it', () => {
    const asking = { session: '5fd4f4fe-44f4-40c8-895f-9a092a67ed53' };
    for (const word of ['latest', 'previous']) {
      const request = replayRequest.parse({ session: word });
      const { session } = replaySession(store, request, NOW, asking);
      expect(session.id).toBe('7c929bac-b1fd-4dc0-b2df-2db9b22fe578');
    }
  });

  test('a sub-agent is found by its own id', () => {
    const { session, turns } = replay('agent-a60e2200');
    expect(session.parent).toEqual({ id: 'd7c6e306-80c8-41d2-b77c-fbb556b9cce6', kind: 'subagent' });
    expect(turns[0]?.prompt).toMatch(/^List every Express route/);
  });

  test('a session without a title is called by its first prompt', () => {
    expect(replay('2988b687').session.title).toMatch(/^write `fieldnotes import FILE\.csv` so i.*…$/);
    expect(replay('2988b687').session.title.length).toBeLessThanOrEqual(80);
  });
});

describe('what a person expects of a session', () => {
  test('a resumed one is one conversation', () => {
    const { session, turns } = replay('663d45bb');
    expect(session.turns).toBe(5);
    expect(turns.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
  });

  test('a fork begins with the turns it inherited, each once and marked', () => {
    const { session, turns } = replay('46f3069c');
    expect(session.parent).toEqual({ id: 'c0ef4b1a-1aa3-4646-b587-18990ee77fb9', kind: 'fork' });
    expect(turns.map(({ n, inherited_from: from }) => [n, from])).toEqual([
      [1, 'c0ef4b1a-1aa3-4646-b587-18990ee77fb9'],
      [2, undefined],
      [3, undefined],
    ]);
    expect(new Set(prompts({ session, turns })).size).toBe(3);
    expect(replay('c0ef4b1a').turns.every((turn) => turn.inherited_from === undefined)).toBe(true);
  });

  test('a rewound turn is there and marked', () => {
    const { turns } = replay('04630a0e');
    expect(turns.filter((turn) => turn.rewound)).toHaveLength(1);
  });

  test('an interrupted turn says whether it answered or ran a tool', () => {
    const answering = replay('5fd4f4fe').turns.filter((turn) => turn.interrupted);
    expect(answering.map(({ notes }) => notes)).toEqual([['the person stopped it while it answered']]);
    const running = replay('53ff6a53').turns.filter((turn) => turn.interrupted);
    expect(running.map(({ notes }) => notes)).toEqual([['the person stopped it while a tool ran']]);
    expect(allActions(running).at(-1)).toMatchObject({
      ok: false,
      error: 'stopped by the person while it ran',
    });
  });

  test('a refused call has the words of the person, without the words of the client', () => {
    const withWords = allActions(replay('3b8a2a95').turns).filter(({ ok }) => !ok);
    expect(withWords.map(({ error }) => error)).toContain(
      'refused by the person: no dropping anything yet, the old api pods still read berth_name',
    );
    const without = allActions(replay('9eb80aa8').turns).filter(({ ok }) => !ok);
    expect(without.map(({ error }) => error)).toEqual(['refused by the person']);
  });

  test('compaction, API errors and the own commands of the person stand with their turns', () => {
    const { turns } = replay('9eb80aa8');
    expect(turns[2]?.notes?.[0]).toBe('conversation compacted (manual, 24,335 tokens before)');
    expect(turns[0]?.notes).toContain('API error: 529 Overloaded');
    expect(turns[0]?.notes?.[1]).toMatch(/^the person ran !: terraform force-unlock/);
  });

  test('HEAD, which stands where there is no branch, is not told as one', () => {
    const set = store.db.prepare<[string]>("UPDATE session SET branch = ? WHERE key LIKE '663d45bb%'");
    const { branch } = replay('663d45bb').session;
    set.run('HEAD');
    expect(replay('663d45bb').session).not.toHaveProperty('branch');
    set.run(branch!);
  });

  test('the call that started a sub-agent leads to it', () => {
    const { session, turns } = replay('53ff6a53');
    const subagent = '53ff6a53-3fb1-4c13-9306-564132bbc736/agent-a33e2c3dbc3b4afe7';
    expect(allActions(turns).find(({ kind }) => kind === 'agent')).toMatchObject({ subagent });
    expect(session.subagents).toEqual([subagent]);
    expect(replay(subagent).turns).toHaveLength(1);
  });

  test('what an editor added is told apart from the prompt', () => {
    const [first] = replay('663d45bb').turns;
    expect(first?.prompt).not.toContain('IDE');
    expect(first?.notes?.[0]).toMatch(/^editor: The user opened the file .* in the IDE\.$/);
  });

  test('tokens, latency and cost are those of the session', () => {
    const { session, turns } = replay('9eb80aa8');
    expect(session.tokens).toEqual({ input: 30, output: 975, cache_read: 209_352, cache_write: 30_251 });
    expect(session.cost_usd).toBeCloseTo(0.3183, 3);
    expect(turns[0]?.latency_ms).toBe(6584);
  });
});

describe('depth', () => {
  test('an outline counts actions and keeps first and last lines', () => {
    const { turns } = replay('9eb80aa8', { detail: 'outline' });
    expect(turns.every((turn) => turn.actions === undefined)).toBe(true);
    expect(turns[1]?.notes?.[0]).toBe('2 actions: 2 command (1 not ok)');
    expect(turns[0]?.reply).toContain(' … ');
  });

  test('the full depth has arguments and results', () => {
    const { turns } = replay('53ff6a53', { detail: 'full', turns: '2' });
    const edit = allActions(turns).find(({ tool }) => tool === 'Edit');
    expect(edit?.input).toMatchObject({ old_string: expect.stringContaining('COPY . .') });
    expect(edit?.result).toContain('has been updated');
    expect(
      allActions(replay('53ff6a53').turns).every(
        ({ input, result }) => input === undefined && result === undefined,
      ),
    ).toBe(true);
  });

  test('paths below the folder of the session are short', () => {
    const edit = allActions(replay('53ff6a53').turns).find(({ tool }) => tool === 'Edit');
    expect(edit?.target).toBe('images/harbor-api/Dockerfile');
  });
});

describe('range, budget and pages', () => {
  test.each([
    ['2', [2]],
    ['2-3', [2, 3]],
    ['5-', [5, 6]],
    ['5-99', [5, 6]],
  ])('turns %s', (turns, expected) => {
    expect(replay('9eb80aa8', { turns }).turns.map(({ n }) => n)).toEqual(expected);
  });

  test('a range outside the session or the wrong way round is refused', () => {
    expect(() => replay('9eb80aa8', { turns: '7' })).toThrow('turns 1 to 6');
    expect(() => replay('9eb80aa8', { turns: '4-2' })).toThrow(/smaller number first/);
    expect(() => replay('9eb80aa8', { cursor: 'nonsense' })).toThrow(
      expect.objectContaining({ code: 'bad-cursor' }),
    );
  });

  test.each([
    ['normal', 500],
    ['normal', 1000],
    ['full', 500],
    ['full', 1000],
    ['outline', 500],
  ] as const)(
    '%s in %d tokens: pages together hold every turn and action once, none is too long',
    (detail, tokens) => {
      const whole = replay('04630a0e', { detail, max_tokens: 11_250 });
      const found: ReplayTurn[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const page = replay('04630a0e', { detail, max_tokens: tokens, cursor });
        expect(JSON.stringify(page).length).toBeLessThanOrEqual(tokens * 4);
        found.push(...page.turns);
        cursor = page.next_cursor;
        pages += 1;
      } while (cursor !== undefined && pages < 100);
      expect(whole.next_cursor).toBeUndefined();
      expect(pages).toBeGreaterThan(1);
      expect([...new Set(found.map(({ n }) => n))]).toEqual(whole.turns.map(({ n }) => n));
      expect(allActions(found).map(({ tool }) => tool)).toEqual(
        allActions(whole.turns).map(({ tool }) => tool),
      );
    },
  );

  test('a long text is cut in the middle and says how much is missing', () => {
    const { turns } = replay('9eb80aa8', { turns: '1', max_tokens: 350 });
    expect(turns[0]?.prompt).toMatch(/^terraform plan.*\[…\d+ characters left out…\].*╵$/s);
  });
});
