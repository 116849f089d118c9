import { describe, expect, it } from 'vitest';
import { claudeCode } from '../../src/sources/claude-code/claude-code.ts';
import { kindOf } from '../../src/sources/claude-code/tool-calls.ts';
import { askedCall } from '../../src/sources/codex/tool-calls.ts';
import { recorded, scenarios, type Recorded } from './recorded.ts';

/** One test for each line of the client's FACTS, sections 3 to 5, on what it wrote itself. */
const NEW = '2.1.330';
const OLD = '2.1.197';
const both = describe.each([NEW, OLD]);

const prompts = ({ turns }: Recorded): string[] =>
  turns.filter(({ role }) => role === 'person').map(({ prompt }) => prompt);
const outcomes = ({ actions }: Recorded): string[] =>
  actions.map(({ tool, outcome }) => `${tool} ${outcome}`);
const notes = ({ events }: Recorded): string[] =>
  events.flatMap((event) => (event.type === 'note' ? [`${event.about}: ${event.text}`] : []));

both('Claude Code %s', (version) => {
  it.each(scenarios(version))('every record of %s is of a known type and none is bad', async (scenario) => {
    const { unknown, bad } = await recorded(version, scenario);
    expect({ unknown, bad }).toEqual({ unknown: [], bad: 0 });
  });

  it('folder, branch and version are taken from the records, not from the folder name', async () => {
    const { sessions } = await recorded(version, 'edit-commit');
    expect(sessions[0]).toMatchObject({ cwd: '/work/pond', branch: 'main', version });
  });

  it('a typed text is a prompt; command lines, meta texts and notifications are none', async () => {
    expect(prompts(await recorded(version, 'compact'))).toEqual([
      'Remember the word heron.',
      'And the word egret.',
      'Which words were they?',
    ]);
    expect(prompts(await recorded(version, 'background'))).toEqual(['Start both.']);
  });

  it('a request cut off by its token limit goes on in the same turn', async () => {
    const { turns } = await recorded(version, 'stops');
    const turn = turns.find(({ prompt }) => prompt === 'MAX');
    expect(turn?.reply).toBe('This stops in the middle of\n\na sentence.');
  });

  it('an image in a prompt is counted, and its bytes are not kept as text', async () => {
    const { events } = await recorded(version, 'image-input');
    expect(events[0]).toMatchObject({ type: 'prompt', text: 'What is in this picture?', images: 1 });
    expect(JSON.stringify(events)).not.toContain('iVBOR');
  });

  it('the lines of one message share its usage, which counts once', async () => {
    const { usage } = await recorded(version, 'subagent');
    const ids = usage.map(({ message_id }) => message_id);
    expect(new Set(ids).size).toBe(ids.length);
    const { usage: ofEdit, events } = await recorded(version, 'edit-commit');
    expect(
      events.filter(({ type }) => type === 'reply' || type === 'thinking' || type === 'tool-call').length,
    ).toBeGreaterThan(ofEdit.length);
  });

  it('results of parallel calls belong to their own calls', async () => {
    const { actions, events } = await recorded(version, 'edit-commit');
    expect(actions.map(({ tool, target, outcome }) => [tool, target.split('\n')[0], outcome])).toEqual([
      ['Read', '/work/pond/pond.txt', 'ok'],
      ['Bash', 'git status --short', 'ok'],
      ['Edit', '/work/pond/pond.txt', 'ok'],
      ['Bash', "git commit -qam 'Two herons' && git log --oneline | head -1", 'ok'],
    ]);
    const results = events.flatMap((event) => (event.type === 'tool-result' ? [event.text] : []));
    expect(results[0]).toContain('heron');
  });

  it('thinking is kept apart from the reply', async () => {
    const { events } = await recorded(version, 'edit-commit');
    expect(events.map(({ type }) => type).slice(0, 3)).toEqual(['prompt', 'thinking', 'reply']);
  });

  it('a resumed and a continued session stay one session', async () => {
    const { turns, sessions } = await recorded(version, 'resume-fork');
    const first = turns.filter(({ session }) => session === sessions[0]?.key);
    expect(first.map(({ prompt }) => prompt)).toEqual([
      'First: the heron.',
      'Second: resumed.',
      'Third: continued.',
      'Sixth: the first again.',
    ]);
  });

  it('a fork knows its parent and counts only what it said itself', async () => {
    const { turns, sessions, usage } = await recorded(version, 'resume-fork');
    const [origin, fork] = sessions;
    expect(fork).toMatchObject({ parent_key: origin?.key, parent_kind: 'fork', inherited_turns: 3 });
    const own = turns.filter(({ session }) => session === fork?.key);
    expect(own.map(({ n, prompt }) => [n, prompt])).toEqual([
      [4, 'Fourth: forked.'],
      [5, 'Fifth: the fork resumed.'],
    ]);
    expect(usage.map(({ session }) => (session === fork?.key ? 'fork' : 'origin')).sort()).toEqual([
      'fork',
      'fork',
      'origin',
      'origin',
      'origin',
      'origin',
    ]);
  });

  it('a fork of a fork leaves each turn with the session that said it', async () => {
    const { turns, sessions } = await recorded(version, 'fork-of-fork');
    const [origin, fork, second] = sessions.map(({ key }) => key);
    expect(turns.map(({ session, n, prompt }) => [session, n, prompt])).toEqual([
      [origin, 1, 'First: on the original.'],
      [origin, 2, 'Fourth: the original again.'],
      [fork, 2, 'Second: on the fork.'],
      [second, 3, 'Third: on the fork of the fork.'],
    ]);
    expect(sessions.map(({ parent_key, inherited_turns }) => [parent_key, inherited_turns])).toEqual([
      [null, 0],
      [origin, 1],
      [fork, 2],
    ]);
  });

  it('after /clear a new session begins, and the command is no turn', async () => {
    const { turns, sessions } = await recorded(version, 'rewind-clear');
    expect(sessions).toHaveLength(2);
    const cleared = turns.filter(({ session }) => session === sessions[1]?.key);
    expect(cleared.map(({ prompt }) => prompt)).toEqual(['FOURTH after the clear']);
  });

  it('what was typed tells which session /clear ended', async () => {
    const { sessions } = await recorded(version, 'rewind-clear');
    expect(sessions.map(({ parent_kind, parent_key }) => [parent_kind, parent_key])).toEqual([
      [null, null],
      ['clear', sessions[0]?.key],
    ]);
  });

  it('a rewound turn stays and is marked; the one that replaces it is not', async () => {
    const { turns, sessions } = await recorded(version, 'rewind-clear');
    const first = turns.filter(({ session }) => session === sessions[0]?.key);
    expect(first.map(({ prompt, rewound }) => [prompt, rewound])).toEqual([
      ['FIRST please, see @pond.txt', false],
      ['SECOND please', true],
      ['THIRD after the rewind', false],
    ]);
  });

  it('a compaction by hand is counted, and its summary is no prompt', async () => {
    const { sessions, events } = await recorded(version, 'compact');
    expect(sessions[0]?.compactions).toBe(1);
    expect(events.filter(({ type }) => type === 'compaction')).toMatchObject([
      { trigger: 'manual', tokensBefore: 180 },
    ]);
    expect(events.filter(({ type }) => type === 'summary')).toHaveLength(1);
  });

  it('sub-agents hang on the calls that started them', async () => {
    const { sessions, actions, turns } = await recorded(version, 'subagent');
    const agents = sessions.filter(({ parent_kind }) => parent_kind === 'subagent');
    expect(agents.map(({ agent_type }) => agent_type).sort()).toEqual(['Explore', 'general-purpose']);
    const calls = actions.filter(({ tool }) => tool === 'Agent');
    expect(calls.map(({ agent }) => agent).sort()).toEqual(agents.map(({ key }) => key).sort());
    expect(
      turns
        .filter(({ role }) => role === 'task')
        .map(({ prompt }) => prompt)
        .sort(),
    ).toEqual(['LAKE: count the birds in lake.txt', 'POND: count the birds in pond.txt']);
  });

  it('a sub-agent that a sub-agent started hangs on the inner call', async () => {
    const { sessions, actions } = await recorded(version, 'nested-agents');
    const main = sessions.find(({ parent_kind }) => parent_kind === null)?.key;
    const outer = sessions.find(({ parent_key }) => parent_key === main)?.key;
    const inner = sessions.find(({ parent_key }) => parent_key === outer)?.key;
    expect(inner).toBeDefined();
    expect(actions.map(({ target, agent }) => [target, agent])).toEqual(
      expect.arrayContaining([
        ['Count the pond', outer],
        ['Count the lake', inner],
      ]),
    );
  });

  it('a background agent hangs on its call, and its end is told in the turn', async () => {
    const found = await recorded(version, 'background');
    expect(found.actions.find(({ tool }) => tool === 'Agent')?.agent).toBe(
      found.sessions.find(({ parent_kind }) => parent_kind === 'subagent')?.key,
    );
    expect(notes(found)).toEqual([
      'task: Background command "Wait a second" completed (exit code 0)',
      'task: Agent "Watch the pond" finished',
    ]);
  });

  it('an interrupted answer marks its turn, and what was said of it is kept', async () => {
    const { turns } = await recorded(version, 'interrupt');
    expect(turns.map(({ reply, interrupted }) => [reply, interrupted])).toEqual([
      ['Once upon a', true],
      ['This will take a while.', true],
      ['Still here.', false],
    ]);
  });

  it('what a rule, a working folder or nobody-to-ask refused is blocked', async () => {
    const { actions } = await recorded(version, 'denied');
    const blocked = actions.filter(({ outcome }) => outcome === 'blocked').map(({ tool }) => tool);
    expect(blocked.sort()).toEqual(['Bash', 'Read']);
  });

  it('what a hook refused is blocked, and a failing hook is told', async () => {
    const found = await recorded(version, 'hooks');
    expect(outcomes(found)).toEqual(['Bash blocked', 'Bash ok']);
    expect(notes(found).join('\n')).toContain('hook: Stop');
  });

  it('an API error that ends a turn is its reply, and costs nothing', async () => {
    const { turns, usage, events } = await recorded(version, 'api-error');
    expect(turns.map(({ reply }) => reply)).toContain('API Error: 400 scripted: this request is refused');
    expect(events.filter((event) => event.type === 'reply' && event.apiError === true)).toHaveLength(1);
    expect(usage).toHaveLength(1);
  });

  it('a prompt typed while the assistant was busy is a turn of its own', async () => {
    const { turns } = await recorded(version, 'stops');
    const session = turns.find(({ prompt }) => prompt === 'QUEUE')?.session;
    const queued = turns.filter((turn) => turn.session === session);
    expect(queued.map(({ prompt, reply }) => [prompt, reply])).toEqual([
      ['QUEUE', ''],
      ['One more thing.', 'Waited, and heard the other thing.'],
    ]);
  });

  it('an MCP call is an action with its result', async () => {
    const { actions, events } = await recorded(version, 'mcp-call');
    expect(actions.find(({ tool }) => tool === 'mcp__demo__search')).toMatchObject({
      target: 'heron',
      outcome: 'ok',
    });
    expect(events.some((event) => event.type === 'tool-result' && event.text === 'one hit for heron')).toBe(
      true,
    );
  });

  it('plan mode, plans, questions and lists are told', async () => {
    const found = await recorded(version, 'plan-todo');
    expect(notes(found)).toEqual(['plan-mode: plan mode on', 'plan-mode: plan mode off']);
    expect(found.actions.map(({ tool }) => tool)).toEqual(
      expect.arrayContaining(['AskUserQuestion', 'ExitPlanMode', 'TodoWrite', 'TaskCreate', 'TaskUpdate']),
    );
    expect(found.actions.find(({ tool }) => tool === 'AskUserQuestion')?.target).toBe('Which bird?');
  });

  it('of a large output what the assistant saw is kept, not the file behind it', async () => {
    const { events, actions } = await recorded(version, 'large-output');
    const results = events.flatMap((event) => (event.type === 'tool-result' ? [event.text] : []));
    expect(results[0]).toContain('<persisted-output>');
    expect(Math.max(...results.map((text) => text.length))).toBeLessThan(10_000);
    expect(actions.map(({ outcome }) => outcome)).toEqual(['ok', 'failed', 'ok']);
  });
});

