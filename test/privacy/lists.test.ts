import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/privacy/redact.ts';
import { leftOf } from './left-of.ts';
import { LOOKALIKE_LISTS, SECRET_LISTS } from './lists/index.ts';

const redactor = createRedactor();
const DRAWS = [1, 2, 3];

describe('secrets of lists that were written before a rule was run on them', () => {
  it.each(SECRET_LISTS)('at least 98 of 100 are found whole: %s', (_, list) => {
    const cases = DRAWS.flatMap(list);
    const missed = cases.filter(
      ({ text, secrets }) => leftOf(text, secrets, redactor.redact(text)) !== undefined,
    );
    const share = 1 - missed.length / cases.length;
    expect(cases.length).toBeGreaterThan(150);
    expect(share, missed.map(({ kind, text }) => `${kind}: ${text}`).join('\n')).toBeGreaterThanOrEqual(0.98);
  });

  it('what stands around a secret stays', () => {
    const gone = SECRET_LISTS.flatMap(([, list]) => list(1)).filter(({ text, secrets }) => {
      const kept = redactor.redact(text).replace(/\[redacted:[^\]]*\]/g, '');
      const around = secrets.reduce((rest, secret) => rest.replaceAll(secret, ''), text);
      // Webhooks' addresses and the frames of private keys go with what they hold.
      return (
        around.length - kept.length > 40 &&
        !/PRIVATE KEY|Static key|Amz-Credential=A[KS]IA|webhook|hooks\./.test(text)
      );
    });
    expect(gone.map(({ text }) => `${text}\n  ${redactor.redact(text)}`)).toEqual([]);
  });

  it('they are of more than thirty kinds', () => {
    const kinds = SECRET_LISTS.flatMap(([, list]) => list(1)).map(({ kind }) => kind);
    expect(new Set(kinds).size).toBeGreaterThan(400);
  });
});

describe('what the same lists hold against a scanner that cries wolf', () => {
  it.each(LOOKALIKE_LISTS)('at most 2 of 120 are changed: %s', (_, list) => {
    const texts = DRAWS.flatMap(list);
    const changed = texts.filter((text) => redactor.redact(text) !== text);
    expect(texts.length).toBeGreaterThan(250);
    expect(changed.length / texts.length, changed.join('\n')).toBeLessThanOrEqual(2 / 120);
  });
});
