/** The lists, in the order in which they were written; what each gave at first sight stands in docs/redaction.md. */
import { everydaySecrets } from './everyday-secrets.ts';
import { freshSecrets } from './fresh-secrets.ts';
import {
  fifthAuthorLookalikes,
  fifthAuthorSecrets,
  fourthAuthorLookalikes,
  fourthAuthorSecrets,
  secondAuthorLookalikes,
  secondAuthorSecrets,
  thirdAuthorLookalikes,
  thirdAuthorSecrets,
} from './from-templates.ts';
import { historyLookalikes } from './history-lookalikes.ts';
import { historySecrets } from './history-secrets.ts';
import { incidentSecrets } from './incident-secrets.ts';
import type { SecretCase } from './list.ts';
import { manualLookalikes } from './manual-lookalikes.ts';
import { manualSecrets } from './manual-secrets.ts';
import { outsideLookalikes } from './outside-lookalikes.ts';
import { outsideSecrets } from './outside-secrets.ts';
import { plainLookalikes } from './plain-lookalikes.ts';
import { plainSecrets } from './plain-secrets.ts';
import { promiseLookalikes } from './promise-lookalikes.ts';
import { promiseSecrets } from './promise-secrets.ts';
import { sampleSecrets } from './sample-secrets.ts';
import { scannerSecrets } from './scanner-secrets.ts';
import { sessionLookalikes } from './session-lookalikes.ts';
import { sessionSecrets } from './session-secrets.ts';
import { statementSecrets } from './statement-secrets.ts';
import { suiteLookalikes } from './suite-lookalikes.ts';
import { suiteSecrets } from './suite-secrets.ts';

export const SECRET_LISTS: readonly (readonly [name: string, list: (seed: number) => SecretCase[]])[] = [
  ['from providers’ documents', outsideSecrets],
  ['of other kinds and places', freshSecrets],
  ['where a session shows them', sessionSecrets],
  ['that published scanners look for', scannerSecrets],
  ['where manuals put them', manualSecrets],
  ['in the plainest places', plainSecrets],
  ['in the forms of other projects’ samples', sampleSecrets],
  ['in statements, addresses and notes', statementSecrets],
  ['of every day', everydaySecrets],
  ['a promise word by word', promiseSecrets],
  ['of a scanner’s suite', suiteSecrets],
  ['in a shell’s history', historySecrets],
  ['by a second author', secondAuthorSecrets],
  ['by a third author', thirdAuthorSecrets],
  ['of an incident', incidentSecrets],
  ['by a fourth author', fourthAuthorSecrets],
  ['by a fifth author', fifthAuthorSecrets],
];

export const LOOKALIKE_LISTS: readonly (readonly [name: string, list: (seed: number) => string[]])[] = [
  ['beside providers’ tokens', outsideLookalikes],
  ['in a session', sessionLookalikes],
  ['in manuals and logs', manualLookalikes],
  ['in plain places', plainLookalikes],
  ['a promise word by word', promiseLookalikes],
  ['of a scanner’s suite', suiteLookalikes],
  ['in a shell’s history', historyLookalikes],
  ['by a second author', secondAuthorLookalikes],
  ['by a third author', thirdAuthorLookalikes],
  ['by a fourth author', fourthAuthorLookalikes],
  ['by a fifth author', fifthAuthorLookalikes],
];
