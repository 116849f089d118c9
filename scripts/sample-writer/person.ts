/** What the person types, and what Claude Code says in their place: prompts, commands, notifications. */
import { commandTags, openingRecords } from './session-marks.ts';
import { textBlock, type Scene } from './scene.ts';
import type { Step } from './story.ts';

const NO_LEAF = '00000000-0000-0000-0000-000000000000';

type Of<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

export function typePrompt(scene: Scene, { text, at, ide, judged }: Of<'prompt'>): void {
  scene.beginTurn(at);
  const uuid = scene.userLine(ide ? [openedFile(scene, ide), textBlock(text)] : text, asTyped(scene));
  scene.judged.push({ uuid, label: judged?.[0] ?? 'none', cause: judged?.[1] ?? null });
  scene.lastPrompt = text;
  if (scene.promptIndex === 1) openingRecords(scene);
}

/** A slash command that the assistant works on: the command line, then its text as a meta line. */
export function typeSlash(scene: Scene, { name, args, body, at }: Of<'slash'>): void {
  scene.beginTurn(at);
  scene.userLine(
    `<command-message>${name}</command-message>\n<command-name>/${name}</command-name>\n<command-args>${args}</command-args>`,
    asTyped(scene),
  );
  scene.userLine([textBlock(body)], { isMeta: true, turnCompanion: true });
}

export function typeLocal(scene: Scene, { name, args, output }: Of<'local'>): void {
  scene.out.wait(8_000, 60_000);
  const commandRun = { command: name, args };
  for (const content of [commandTags(name, args), `<local-command-stdout>${output}</local-command-stdout>`]) {
    const fields = { type: 'system', subtype: 'local_command', content, level: 'info', isMeta: false };
    scene.out.chain({ ...fields, commandRun });
  }
}

export function typeBash(scene: Scene, { command, output }: Of<'bash-input'>): void {
  scene.out.wait(10_000, 50_000);
  scene.newPromptId();
  scene.userLine(`<bash-input>${command}</bash-input>`);
  scene.out.wait(300, 1_500);
  scene.userLine(`<bash-stdout>${output}</bash-stdout><bash-stderr></bash-stderr>`);
}

export function queuePrompt(scene: Scene, { text }: Of<'queued'>): void {
  const { out } = scene;
  const timestamp = out.iso();
  out.aside({ type: 'queue-operation', operation: 'enqueue', timestamp, content: text });
  out.aside({ type: 'queue-operation', operation: 'remove', timestamp, reason: 'absorbed_mid_turn' });
  out.takeIn(text);
  const attachment = { type: 'queued_command', prompt: text, commandMode: 'prompt' };
  out.chain({ attachment, type: 'attachment', rendered: [{ content: text }], renderedRole: 'user' });
}

/** Nothing is removed: the next prompt becomes a sibling of the last one. */
export function rewindPrompt(scene: Scene): void {
  scene.out.wait(9_000, 40_000);
  scene.out.aside({
    type: 'last-prompt',
    lastPrompt: scene.lastPrompt,
    leafUuid: NO_LEAF,
    explicit: true,
  });
  scene.out.parent = scene.beforePrompt;
  scene.promptIndex--;
}

export function notify(scene: Scene, { description }: Of<'notified'>): void {
  const done = scene.agents.find((agent) => agent.description === description);
  if (!done) throw new Error(`story ${scene.story.name}: no background agent "${description}"`);
  scene.out.now = Math.max(scene.out.now, done.endedAt);
  scene.beginTurn(scene.out.iso());
  const text = [
    '<task-notification>',
    `<task-id>${done.id}</task-id>`,
    `<tool-use-id>${done.toolUseId}</tool-use-id>`,
    '<status>completed</status>',
    `<summary>Agent "${description}" finished</summary>`,
    `<result>${done.report}</result>`,
    '</task-notification>',
  ].join('\n');
  scene.userLine(text, {
    permissionMode: 'default',
    promptSource: 'system',
    turnOrigin: 'task_notification',
    origin: { kind: 'task-notification' },
  });
}

const openedFile = ({ out }: Scene, path: string) =>
  textBlock(
    `<ide_opened_file>The user opened the file ${out.cwd}/${path} in the IDE. This may or may not be related to the current task.</ide_opened_file>`,
  );

function asTyped({ out, promptIndex }: Scene): Record<string, unknown> {
  if (out.isOld) return { thinkingMetadata: { level: 'high', disabled: false, triggers: [] } };
  const at = promptIndex - 1;
  return {
    permissionMode: 'default',
    promptSource: 'typed',
    turnOrigin: 'human',
    origin: { kind: 'human' },
    turnPosition: { promptIndex: at, turnIndex: at },
  };
}
