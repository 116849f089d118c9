import { expect, test } from 'vitest';
import { createAnonymiser } from '../../src/privacy/anonymise.ts';
import { createRedactor } from '../../src/privacy/redact.ts';

const redactor = createRedactor({ personal: true });
const anonymous = () =>
  createAnonymiser((text) => redactor.redact(text), ['harbor-api', 'api', 'Pond (old)']);

test('sessions and projects are numbered as they come, the same for the same', () => {
  const { session, project } = anonymous();
  expect([session('b'), session('a'), session('b'), project('x')]).toEqual([
    'session-1',
    'session-2',
    'session-1',
    'project-1',
  ]);
});

test('a text loses addresses, home folders, ids and the names of projects, and keeps its words', () => {
  const { text, project } = anonymous();
  expect(project('Pond (old)')).toBe('project-1');
  expect(
    text(
      'see /home/jane/dev/harbor-api/src, ask jane@acme.io about Harbor-API and 019a2d7a-41c4-78b1-b7cc-a45d62a89cd5; the api stays',
    ),
  ).toBe(
    'see /home/[redacted:home]/dev/project-2/src, ask [redacted:email] about project-2 and [id]; the api stays',
  );
});

test('a time becomes the Monday of its week', () => {
  const { week } = anonymous();
  expect(week(Date.parse('2026-11-23T00:00:00Z'))).toBe('2026-11-23');
  expect(week(Date.parse('2026-11-29T23:59:59Z'))).toBe('2026-11-23');
  expect(week(Date.parse('1969-12-31T00:00:00Z'))).toBe('1969-12-29');
});
