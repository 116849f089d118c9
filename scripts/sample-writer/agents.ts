/** A sub-agent's run: its own transcript and meta file, and the call and result in the transcript that launched it. */
import { idOf } from './ids.ts';
import { Recorder, type Block, type Line } from './recorder.ts';
import { reply, type AgentRun, type Step, type Story } from './story.ts';

export interface AgentFile {
  id: string;
  toolUseId: string;
  description: string;
  report: string;
  /** Milliseconds since the epoch. */
  endedAt: number;
  /** Empty in 2.0.76, which wrote progress records into the main transcript instead. */
  lines: Line[];
  meta: Line;
}

/**
 * Records the run; `callMessage` writes the message that launches it and returns the uuid of its line,
 * `playSteps` plays the agent's steps into its own recorder.
 */
export function recordAgent(
  story: Story,
  main: Recorder,
  run: AgentRun,
  callMessage: (block: Block) => string,
  playSteps: (recorder: Recorder, steps: Step[]) => void,
): AgentFile {
  const id = idOf('a', `${story.name}:${run.description}`).slice(0, 17);
  const toolUseId = idOf('toolu_01', main.next('tool'));
  const { description, prompt, type, background } = run;
  const input = {
    description,
    prompt,
    subagent_type: type,
    ...(background ? { run_in_background: true } : {}),
  };
  const of = callMessage({ type: 'tool_use', id: toolUseId, name: main.isOld ? 'Task' : 'Agent', input });
  const started = main.now + 60;

  const own = new Recorder(story, started, id);
  own.promptId = main.promptId;
  own.takeIn(prompt);
  own.chain({ type: 'user', message: { role: 'user', content: prompt } });
  playSteps(own, [...run.steps, reply(run.report)]);

  const file = { id, toolUseId, description, report: run.report, endedAt: own.now + 120 };
  if (!background) main.now = file.endedAt;
  if (main.isOld) progressLines(main, own.lines, run, id, toolUseId, of);
  resultLine(main, run, file, own, started, of);
  const meta = {
    agentType: type,
    isBuiltIn: true,
    description,
    toolUseId,
    spawnDepth: 1,
    requestShape: background ? 'background' : 'foreground',
    model: story.model,
    finished: true,
  };
  return { ...file, lines: main.isOld ? [] : own.lines, meta };
}

function resultLine(
  main: Recorder,
  run: AgentRun,
  file: Omit<AgentFile, 'lines' | 'meta'>,
  own: Recorder,
  started: number,
  of: string,
): void {
  const indented = run.report.replaceAll('\n', '\n  ');
  const text = run.background
    ? `Async agent launched successfully.\nagentId: ${file.id}\nThe agent is working in the background. You will be notified automatically when it completes.`
    : main.isOld
      ? run.report
      : `[Subagent hand-back] The agent "${run.description}" reports:\n\n  ${indented}`;
  const content = [{ type: 'text', text }];
  const { description, prompt, type: agentType } = run;
  const toolUseResult = run.background
    ? { isAsync: true, status: 'async_launched', agentId: file.id, description, prompt }
    : {
        status: 'completed',
        agentId: file.id,
        agentType,
        content: [{ type: 'text', text: run.report }],
        totalDurationMs: own.now - started,
        totalTokens: own.totals.cacheRead + own.totals.cacheWrite + own.totals.output,
        totalToolUseCount: own.lines.filter((line) => 'toolUseResult' in line).length,
      };
  main.takeIn(text);
  main.chain(
    {
      type: 'user',
      message: { role: 'user', content: [{ tool_use_id: file.toolUseId, type: 'tool_result', content }] },
      toolUseResult,
      sourceToolAssistantUUID: of,
    },
    of,
  );
}

/** How older versions showed a sub-agent: each of its messages as a progress record of the main transcript. */
function progressLines(
  main: Recorder,
  lines: Line[],
  run: AgentRun,
  id: string,
  toolUseId: string,
  of: string,
): void {
  main.parent = of;
  for (const { type, message, uuid, timestamp } of lines) {
    const data = {
      message: { type, message, uuid, timestamp },
      type: 'agent_progress',
      prompt: run.prompt,
      agentId: id,
    };
    main.chain({
      type: 'progress',
      data,
      toolUseID: idOf('agent_msg_01', String(uuid)),
      parentToolUseID: toolUseId,
    });
  }
}
