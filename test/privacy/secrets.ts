import { seeded } from '../../bench/seeded.ts';

/**
 * Secrets for the redaction tests. All are drawn from a seeded generator when the tests run:
 * no file of the project holds anything that looks like a real key.
 */

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const HEX = DIGITS + 'abcdef';
const ALNUM = LOWER + UPPER + DIGITS;
const URL64 = ALNUM + '_-';
const BASE64 = ALNUM + '+/';

export function makeSecrets(seed: number) {
  const random = seeded(seed);
  const from = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
  const alnum = (length: number): string => from(ALNUM, length);
  const hex = (length: number): string => from(HEX, length);
  const url64 = (length: number): string => alnum(1) + from(URL64, length - 2) + alnum(1);
  const base64 = (length: number): string => from(BASE64, length);
  const uuid = (): string => [8, 4, 4, 4, 12].map(hex).join('-');
  const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const pemBody = (lines: number): string[] => [
    'MII' + base64(61),
    ...Array.from({ length: lines }, () => base64(64)),
    base64(30) + '==',
  ];
  const pem = (label: string, separator = '\n'): string =>
    [`-----BEGIN ${label}-----`, ...pemBody(12), `-----END ${label}-----`].join(separator);
  const jwt = (): string =>
    [
      encoded({ alg: 'HS256', typ: 'JWT' }),
      encoded({ sub: hex(8), name: alnum(9), iat: 1_700_000_000 }),
      url64(43),
    ].join('.');
  /** As people choose them. */
  const password = (): string =>
    from(UPPER, 1) +
    from(LOWER, 4) +
    from('!%*?', 1) +
    from(DIGITS, 3) +
    from(LOWER, 3) +
    from('#^', 1) +
    from(ALNUM, 2);
  const plainPassword = (): string => from(LOWER, 5) + from(DIGITS, 2) + from(UPPER, 3) + from(LOWER, 2);
  return {
    random,
    from,
    alnum,
    hex,
    url64,
    base64,
    uuid,
    pem,
    pemBody,
    jwt,
    password,
    plainPassword,
    LOWER,
    UPPER,
    DIGITS,
  };
}

