/** What goes wrong: interruptions, refused permissions, errors of the API. */
import { idOf, uuidOf } from './ids.ts';
import type { Line } from './recorder.ts';
import { textBlock, type Scene } from './scene.ts';
import type { ToolCall } from './tools.ts';

const REFUSED =
  "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file edit, the new_string was NOT written to the file). STOP what you are doing and wait for the user to tell you how to proceed.";
const STOPPED = `${REFUSED} Correction to the text above: this call was stopped while running, so part of its work may be done.`;
const INTERRUPTED = '[Request interrupted by user]';
const INTERRUPTED_TOOL = '[Request interrupted by user for tool use]';

export function cutAnswer(scene: Scene, text: string): void {
  scene.say(text);
  const interruptedMessageId = scene.flush(null, { isAbortedMidStream: true }).at(-1);
  scene.out.wait(100, 900);
  scene.userLine([textBlock(INTERRUPTED)], { interruptedMessageId });
}

export function cutTool(scene: Scene, call: ToolCall): void {
  deniedCall(scene, call, STOPPED, {});
  scene.userLine([textBlock(INTERRUPTED_TOOL)]);
}

/** A permission that the person refused: with words the turn goes on, with Escape it ends. */
export function refuse(scene: Scene, call: ToolCall, words?: string): void {
  const permissionDecision = { decision: 'reject', source: 'user_reject', reasonType: 'other' };
  if (words) {
    const withWords = { toolUseResult: `Error: ${words}`, toolDenialKind: 'permission-rule' };
    deniedCall(scene, call, words, { permissionDecision, ...withWords, holdsPersonsWords: true });
    return;
  }
  deniedCall(scene, call, REFUSED, { permissionDecision, toolDenialBeforeRun: true });
  scene.userLine([textBlock(INTERRUPTED_TOOL)]);
}

export function retryRequest({ out }: Scene, status: number, message: string): void {
  out.wait(900, 2_000);
  const requestId = idOf('req_011C', out.next('retry'));
  out.chain({
    type: 'system',
    subtype: 'api_error',
    level: 'error',
    error: { status, message, requestId, formatted: `${status} ${message}` },
    retryInMs: 622,
    retryAttempt: 1,
    maxRetries: 10,
  });
}

/** An error that ends the turn: Claude Code writes it as a message of the model "<synthetic>". */
export function failRequest({ out }: Scene, status: number, message: string): void {
  out.wait(900, 2_000);
  const id = uuidOf(out.next('synthetic'));
  out.chain({
    type: 'assistant',
    message: {
      id,
      type: 'message',
      role: 'assistant',
      model: '<synthetic>',
      content: [textBlock(`API Error: ${status} ${message}`)],
      stop_reason: 'stop_sequence',
      stop_sequence: '',
      usage: {
        input_tokens: 0,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens: 0,
      },
    },
    isApiErrorMessage: true,
    apiErrorStatus: status,
    apiErrorType: 'invalid_request_error',
  });
}

function deniedCall(scene: Scene, call: ToolCall, content: string, extra: Line): void {
  const { name, input, ms } = call(scene.out.cwd);
  const id = idOf('toolu_01', scene.out.next('tool'));
  const of = scene.callMessage({ type: 'tool_use', id, name, input });
  scene.out.now += ms;
  scene.userLine(
    [{ type: 'tool_result', content, is_error: true, tool_use_id: id }],
    {
      toolUseResult: 'User rejected tool use',
      sourceToolAssistantUUID: of,
      toolDenialKind: 'user-rejected',
      ...extra,
    },
    of,
  );
}
