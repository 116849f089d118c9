import { lintSource } from '@secretlint/core';
import { creator as preset } from '@secretlint/secretlint-rule-preset-recommend';
import { describe, expect, it } from 'vitest';
import { createRedactor, PatternError } from '../../src/privacy/redact.ts';
import { HOSTILE_SEEDS, hostileText } from './hostile.ts';
import { LOOKALIKES } from './lookalikes.ts';
import { secretsInContext } from './secrets-in-context.ts';
import { makeSecrets, providerTokens } from './secrets.ts';

const redact = (text: string): string => createRedactor().redact(text);

describe('tokens that say what they are', () => {
  const surroundings: [name: string, around: (secret: string) => string][] = [
    ['alone', (secret) => secret],
    ['in a sentence', (secret) => `please use ${secret}, it still works`],
    ['at the end of a sentence', (secret) => `the old one was ${secret}.`],
    ['in JSON with escapes', (secret) => JSON.stringify({ note: `first\n${secret}\nlast` })],
    ['in a diff line', (secret) => `-const client = connect('${secret}');\n`],
    ['in a numbered file dump', (secret) => `    12→${secret}\n    13→end`],
    ['in a stack trace', (secret) => `Error: 401 for (${secret})\n    at send (/app/http.ts:3:1)`],
    ['after a terminal colour', (secret) => `\u001b[32m${secret}\u001b[0m`],
  ];
  for (const [kind, token] of providerTokens(1)) {
    it.each(surroundings)(`${kind} ${token.slice(0, 6)}… is replaced whole, %s`, (_, around) => {
      expect(redact(around(token))).toBe(around(`[redacted:${kind}]`));
    });
  }

  it('covers at least thirty kinds', () => {
    expect(new Set(providerTokens(1).map(([kind]) => kind)).size).toBeGreaterThanOrEqual(30);
  });
});

describe('secrets known by the name or the place beside them', () => {
  it.each(secretsInContext(1).map(({ text, secret }) => [text, secret]))('%s', (text, secret) => {
    const after = redact(text);
    expect(after).not.toContain(secret.slice(0, 6));
    expect(after).not.toContain(secret.slice(-5));
    expect(after).toMatch(/\[redacted:[a-z-]+\]/);
  });

  it('keeps names and quotes', () => {
    const { password } = makeSecrets(5);
    const secret = password();
    expect(redact(`{"user":"me","password":"${secret}","port":1}`)).toBe(
      `{"user":"me","password":"[redacted:password]","port":1}`,
    );
  });
});

describe('private keys', () => {
  const { pem, pemBody } = makeSecrets(9);
  const labels = [
    'PRIVATE KEY',
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'DSA PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY',
    'PGP PRIVATE KEY BLOCK',
  ];
  it.each(labels)('a whole block of type %s goes, in lines, with escapes and in a numbered dump', (label) => {
    expect(redact(`before\n${pem(label)}\nafter`)).toBe('before\n[redacted:private-key]\nafter');
    expect(redact(`"key": "${pem(label, '\\n')}\\n", "x": 1`)).toBe(
      '"key": "[redacted:private-key]\\n", "x": 1',
    );
    const numbered = pem(label)
      .split('\n')
      .map((line, index) => `    ${index + 1}→${line}`)
      .join('\n');
    expect(redact(numbered + '\n    99→end')).toBe('    1→[redacted:private-key]\n    99→end');
  });

  it('a block that is cut off goes as far as it is there', () => {
    const cut = `-----BEGIN RSA PRIVATE KEY-----\n${pemBody(4).join('\n').slice(0, 200)}`;
    expect(redact(`key:\n${cut}`)).toBe('key:\n[redacted:private-key]');
  });

  it('the end of a block whose beginning is missing goes, too', () => {
    const tail = [...pemBody(3), '-----END PRIVATE KEY-----'].join('\n');
    expect(redact(tail)).toBe('[redacted:private-key]');
  });

  it('headers inside a block do not stop it', () => {
    const [begin, ...rest] = pem('RSA PRIVATE KEY').split('\n');
    const block = [
      begin,
      'Proc-Type: 4,ENCRYPTED',
      'DEK-Info: AES-128-CBC,0123456789ABCDEF',
      '',
      ...rest,
    ].join('\n');
    expect(redact(block)).toBe('[redacted:private-key]');
  });
});

describe('what only looks like a secret', () => {
  it.each(LOOKALIKES)('%s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('there are at least 150 of them', () => {
    expect(LOOKALIKES.length).toBeGreaterThanOrEqual(150);
  });
});

