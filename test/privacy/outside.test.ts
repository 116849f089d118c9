import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/privacy/redact.ts';
import { freshSecrets } from './fresh-secrets.ts';
import { outsideLookalikes } from './outside-lookalikes.ts';
import { outsideSecrets } from './outside-secrets.ts';
import { leftOf } from './left-of.ts';

const redactor = createRedactor();

describe('secrets listed from providers’ documents', () => {
  it('at least 98 of 100 are found whole', () => {
    const cases = [1, 2, 3].flatMap((seed) => outsideSecrets(seed));
    const missed = cases.filter(
      ({ text, secrets }) => leftOf(text, secrets, redactor.redact(text)) !== undefined,
    );
    const share = 1 - missed.length / cases.length;
    expect(share, missed.map(({ kind, text }) => `${kind}: ${text}`).join('\n')).toBeGreaterThanOrEqual(0.98);
  });

  it('nor are more than 2 of 100 left of a second list, of other kinds and places', () => {
    const cases = [1, 2, 3].flatMap((seed) => freshSecrets(seed));
    const missed = cases.filter(
      ([text, secret]) => leftOf(text, [secret], redactor.redact(text)) !== undefined,
    );
    expect(missed.length / cases.length, missed.join('\n')).toBeLessThanOrEqual(0.02);
  });

  it('they are of more than thirty kinds', () => {
    expect(new Set(outsideSecrets(1).map(({ kind }) => kind)).size).toBeGreaterThan(200);
  });
});

describe('what the same list holds against a scanner that cries wolf', () => {
  it('at most 2 of 120 are changed', () => {
    const texts = [1, 2, 3].flatMap((seed) => outsideLookalikes(seed));
    const changed = texts.filter((text) => redactor.redact(text) !== text);
    expect(texts.length).toBeGreaterThanOrEqual(360);
    expect(changed.length / texts.length, changed.join('\n')).toBeLessThanOrEqual(2 / 120);
  });
});
