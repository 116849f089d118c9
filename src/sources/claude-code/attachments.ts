import type { Event } from '../../shared/events.ts';
import { asObject, asString, type JsonObject } from '../../shared/json.ts';
import type { Owner } from './owner.ts';
import { textBlocks, timeOf } from './parts.ts';
import { prompt } from './user-records.ts';
import { readUserText } from './user-text.ts';

/** What the client put beside the conversation: prompts that waited, hooks that failed, plan mode. */
export function attachmentEvents(record: JsonObject, owner: Owner): Event[] {
  const attachment = asObject(record['attachment']);
  const at = timeOf(record['timestamp']);
  const session = owner.session;
  switch (attachment['type']) {
    // Typed while the assistant was busy: there is no user record for it.
    case 'queued_command': {
      const mode = asString(attachment['commandMode']) ?? 'prompt';
      const said = readUserText(textBlocks(attachment['prompt']));
      if (said.kind === 'task' || mode === 'task-notification') {
        return [{ type: 'note', session, at, about: 'task', text: said.kind === 'task' ? said.text : '' }];
      }
      if (said.kind === 'command') return [prompt(record, owner, said.text, [], 'command')];
      if (said.kind !== 'prompt' || mode !== 'prompt' || said.text.trim() === '') return [];
      return [prompt(record, owner, said.text, said.context, 'person', attachment['prompt'])];
    }
    case 'hook_non_blocking_error':
    case 'hook_blocking_error': {
      const name = asString(attachment['hookName']) ?? 'hook';
      const text =
        asString(attachment['stderr']) ??
        asString(asObject(attachment['blockingError'])['blockingError']) ??
        '';
      return [{ type: 'note', session, at, about: 'hook', text: `${name}: ${text}` }];
    }
    case 'plan_mode':
      return [{ type: 'note', session, at, about: 'plan-mode', text: 'plan mode on' }];
    case 'plan_mode_exit':
      return [{ type: 'note', session, at, about: 'plan-mode', text: 'plan mode off' }];
    default:
      return [];
  }
}