describe(`Claude Code ${NEW} alone`, () => {
  it('a compaction by itself leaves the turn it fell into whole', async () => {
    const { turns, events } = await recorded(NEW, 'auto-compact');
    expect(turns.map(({ prompt }) => prompt)).toEqual(['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE']);
    expect(turns.at(-1)?.reply).toBe('Counted FIVE.');
    expect(events.filter(({ type }) => type === 'compaction')).toMatchObject([{ trigger: 'auto' }]);
  });

  it('an answer cut off by the person is marked as such', async () => {
    const { events } = await recorded(NEW, 'interrupt');
    expect(events.filter((event) => event.type === 'reply' && event.aborted === true)).toHaveLength(1);
  });

  it('a tool that was stopped while it ran is interrupted, one refused before it ran is refused', async () => {
    expect(outcomes(await recorded(NEW, 'interrupt'))).toEqual(['Bash interrupted']);
    expect(outcomes(await recorded(NEW, 'interactive'))).toEqual(['Bash refused']);
  });

  it('who refused is told by the source of the decision: a person, or a rule', async () => {
    expect(outcomes(await recorded(NEW, 'denied')).sort()).toEqual([
      'Bash blocked',
      'Bash ok',
      'Bash refused',
      'Read blocked',
    ]);
    const plan = await recorded(NEW, 'plan-todo');
    expect(outcomes(plan).filter((line) => line.startsWith('ExitPlanMode'))).toEqual([
      'ExitPlanMode refused',
      'ExitPlanMode ok',
    ]);
  });

  it('each retry of a request is told', async () => {
    expect(notes(await recorded(NEW, 'api-error'))).toEqual([
      'api-error: 529 scripted 529',
      'api-error: 429 scripted 429',
      'api-error: 500 Internal server error',
    ]);
  });

  it('a refusal is followed by the second try, both in one turn', async () => {
    const { turns } = await recorded(NEW, 'stops');
    expect(turns.find(({ prompt }) => prompt === 'REFUSE')?.reply).toBe('I\n\nSomething else, then.');
  });
});

