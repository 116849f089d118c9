/**
 * The labelled prompts with their turns, read straight from Claude Code's transcripts.
 * Only for evaluation and training: the product reads the same facts from its own store.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { ActionFacts, ActionKind, TurnFacts } from '../src/shared/turn-facts.ts';

const SHARED = new URL('../../shared/', import.meta.url).pathname;
export const LABELS_FILE = join(SHARED, 'labels/labels.jsonl');
export const CORPUS_ARCHIVE = join(SHARED, 'transcripts/projects.tar.xz');

export interface Label {
  uuid: string;
  label: 'none' | 'correction' | 'failure_report' | 'rejection' | 'reprompt';
  cause: string | null;
  intent: string;
  /** 0..1: how sure the judge was; 0.6 or less is doubtful. */
  conf: number;
}

export interface LabelledTurn {
  label: Label;
  /** Name of the folder the transcript lies in: the working folder, dashed. */
  project: string;
  turn: TurnFacts;
  /** Turns of the same session before this one, oldest first. */
  earlier: TurnFacts[];
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Fields = { [key: string]: Json };

/** Every label whose prompt starts a turn (a `/clear` or `/exit` does not), with that turn. */
export function labelledTurns(): LabelledTurn[] {
  const labels = new Map(readLabels().map((label) => [label.uuid, label]));
  const rows: LabelledTurn[] = [];
  for (const { project, turns } of corpusSessions()) {
    turns.forEach((turn, index) => {
      const label = labels.get(turn.promptUuid);
      if (label) rows.push({ label, project, turn, earlier: turns.slice(0, index) });
      labels.delete(turn.promptUuid);
    });
  }
  return rows;
}

export function readLabels(): Label[] {
  return lines(readFileSync(LABELS_FILE, 'utf8')) as unknown as Label[];
}

/** Turns by transcript file, in file order. `HER_CORPUS` names the folder that holds `projects/`. */
function corpusSessions(): { project: string; turns: TurnFacts[] }[] {
  const given = process.env['HER_CORPUS'];
  const root = given ?? unpackedCorpus();
  try {
    return transcripts(join(root, 'projects')).map((file) => ({
      project: basename(dirname(file)),
      turns: turnsOf(readFileSync(file, 'utf8')),
    }));
  } finally {
    if (given === undefined) rmSync(root, { recursive: true, force: true });
  }
}

function unpackedCorpus(): string {
  if (!existsSync(CORPUS_ARCHIVE))
    throw new Error(`Neither HER_CORPUS nor ${CORPUS_ARCHIVE} is there to read from.`);
  const root = mkdtempSync(join(tmpdir(), 'her-corpus-'));
  execFileSync('tar', ['-xJf', CORPUS_ARCHIVE, '-C', root]);
  return root;
}

function transcripts(projects: string): string[] {
  return readdirSync(projects)
    .sort()
    .flatMap((project) =>
      readdirSync(join(projects, project))
        .filter((name) => name.endsWith('.jsonl') && !name.startsWith('agent-'))
        .sort()
        .map((name) => join(projects, project, name)),
    );
}

/** The turns of one transcript: a human prompt and all that follows until the next one. */
export function turnsOf(transcript: string): TurnFacts[] {
  const turns: TurnFacts[] = [];
  const calls = new Map<string, ActionFacts>();
  for (const record of lines(transcript)) {
    if (record['isSidechain'] === true) continue;
    const at = Date.parse(text(record['timestamp'])) || 0;
    const current = turns.at(-1);
    if (record['type'] === 'assistant') {
      if (current) addReply(current, record, calls);
    } else if (record['type'] === 'user') {
      const blocks = contentBlocks(record);
      if (blocks.some((block) => block['type'] === 'tool_result')) settle(blocks, calls);
      else {
        const prompt = promptText(record, blocks);
        if (prompt === undefined) continue;
        if (!prompt.startsWith('[Request interrupted by user')) {
          turns.push(newTurn(record, prompt, turns.length + 1, at));
          continue;
        }
        if (current) current.interrupted = true;
      }
    } else continue;
    if (current) current.endedAt = Math.max(current.endedAt, at);
  }
  return turns.filter(
    (turn) => !/^\/\S+/.test(turn.prompt) || turn.reply !== '' || turn.actions.length > 0 || turn.interrupted,
  );
}

function newTurn(record: Fields, prompt: string, n: number, at: number): TurnFacts {
  return {
    sessionId: text(record['sessionId']),
    n,
    promptUuid: text(record['uuid']),
    prompt: ownWords(prompt),
    reply: '',
    startedAt: at,
    endedAt: at,
    interrupted: false,
    actions: [],
  };
}

function promptText(record: Fields, blocks: Fields[]): string | undefined {
  if (record['isMeta'] === true || record['isCompactSummary'] === true) return undefined;
  const prompt = blocks
    .filter((block) => block['type'] === 'text')
    .map((block) => text(block['text']))
    .join('\n');
  if (
    prompt.trim() === '' ||
    /^(<local-command|<bash-|Caveat:|<task-notification|<system-reminder)/.test(prompt)
  )
    return undefined;
  return prompt;
}

/** A slash command as it was typed; otherwise the prompt without what an editor put around it. */
function ownWords(prompt: string): string {
  const command = /<command-name>\s*(\S+?)\s*<\/command-name>/.exec(prompt);
  if (command) {
    const argument = /<command-args>([\s\S]*?)<\/command-args>/.exec(prompt)?.[1]?.trim() ?? '';
    return `${command[1] ?? ''} ${argument}`.trim();
  }
  return prompt.replace(/<(ide_\w+|system-reminder)>[\s\S]*?<\/\1>\s*/g, '').trim() || prompt;
}

function addReply(turn: TurnFacts, record: Fields, calls: Map<string, ActionFacts>): void {
  for (const block of contentBlocks(record)) {
    if (block['type'] === 'text')
      turn.reply = turn.reply ? `${turn.reply}\n\n${text(block['text'])}` : text(block['text']);
    if (block['type'] !== 'tool_use') continue;
    const tool = text(block['name']);
    const action: ActionFacts = {
      tool,
      kind: kindOf(tool),
      target: targetOf(block['input']),
      outcome: 'open',
    };
    calls.set(text(block['id']), action);
    turn.actions.push(action);
  }
}

function settle(blocks: Fields[], calls: Map<string, ActionFacts>): void {
  for (const block of blocks) {
    const action = calls.get(text(block['tool_use_id']));
    if (!action) continue;
    const result = block['content'];
    const said = typeof result === 'string' ? result : JSON.stringify(result ?? '');
    const refused = said.includes("The user doesn't want to");
    action.outcome = refused ? 'refused' : block['is_error'] === true ? 'failed' : 'ok';
    if (action.outcome !== 'ok') action.error = said.slice(0, 500);
  }
}

const KINDS: [RegExp, ActionKind][] = [
  [/^(Read|NotebookRead|LS|LSP)$/, 'read'],
  [/^(Edit|MultiEdit|Write|NotebookEdit)$/, 'edit'],
  [/^(Bash|BashOutput|KillShell)$/, 'command'],
  [/^(Grep|Glob|ToolSearch)$/, 'search'],
  [/^(Task|Agent)$/, 'agent'],
  [/^(WebFetch|WebSearch)$/, 'web'],
  [/^(ExitPlanMode|EnterPlanMode|Todo\w+|Task(Create|Update|List))$/, 'plan'],
  [/^AskUserQuestion$/, 'question'],
];

function kindOf(tool: string): ActionKind {
  return KINDS.find(([pattern]) => pattern.test(tool))?.[1] ?? 'other';
}

function targetOf(input: Json | undefined): string {
  if (!isFields(input)) return '';
  for (const key of [
    'file_path',
    'notebook_path',
    'command',
    'pattern',
    'url',
    'query',
    'description',
    'path',
  ])
    if (typeof input[key] === 'string') return input[key].slice(0, 500);
  return JSON.stringify(input).slice(0, 500);
}

function contentBlocks(record: Fields): Fields[] {
  const message = record['message'];
  const content = isFields(message) ? message['content'] : undefined;
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? content.filter(isFields) : [];
}

function lines(file: string): Fields[] {
  return file.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return isFields(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