describe('every text', () => {
  const texts = [
    ...LOOKALIKES,
    ...secretsInContext(2).map(({ text }) => text),
    ...providerTokens(2).map(([, token]) => token),
  ];

  it('is left alone the second time, with a key and without', () => {
    const all = [...texts, texts.join('\n'), texts.join(' ')];
    for (const key of [undefined, Buffer.from('k')]) {
      const redactor = createRedactor({ key, personal: true });
      for (const text of all) {
        const once = redactor.redact(text);
        expect(redactor.redact(once)).toBe(once);
      }
    }
  });

  it('may hold lone surrogates', () => {
    const [, token] = providerTokens(3)[0]!;
    expect(redact(`\ud800 ${token} \udc00`)).toBe('\ud800 [redacted:anthropic-key] \udc00');
  });

  it('may be longer than what the scanner reads at once', () => {
    const [kind, token] = providerTokens(3)[0]!;
    for (const offset of [65_520, 65_533, 65_536, 131_070]) {
      const filler = '. '.repeat(offset / 2);
      expect(redact(filler + token)).toBe(`${filler}[redacted:${kind}]`);
    }
  });

  // HER_LONG_TESTS=1 takes the full 1 MB (two minutes); every run a smaller one with the same growth.
  const size = process.env['HER_LONG_TESTS'] === '1' ? 1_000_000 : 100_000;
  it('four times as long takes about four times the work, whatever it holds', () => {
    const redactor = createRedactor({ personal: true });
    const cost = (text: string): number => {
      const { user } = process.cpuUsage();
      redactor.redact(text);
      return process.cpuUsage().user - user;
    };
    for (const seed of HOSTILE_SEEDS) {
      const quarter = Math.max(20_000, cost(hostileText(seed, size / 4)));
      expect(cost(hostileText(seed, size)) / quarter, seed).toBeLessThan(12);
    }
  }, 300_000);
});

describe('marks', () => {
  const [[, token], , , [, other]] = providerTokens(4) as [
    [string, string],
    unknown,
    unknown,
    [string, string],
  ];

  it('carry the same tag for the same secret, and another with another key', () => {
    const first = createRedactor({ key: Buffer.from('one') });
    const [tag, again, different] = [
      ...first.redact(`${token} ${token} ${other}`).matchAll(/\[redacted:[a-z-]+ ([0-9a-f]{6})\]/g),
    ].map((match) => match[1]);
    expect(again).toBe(tag);
    expect(different).not.toBe(tag);
    expect(createRedactor({ key: Buffer.from('two') }).redact(token)).not.toContain(tag);
  });

  it('are counted by kind', () => {
    const redactor = createRedactor();
    redactor.redact(`${token} and ${token}`);
    expect([...redactor.counts]).toEqual([['anthropic-key', 2]]);
  });
});

describe('what people set themselves', () => {
  it('allowed values stay', () => {
    const [, token] = providerTokens(5)[0]!;
    expect(createRedactor({ allow: [token] }).redact(`key ${token}`)).toBe(`key ${token}`);
  });

  it('own patterns are found, by group or whole', () => {
    const redactor = createRedactor({
      patterns: [
        { kind: 'customer', pattern: 'customer (\\d{6})' },
        { kind: 'badge', pattern: 'BADGE-[A-Z]{4}' },
      ],
    });
    expect(redactor.redact('customer 123456 has BADGE-WXYZ')).toBe(
      'customer [redacted:customer] has [redacted:badge]',
    );
  });

  it.each(['(a+)+b', '(x|x)*y', '(\\w*)*', '[', 'a*', '(?:\\d+\\s?)+$'])(
    'the pattern %s is refused in a sentence',
    (pattern) => {
      expect(() => createRedactor({ patterns: [{ kind: 'mine', pattern }] })).toThrow(PatternError);
      expect(() => createRedactor({ patterns: [{ kind: 'mine', pattern }] })).toThrow(/redaction pattern/);
    },
  );

  it('a kind that would break the mark is refused', () => {
    expect(() => createRedactor({ patterns: [{ kind: 'My Kind]', pattern: 'x' }] })).toThrow(PatternError);
  });

  it('personal data stay unless switched on', () => {
    const text = 'jane.doe@acme.io in /Users/jane/dev from 203.0.113.77, call +49 170 1234567';
    expect(redact(text)).toBe(text);
    expect(createRedactor({ personal: true }).redact(text)).toBe(
      '[redacted:email] in /Users/[redacted:home]/dev from [redacted:ip], call [redacted:phone]',
    );
    expect(createRedactor({ personal: { email: true } }).redact(text)).toBe(
      text.replace('jane.doe@acme.io', '[redacted:email]'),
    );
  });

  it.each([
    '127.0.0.1:80',
    '0.0.0.0',
    'version 1.2.3.4',
    'git@github.com:a/b',
    'icon@2x.png',
    '2024-01-15 10:00:00',
    '1234567890',
    '/home/runner/work',
  ])('%s is no personal data', (text) => {
    expect(createRedactor({ personal: true }).redact(text)).toBe(text);
  });
});

describe('beside secretlint', () => {
  it('nothing that its recommended preset reports is left', async () => {
    const all = [
      ...providerTokens(6).map(([, token]) => token),
      ...secretsInContext(6).map(({ text }) => text),
    ];
    const reported = async (content: string): Promise<number> => {
      const result = await lintSource({
        source: { filePath: 'text.txt', content, contentType: 'text', ext: '.txt' },
        options: { config: { rules: [{ id: 'preset', rule: preset, options: {} }] }, noPhysicFilePath: true },
      });
      // A connection string whose password is a mark is still reported; what counts is what is not a mark.
      return result.messages.filter(({ range }) => !content.slice(...range).includes('[redacted:')).length;
    };
    let before = 0;
    for (const text of all) {
      before += await reported(text);
      expect(await reported(redact(text)), text).toBe(0);
    }
    expect(before).toBeGreaterThan(25);
  });
});
