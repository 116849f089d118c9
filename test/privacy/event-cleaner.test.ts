import { describe, expect, it } from 'vitest';
import { eventCleaner } from '../../src/privacy/event-cleaner.ts';
import { createRedactor } from '../../src/privacy/redact.ts';
import type { ToolCallEvent, ToolResultEvent } from '../../src/shared/events.ts';
import { drawn } from './lists/list.ts';

const { seasonal, generated, hex, url64, base64 } = drawn(3);

/** What is kept of the output of a command. */
function keptOf(command: string, output: string, between: readonly string[] = []): string {
  const clean = eventCleaner(createRedactor().redact);
  clean(call('1', command));
  for (const [index, other] of between.entries()) clean(call(`other ${index}`, other));
  const result = clean(answer('1', output));
  return result.type === 'tool-result' ? result.text : '';
}

function call(callId: string, target: string): ToolCallEvent {
  const what = { tool: 'Bash', kind: 'command', target, input: { command: target }, model: null } as const;
  return { type: 'tool-call', session: 's', at: 0, callId, ...what };
}

function answer(callId: string, text: string): ToolResultEvent {
  return { type: 'tool-result', session: 's', at: 0, callId, outcome: 'ok', text, images: 0 };
}

describe('the output of a command that prints a secret', () => {
  const cases: [command: string, secret: string][] = [
    ['gh auth token', url64(40)],
    ['aws ecr get-login-password --region eu-central-1', base64(400)],
    ['vault read -field=password secret/shop/db', generated()],
    ['vault kv get -field=api_key secret/shop', hex(32)],
    ['pass show acme/db', seasonal()],
    ['op read "op://Private/db/password"', seasonal()],
    ['cd infra && openssl rand -hex 32', hex(64)],
    ['openssl rand -base64 24 | tr -d "\\n"', base64(32)],
    ['kubectl get secret db -o jsonpath="{.data.password}" | base64 -d', generated()],
    ['gcloud auth print-access-token 2>/dev/null', url64(60)],
    ['security find-generic-password -s acme -w', generated()],
    ['cat config/master.key', hex(32)],
    ['cat /run/secrets/db_password', seasonal()],
    ['python3 -c "import secrets; print(secrets.token_hex(32))"', hex(64)],
  ];
  it.each(cases)('goes: %s', (command, secret) => {
    expect(keptOf(command, secret)).toMatch(/^\[redacted:[a-z-]+\]$/);
    expect(keptOf(command, `${secret}\n`, ['ls'])).not.toContain(secret.slice(0, 8));
  });

  it('goes line by line, and what stands beside it stays', () => {
    const [secret, kept] = [generated(), 'user: ann\nurl: https://acme.dev'];
    expect(keptOf('pass show acme/db', `${secret}\n${kept}`)).toMatch(
      /^\[redacted:[a-z-]+\]\nuser: ann\nurl: https:\/\/acme\.dev$/,
    );
  });

  it('is known by a tag of its own within a database', () => {
    const clean = eventCleaner(createRedactor({ key: Buffer.alloc(32, 1) }).redact);
    const secret = generated();
    const texts = ['1', '2'].map((id) => {
      clean(call(id, 'gh auth token'));
      return clean(answer(id, secret));
    });
    expect(texts[0]).toMatchObject({ text: expect.stringMatching(/^\[redacted:[a-z-]+ [0-9a-f]{6}\]$/) });
    expect(texts[1]).toMatchObject({ text: (texts[0] as ToolResultEvent).text });
  });
});

describe('what other commands print stays', () => {
  const word = generated();
  it.each([
    ['it is kept in a variable', 'TOKEN=$(gh auth token) ./build-id.sh'],
    ['it goes to a file', 'openssl rand -hex 32 > secret.txt'],
    ['something else comes last', 'gh auth token >/dev/null && ./build-id.sh'],
    ['it goes to another program', 'gh auth token | ./build-id.sh'],
    ['it is only spoken of', 'grep -rn "gh auth token" docs'],
    ['it is another command', './build-id.sh'],
  ])('when %s', (_, command) => {
    expect(keptOf(command, word)).toBe(word);
  });

  it('when it is the answer of another call', () => {
    const clean = eventCleaner(createRedactor().redact);
    clean(call('1', 'gh auth token'));
    expect(clean(answer('2', word))).toEqual(answer('2', word));
  });

  it('when it is more than a secret would be', () => {
    const lines = Array.from({ length: 40 }, () => generated()).join('\n');
    expect(keptOf('pass show acme/db', lines)).toBe(lines);
  });
});