describe(`Claude Code ${OLD} alone`, () => {
  it('an answer that stands before its prompt in the file belongs to it', async () => {
    const { turns, actions } = await recorded(OLD, 'rewind-clear');
    expect(turns.every(({ role }) => role === 'person')).toBe(true);
    expect(actions).toMatchObject([{ tool: 'Edit', outcome: 'ok' }]);
  });

  it("a generated title is the session's", async () => {
    const { sessions } = await recorded(OLD, 'rewind-clear');
    expect(sessions.map(({ title }) => title)).toEqual(['Scripted session', 'Scripted session']);
  });
});

it('a record whose type is not a text does not end the reading', () => {
  const records = [
    { type: 'attachment', attachment: { type: { toString: null } } },
    { type: 'progress', data: { type: { toString: null } } },
    { type: { toString: null } },
  ];
  const reader = claudeCode.reader('/work/pond.jsonl');
  for (const record of records) expect(() => reader.read(Buffer.from(JSON.stringify(record)))).not.toThrow();
});

it.each(['constructor', '__proto__', 'toString'])('a tool called %s is a tool of no known kind', (tool) => {
  expect(kindOf(tool)).toBe('other');
  expect(askedCall(tool, { command: [{ toString: null }] })).toMatchObject({ tool, kind: 'other' });
});