/** Tokens that are known by their own form, one of each provider's formats: `[kind, token]`. */
export function providerTokens(seed: number): [kind: string, token: string][] {
  const { alnum, hex, url64, base64, uuid, jwt, from, UPPER, DIGITS, LOWER } = makeSecrets(seed);
  return [
    ['anthropic-key', 'sk-ant-' + 'api03-' + url64(93) + 'AA'],
    ['anthropic-key', 'sk-ant-' + 'admin01-' + url64(93) + 'AA'],
    ['anthropic-key', 'sk-ant-' + 'oat01-' + url64(93) + 'AA'],
    ['openai-key', 'sk-' + 'proj-' + url64(74) + 'T3Blbk' + 'FJ' + url64(74)],
    ['openai-key', 'sk-' + 'svcacct-' + url64(74) + 'T3Blbk' + 'FJ' + url64(74)],
    ['openai-key', 'sk-' + alnum(20) + 'T3Blbk' + 'FJ' + alnum(20)],
    ['openrouter-key', 'sk-' + 'or-v1-' + hex(64)],
    ['openai-key', 'sk-' + hex(32)],
    ['github-token', 'ghp' + '_' + alnum(36)],
    ['github-token', 'gho' + '_' + alnum(36)],
    ['github-token', 'ghu' + '_' + alnum(36)],
    ['github-token', 'ghs' + '_' + alnum(36)],
    ['github-token', 'ghs' + '_' + '1234567_' + jwt()],
    ['github-token', 'ghr' + '_' + alnum(76)],
    ['github-token', 'github' + '_pat_' + alnum(22) + '_' + alnum(59)],
    ['gitlab-token', 'glpat' + '-' + url64(20)],
    ['gitlab-token', 'glpat' + '-' + url64(27) + '.01.' + from(DIGITS + LOWER, 9)],
    ['gitlab-token', 'gldt' + '-' + url64(20)],
    ['gitlab-token', 'glrt' + '-' + url64(20)],
    ['gitlab-token', 'glcbt' + '-' + '64_' + url64(20)],
    ['aws-access-key', 'AKIA' + from(UPPER + '234567', 16)],
    ['aws-access-key', 'ASIA' + from(UPPER + '234567', 16)],
    ['gcp-api-key', 'AIza' + 'Sy' + url64(33)],
    ['gcp-oauth', 'ya29' + '.' + url64(120)],
    ['gcp-oauth', 'GOCSPX' + '-' + url64(28)],
    ['azure-client-secret', alnum(3) + '8' + 'Q~' + url64(34)],
    ['azure-key', alnum(76) + 'AZ' + 'DO' + alnum(4)],
    ['slack-token', 'xoxb' + '-' + from(DIGITS, 12) + '-' + from(DIGITS, 13) + '-' + alnum(24)],
    [
      'slack-token',
      'xoxp' + '-' + from(DIGITS, 12) + '-' + from(DIGITS, 12) + '-' + from(DIGITS, 13) + '-' + hex(32),
    ],
    ['slack-token', 'xapp' + '-1-A' + alnum(10) + '-' + from(DIGITS, 13) + '-' + hex(64)],
    ['stripe-key', 'sk' + '_live_' + alnum(24)],
    ['stripe-key', 'sk' + '_live_51' + alnum(97)],
    ['stripe-key', 'rk' + '_live_' + alnum(24)],
    ['webhook-secret', 'whsec' + '_' + alnum(32)],
    ['twilio-key', 'SK' + hex(32)],
    ['sendgrid-key', 'SG' + '.' + url64(22) + '.' + url64(43)],
    ['mailgun-key', 'key' + '-' + hex(32)],
    ['mailchimp-key', hex(32) + '-us' + '14'],
    ['brevo-key', 'xkeysib' + '-' + hex(64) + '-' + alnum(16)],
    ['resend-key', 're' + '_' + alnum(7) + '1_' + alnum(24)],
    ['npm-token', 'npm' + '_' + alnum(36)],
    ['pypi-token', 'pypi' + '-AgEIcHlwaS5vcmc' + url64(140)],
    ['rubygems-key', 'rubygems' + '_' + hex(48)],
    ['docker-token', 'dckr' + '_pat_' + url64(27)],
    ['huggingface-token', 'hf' + '_' + alnum(34)],
    ['digitalocean-token', 'dop' + '_v1_' + hex(64)],
    ['heroku-key', 'HRKU' + '-' + url64(60)],
    ['vercel-token', 'vcp' + '_' + alnum(56)],
    ['netlify-token', 'nfp' + '_' + alnum(36)],
    ['linear-key', 'lin' + '_api_' + alnum(40)],
    ['notion-token', 'ntn' + '_' + from(DIGITS, 11) + alnum(35)],
    ['notion-token', 'secret' + '_' + alnum(43)],
    ['figma-token', 'figd' + '_' + url64(43)],
    ['shopify-token', 'shpat' + '_' + hex(32)],
    ['square-token', 'sq0atp' + '-' + url64(22)],
    ['square-token', 'EAAA' + url64(60)],
    ['telegram-token', from(DIGITS.slice(1), 10) + ':' + 'AA' + url64(33)],
    ['discord-token', 'MT' + alnum(24) + '.' + 'G' + alnum(5) + '.' + url64(38)],
    ['newrelic-key', 'NRAK' + '-' + from(UPPER + DIGITS, 27)],
    ['newrelic-key', hex(36) + 'NR' + 'AL'],
    ['sentry-token', 'sntrys' + '_' + base64(120) + '_' + base64(43)],
    ['sentry-token', 'sntryu' + '_' + hex(64)],
    ['grafana-token', 'glsa' + '_' + alnum(32) + '_' + hex(8)],
    ['grafana-token', 'glc' + '_' + base64(90) + '=='],
    ['supabase-key', 'sbp' + '_' + hex(40)],
    ['supabase-key', 'sb' + '_secret_' + url64(31)],
    ['planetscale-token', 'pscale' + '_tkn_' + url64(43)],
    ['databricks-token', 'dapi' + hex(32) + '-2'],
    ['vault-token', 'hvs' + '.' + url64(95)],
    ['doppler-token', 'dp' + '.pt.' + alnum(43)],
    ['age-key', 'AGE-SECRET' + '-KEY-1' + from(UPPER + DIGITS, 58)],
    ['tailscale-key', 'tskey' + '-auth-' + alnum(12) + 'CNTRL-' + alnum(32)],
    ['fly-token', 'FlyV1 ' + 'fm2_' + base64(160) + '=='],
    ['groq-key', 'gsk' + '_' + alnum(52)],
    ['replicate-token', 'r8' + '_' + alnum(37)],
    ['perplexity-key', 'pplx' + '-' + alnum(48)],
    ['xai-key', 'xai' + '-' + alnum(80)],
    ['langsmith-key', 'lsv2' + '_pt_' + hex(32) + '_' + hex(10)],
    ['pinecone-key', 'pcsk' + '_' + alnum(6) + '_' + alnum(58)],
    ['airtable-token', 'pat' + alnum(14) + '.' + hex(64)],
    ['atlassian-token', 'ATATT3' + url64(180) + '=' + hex(8).toUpperCase()],
    ['circleci-token', 'CCIPAT' + '_' + alnum(22) + '_' + hex(40)],
    ['terraform-token', alnum(14) + '.atlas' + 'v1.' + url64(67)],
    ['postman-key', 'PMAK' + '-' + hex(24) + '-' + hex(34)],
    ['dynatrace-token', 'dt0c01' + '.' + from(UPPER + DIGITS, 24) + '.' + from(UPPER + DIGITS, 64)],
    ['plaid-token', 'access' + '-production-' + uuid()],
    ['jwt', jwt()],
    ['nvidia-key', 'nvapi' + '-' + url64(64)],
  ];
}
