/** Plays a story's steps into the lines of its transcript, and of its sub-agents' transcripts. */
import { recordAgent, type AgentFile } from './agents.ts';
import { notify, queuePrompt, rewindPrompt, typeBash, typeLocal, typePrompt, typeSlash } from './person.ts';
import { Recorder, type Line } from './recorder.ts';
import { Scene, type Judged } from './scene.ts';
import { clearedStart, closingRecords, compactConversation, copyConversation } from './session-marks.ts';
import type { AgentRun, Step, Story } from './story.ts';
import { cutAnswer, cutTool, failRequest, refuse, retryRequest } from './trouble.ts';

export interface Played {
  sessionId: string;
  lines: Line[];
  agents: AgentFile[];
  /** Every typed prompt, and how it is to be judged. */
  judged: Judged[];
  /** Number of lines before each prompt. */
  promptStarts: number[];
}

/** Plays `story`; `source` is the story that it was forked from. */
export function play(story: Story, source?: Played): Played {
  const scene = new Scene(story, new Recorder(story, Date.parse(story.start)));
  if (source && story.forkOf) copyConversation(scene, source, story.forkOf.prompts);
  if (story.afterClear) clearedStart(scene);
  for (const step of story.steps) playStep(scene, step);
  closingRecords(scene);
  const { agents, judged, promptStarts } = scene;
  return { sessionId: scene.out.sessionId, lines: scene.out.lines, agents, judged, promptStarts };
}

function playStep(scene: Scene, step: Step): void {
  switch (step.kind) {
    case 'prompt':
      return typePrompt(scene, step);
    case 'thinking':
      return scene.think(step.text);
    case 'say':
      return scene.say(step.text);
    case 'reply':
      scene.say(step.text);
      scene.flush('end_turn');
      return;
    case 'tools':
      (step.parallel ? [step.calls] : step.calls.map((call) => [call])).forEach((calls) =>
        scene.callTools(calls),
      );
      return;
    case 'agent':
      return launch(scene, step.run);
    case 'notified':
      return notify(scene, step);
    case 'cut-answer':
      return cutAnswer(scene, step.text);
    case 'cut-tool':
      return cutTool(scene, step.call);
    case 'refused':
      return refuse(scene, step.call, step.words);
    case 'queued':
      return queuePrompt(scene, step);
    case 'slash':
      return typeSlash(scene, step);
    case 'local':
      return typeLocal(scene, step);
    case 'bash-input':
      return typeBash(scene, step);
    case 'compact':
      return compactConversation(scene, step.summary);
    case 'rewind':
      return rewindPrompt(scene);
    case 'retry':
      return retryRequest(scene, step.status, step.message);
    case 'api-error':
      return failRequest(scene, step.status, step.message);
    case 'record':
      return scene.out.aside({ ...step.record, timestamp: scene.out.iso() });
  }
}

function launch(scene: Scene, run: AgentRun): void {
  const playOwn = (recorder: Recorder, steps: Step[]): void => {
    const own = new Scene(scene.story, recorder);
    for (const step of steps) playStep(own, step);
  };
  const callMessage = scene.callMessage.bind(scene);
  scene.agents.push(recordAgent(scene.story, scene.out, run, callMessage, playOwn));
}
