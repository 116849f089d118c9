/** Questions over the sample as people would type them, with the stories that answer (2) or touch (1) them. */

export type QuestionKind =
  'topical' | 'decision' | 'error' | 'command' | 'file' | 'paraphrase' | 'temporal' | 'person_preference';

interface Question {
  query: string;
  kind: QuestionKind;
  relevant: Record<string, 1 | 2>;
}

export const questions: Question[] = [
  {
    query: 'oauth login with pkce',
    kind: 'topical',
    relevant: { 'oauth-pkce': 2, 'oauth-redirect': 1, 'oauth-logout': 1 },
  },
  { query: 'rate limiting of the tide endpoints', kind: 'topical', relevant: { 'rate-limit': 2 } },
  { query: 'accessibility of the station dialog', kind: 'topical', relevant: { 'layout-a11y': 2 } },
  { query: 'terraform state lock', kind: 'topical', relevant: { 'terraform-lock': 2 } },
  { query: 'why did we choose session cookies over jwt', kind: 'decision', relevant: { 'oauth-pkce': 2 } },
  {
    query: 'jspdf or headless chromium, what did we decide',
    kind: 'decision',
    relevant: { 'pdf-export': 2, 'feature-flag': 1 },
  },
  {
    query: 'why is the geocoder cache in sqlite and not lru_cache',
    kind: 'decision',
    relevant: { 'geocode-cache': 2 },
  },
  { query: 'redirect_uri_mismatch', kind: 'error', relevant: { 'oauth-redirect': 2 } },
  { query: 'invalid_grant refresh token already used', kind: 'error', relevant: { 'oauth-redirect': 2 } },
  { query: 'connect ECONNREFUSED 127.0.0.1:5432', kind: 'error', relevant: { migration: 2 } },
  {
    query: "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9",
    kind: 'error',
    relevant: { 'csv-import': 2 },
  },
  { query: 'error TS2322 draft-8', kind: 'error', relevant: { 'rate-limit': 2 } },
  { query: 'terraform force-unlock', kind: 'command', relevant: { 'terraform-lock': 2 } },
  {
    query: 'docker build cache mount for the pnpm store',
    kind: 'command',
    relevant: { 'docker-ci-cache': 2 },
  },
  { query: 'changes to src/auth/refresh.ts', kind: 'file', relevant: { 'oauth-redirect': 2 } },
  { query: 'dayLabel.ts', kind: 'file', relevant: { 'chart-timezone': 2 } },
  { query: 'Shell.css grid columns', kind: 'file', relevant: { 'layout-a11y': 2 } },
  {
    query: 'calendar was off by one for people across the atlantic',
    kind: 'paraphrase',
    relevant: { 'chart-timezone': 2 },
  },
  {
    query: 'images took ages to build after a tiny change',
    kind: 'paraphrase',
    relevant: { 'docker-ci-cache': 2 },
  },
  {
    query: 'people stayed signed in although they had logged out',
    kind: 'paraphrase',
    relevant: { 'oauth-logout': 2, 'oauth-logout-fork': 1 },
  },
  { query: 'changing a huge table without blocking writers', kind: 'paraphrase', relevant: { migration: 2 } },
  {
    query: 'workers killed for using too much memory',
    kind: 'paraphrase',
    relevant: { 'terraform-lock': 2 },
  },
  { query: 'what did i work on last week', kind: 'temporal', relevant: { 'geocode-cache': 2 } },
  { query: 'oauth problems in september', kind: 'temporal', relevant: { 'oauth-redirect': 2 } },
  {
    query: 'what did we do about pdf at the beginning of november',
    kind: 'temporal',
    relevant: { 'pdf-export': 2, 'feature-flag': 2 },
  },
  {
    query: 'which package manager do i want',
    kind: 'person_preference',
    relevant: { 'oauth-pkce': 2, 'rate-limit': 2, 'layout-a11y': 2, 'csv-import': 1 },
  },
  {
    query: 'which library do i want for openid',
    kind: 'person_preference',
    relevant: { 'oauth-logout': 2, 'oauth-logout-fork': 1 },
  },
  {
    query: 'are you allowed to run terraform apply',
    kind: 'person_preference',
    relevant: { 'terraform-lock': 2 },
  },
];

/** Nothing in the sample answers these. */
export const neverHappened: Omit<Question, 'relevant'>[] = [
  { query: 'graphql subscriptions over websockets', kind: 'topical' },
  { query: 'why did we move from stripe to paypal', kind: 'decision' },
  { query: 'segmentation fault in the rust parser', kind: 'error' },
  { query: 'kafka-consumer-groups --reset-offsets', kind: 'command' },
  { query: 'training the image classifier on a gpu', kind: 'paraphrase' },
  { query: 'which font do i prefer for slides', kind: 'person_preference' },
];
