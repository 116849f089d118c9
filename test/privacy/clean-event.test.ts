import { describe, expect, it } from 'vitest';
import { cleanEvent } from '../../src/privacy/clean-event.ts';
import { createRedactor } from '../../src/privacy/redact.ts';
import { kindOf, targetOf } from '../../src/sources/claude-code/tool-calls.ts';
import { drawn } from './lists/list.ts';

const { seasonal, short, generated, alnum } = drawn(7);
const token = 'ghp' + '_' + alnum(36);

function called(tool: string, input: unknown): string {
  const { redact } = createRedactor();
  const target = targetOf(tool, input);
  const event = { session: 's', at: 0, callId: 'c', tool, kind: kindOf(tool), target, input, model: null };
  return JSON.stringify(cleanEvent({ ...event, type: 'tool-call' }, redact));
}

describe('the arguments of a call', () => {
  const cases: [name: string, secret: string, input: (secret: string) => unknown][] = [
    ['under a telling name', short(), (secret) => ({ user: 'app', password: secret })],
    ['deep inside', seasonal(), (secret) => ({ db: [{ host: 'h', auth: { dbPassword: secret } }] })],
    ['as name and value', generated(), (secret) => ({ env: [{ name: 'API_TOKEN', value: secret }] })],
    ['behind an option', short(), (secret) => ({ args: ['--user', 'app', '--password', secret] })],
    ['in a header', generated(), (secret) => ({ headers: { Authorization: secret } })],
    ['with quotes and line breaks', `${seasonal()}"x\ny1`, (secret) => ({ password: secret })],
  ];
  it.each(cases)('hold no secret %s', (_, secret, input) => {
    const text = called('mcp__db__connect', input(secret));
    expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
    expect(text).toContain('[redacted:');
  });

  it('keep what a telling name does not make a secret', () => {
    const input = { key: 'theme', value: 'dark', token: 'next', password: true, auth: ['a', '--token', 'b'] };
    expect(called('mcp__x__y', input)).toContain(JSON.stringify(input));
  });

  it('leave no part of a secret that stands where the call is cut', () => {
    for (let before = 440; before < 500; before++)
      expect(called('Bash', { command: `${'x '.repeat(before / 2)}${token}` })).not.toContain(
        token.slice(0, 9),
      );
  });
});

it('a text is cut after its secrets are taken out', () => {
  const { redact } = createRedactor();
  const text = `${'x '.repeat(499_990)}${token} and more`;
  const event = cleanEvent({ type: 'reply', session: 's', at: 0, text, model: null }, redact);
  const kept = event.type === 'reply' ? event.text : '';
  expect(kept).not.toContain(token.slice(0, 9));
  expect(kept.endsWith(`[… ${text.length - 1_000_000} more characters]`)).toBe(true);
});
