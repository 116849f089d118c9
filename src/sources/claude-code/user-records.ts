import type { Event, PromptRole } from '../../shared/events.ts';
import { asArray, asObject, asString, type JsonObject } from '../../shared/json.ts';
import { agentSession, type Owner } from './owner.ts';
import { imageBlocks, imagesOf, textBlocks, timeOf } from './parts.ts';
import { outcomeOf } from './tool-calls.ts';
import { readUserText } from './user-text.ts';

/** A user's record: what the person said, what the client said in their name, or what calls came to. */
export function userEvents(record: JsonObject, owner: Owner): Event[] {
  const content = asObject(record['message'])['content'];
  const results = asArray(content)
    .map(asObject)
    .filter((block) => block['type'] === 'tool_result');
  if (results.length > 0) return results.flatMap((block) => resultEvents(block, record, owner));
  const at = timeOf(record['timestamp']);
  const session = owner.session;
  const blocks = textBlocks(content);
  if (record['isCompactSummary'] === true) return [{ type: 'summary', session, at, text: blocks.join('\n') }];
  if (record['isMeta'] === true) return [];
  const said = readUserText(blocks);
  switch (said.kind) {
    case 'interrupt':
      return [{ type: 'interrupt', session, at, duringTool: said.duringTool }];
    case 'person-command':
    case 'person-output':
      return [{ type: 'note', session, at, about: said.kind, text: said.text }];
    case 'task':
      return [{ type: 'note', session, at, about: 'task', text: said.text }];
    case 'machine':
      return [];
    case 'command':
      return [prompt(record, owner, said.text, [], 'command')];
    case 'prompt': {
      if (said.text.trim() === '' && imageBlocks(content).length === 0) return [];
      return [prompt(record, owner, said.text, said.context, 'person', content)];
    }
  }
}

export function prompt(
  record: JsonObject,
  owner: Owner,
  text: string,
  context: string[],
  role: PromptRole,
  content?: unknown,
): Event {
  return {
    type: 'prompt',
    role: owner.isSubagent ? 'task' : role,
    session: owner.session,
    at: timeOf(record['timestamp']),
    uuid: asString(record['uuid']) ?? '',
    parentUuid: asString(record['parentUuid']) ?? null,
    text,
    context,
    ...imagesOf(content, owner),
  };
}

function resultEvents(block: JsonObject, record: JsonObject, owner: Owner): Event[] {
  const callId = asString(block['tool_use_id']);
  if (!callId) return [];
  const text = textBlocks(block['content']).join('\n');
  const copy = record['toolUseResult'];
  const agentId = asString(asObject(copy)['agentId']);
  const answers = Object.values(asObject(asObject(copy)['answers'])).flatMap(
    (answer) => asString(answer) ?? [],
  );
  const decision = asObject(record['permissionDecision']);
  return [
    {
      type: 'tool-result',
      session: owner.session,
      at: timeOf(record['timestamp']),
      callId,
      text,
      ...imagesOf(block['content'], owner),
      outcome: outcomeOf({
        isError: block['is_error'] === true,
        text,
        decisionSource: asString(decision['source']),
        denialKind: asString(record['toolDenialKind']),
        summary: asString(copy),
      }),
      ...(agentId ? { agentSession: agentSession(owner.main, agentId) } : {}),
      ...(answers.length > 0 ? { answers } : {}),
    },
  ];
}
