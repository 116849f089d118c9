import { createHash } from 'node:crypto';
import { utimesSync } from 'node:fs';
import { idOf, speak } from '../ingest/records.ts';
import type { World } from '../ingest/world.ts';

/** A history with one session that must vanish without a trace, and others that must stay. */
export interface Planted {
  /** Ids of sessions. */
  gone: string;
  /** Begins with a copy of the forgotten session's first turn. */
  fork: string;
  kept: string;
  /** 200 words that only the forgotten session holds, in every place where a session can hold one. */
  words: string[];
}

export const lines = (...records: unknown[]): string =>
  records.map((record) => JSON.stringify(record) + '\n').join('');

export const PLANTED = 200;

export function plant(world: World): Planted {
  const words: string[] = [];
  const word = (): string => {
    const hex = createHash('sha1').update(`planted ${words.length}`).digest('hex').slice(0, 20);
    words.push(`zq${hex.replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)}`);
    return words.at(-1)!;
  };
  const gone = idOf('gone');
  const fork = idOf('fork');
  const kept = idOf('kept');
  const cwd = `/work/${word()}`;

  const one = speak({ session: gone, cwd });
  const start = [one.user(`Please look at ${word()}`), one.think(word()), one.reply(`I see ${word()}`)];
  const rest: unknown[] = [{ type: 'ai-title', aiTitle: `About ${word()}`, sessionId: gone }];
  for (let i = 0; words.length < PLANTED - 20; i++) {
    rest.push(
      one.user(`Again ${word()}`),
      one.call(`toolu_b${i}`, 'Bash', { command: `echo ${word()}`, description: word() }),
      one.result(`toolu_b${i}`, `exit 1\n${word()}`, {}, true),
      one.call(`toolu_e${i}`, 'Edit', {
        file_path: `${cwd}/src/${word()}.ts`,
        old_string: word(),
        new_string: word(),
      }),
      one.result(`toolu_e${i}`, `${word()}\n${'some output of a tool\n'.repeat(2000)}`),
      one.call(`toolu_c${i}`, 'Bash', { command: `git commit -m "Add ${word()}"` }),
      one.result(`toolu_c${i}`, 'ok'),
      one.call(`toolu_u${i}`, `mcp__${word()}__look`, { [word()]: word() }),
      one.reply(`Done: ${word()}`),
    );
  }
  rest.push({ ...one.reply('Pushed.'), gitBranch: `feature/${word()}` });
  const agent = speak({ session: `${gone}-agent`, cwd });
  const task = [agent.user(`Task ${word()}`)];
  while (words.length < PLANTED) task.push(agent.reply(word()));

  const copied = start.map((record) => ({ ...record, sessionId: fork }));
  const after = speak({ session: fork, cwd: '/work/pond', start: Date.UTC(2026, 10, 2) });
  const other = speak({ session: kept, cwd: '/work/pond', start: Date.UTC(2026, 10, 3) });
  const folder = cwd.replaceAll('/', '-');
  const path = world.put(`${folder}/${gone}.jsonl`, lines(...start, ...rest));
  // The older of two that tell the same turn is the one that said it.
  utimesSync(path, 1_790_000_000, 1_790_000_000);
  world.put(
    `${folder}/${gone}/subagents/agent-a1.jsonl`,
    lines(...task.map((record) => ({ ...record, sessionId: gone, isSidechain: true, agentId: 'a1' }))),
  );
  world.put(
    `-work-pond/${fork}.jsonl`,
    lines(
      ...copied.map((record) => ({ ...record, cwd: '/work/pond' })),
      after.user('And now?'),
      after.reply('Rest.'),
    ),
  );
  world.put(
    `-work-pond/${kept}.jsonl`,
    lines(other.user('Where is the heron?'), other.reply('It stands in the pond until noon.')),
  );
  return { gone, fork, kept, words };
}
