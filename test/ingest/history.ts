import { idOf, speak, type Raw } from './records.ts';
import { seeded } from './random.ts';

/** A made-up history of everything that makes reading hard, the same for the same seed: path → lines. */
export type History = Map<string, string[]>;

const NOUNS = ['heron', 'duck', 'egret', 'pond', 'lake', 'reed', 'parseTranscriptLine', 'nest'];

export function makeHistory(seed: number, sessions = 4, turns = 8): History {
  const history: History = new Map();
  for (let index = 0; index < sessions; index += 1) {
    const key = idOf('session', seed, index);
    const told = tell(seed * 1000 + index, key, turns);
    history.set(`-work-pond/${key}.jsonl`, told.main);
    for (const [agent, agentLines] of told.agents)
      history.set(`-work-pond/${key}/subagents/agent-${agent}.jsonl`, agentLines);
    if (index % 2 === 0) {
      const fork = idOf('fork', seed, index);
      history.set(`-work-pond/${fork}.jsonl`, forkOf(told.main, key, fork, seed + index));
    }
  }
  return history;
}

function tell(seed: number, session: string, turns: number) {
  const random = seeded(seed);
  const words = (count: number): string => Array.from({ length: count }, () => random.pick(NOUNS)).join(' ');
  const start = Date.UTC(2026, 9, 1) + seed * 3_600_000;
  const say = speak({ session, start });
  const main: string[] = [];
  const agents = new Map<string, string[]>();
  const put = (record: Raw): void => void main.push(JSON.stringify(record));
  put({ type: 'mode', mode: 'normal', sessionId: session });
  for (let turn = 0; turn < turns; turn += 1) {
    const before = say.last();
    put(say.user(`${words(6)} ${turn}`));
    if (random.chance(0.15))
      put({ type: `new-thing-${random.between(0, 3)}`, sessionId: session, version: '2.1.330' });
    if (random.chance(0.1)) main.push('{"type":"user","message":{"role":"user","con');
    put(say.think(words(20)));
    for (let call = random.between(0, 4); call > 0; call -= 1) work(`toolu_${idOf(seed, turn, call)}`);
    put(say.reply(words(random.chance(0.1) ? 900 : 30)));
    if (random.chance(0.1)) put(say.user('[Request interrupted by user]'));
    if (random.chance(0.1)) put({ type: 'ai-title', aiTitle: words(3), sessionId: session });
    if (random.chance(0.1)) put({ type: 'summary', summary: words(3), leafUuid: say.last() });
    if (random.chance(0.1)) {
      put(
        say.record('system', {
          subtype: 'compact_boundary',
          compactMetadata: { trigger: 'auto', preTokens: 1000 },
        }),
      );
      put(say.user(words(50), { isCompactSummary: true }));
    }
    if (random.chance(0.15)) say.goBackTo(before);
  }
  return { main, agents };

  function work(id: string): void {
    if (random.chance(0.15)) {
      const agent = `a${id.slice(6, 20)}`;
      put(say.call(id, 'Agent', { description: words(3), prompt: words(10) }));
      agents.set(agent, [...agentLines(agent, words, seed)]);
      put(say.result(id, words(10), { toolUseResult: { status: 'completed', agentId: agent, content: [] } }));
    } else if (random.chance(0.3)) {
      put(
        say.call(id, 'Edit', {
          file_path: `/work/pond/${random.pick(NOUNS)}.ts`,
          old_string: 'a',
          new_string: words(40),
        }),
      );
      put(
        say.result(id, 'The file was updated.', {
          toolUseResult: { filePath: 'x', originalFile: words(400) },
        }),
      );
    } else {
      put(say.call(id, 'Bash', { command: `echo ${words(4)}`, description: words(3) }));
      const failed = random.chance(0.3);
      if (random.chance(0.9)) put(say.result(id, failed ? `failed: ${words(5)}` : words(300), {}, failed));
    }
  }

  function* agentLines(agent: string, of: (count: number) => string, from: number): Generator<string> {
    const inner = speak({ session: `${session}-${agent}`, start: start + from });
    const own = { isSidechain: true, agentId: agent, sessionId: session };
    yield JSON.stringify({ ...inner.user(of(10)), ...own });
    yield JSON.stringify({ ...inner.call(`toolu_${agent}`, 'Bash', { command: `ls ${of(2)}` }), ...own });
    yield JSON.stringify({ ...inner.result(`toolu_${agent}`, of(50)), ...own });
    yield JSON.stringify({ ...inner.reply(of(20)), ...own });
  }
}

/** The first records copied as Claude Code copies them (FACTS, section 5), then a way of its own. */
function forkOf(main: string[], origin: string, fork: string, seed: number): string[] {
  const copied: string[] = [];
  for (const line of main.slice(0, Math.floor(main.length / 2))) {
    let record: Raw;
    try {
      record = JSON.parse(line) as Raw;
    } catch {
      continue;
    }
    if (record['uuid'] === undefined) continue;
    const isAnswer = record['type'] === 'assistant';
    copied.push(
      JSON.stringify({ ...record, sessionId: fork, ...(isAnswer ? { requestSessionId: origin } : {}) }),
    );
  }
  const say = speak({ session: fork, start: Date.UTC(2026, 10, 20) + seed * 60_000 });
  const own = [
    say.user('and on the fork, the egret?'),
    say.reply('An egret, on the fork.'),
    say.user('Thank you, duck.'),
    say.reply('Quack.'),
  ];
  return [...copied, ...own.map((record) => JSON.stringify(record))];
}
