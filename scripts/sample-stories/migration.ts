import { bash, edit, read, write } from '../sample-writer/tools.ts';
import {
  bashInput,
  prompt,
  refused,
  reply,
  SONNET,
  thinking,
  tools,
  type Story,
} from '../sample-writer/story.ts';

export const migration: Story = {
  name: 'migration',
  about:
    'A database migration without downtime: ECONNREFUSED to Postgres, expand and backfill, a refused DROP COLUMN with words, "no, revert that"; a command typed with !',
  project: 'harbor-api',
  branch: 'feat/berth-split',
  start: '2026-09-15T12:30:00Z',
  model: SONNET,
  title: 'Split the berth column without downtime',
  steps: [
    prompt(
      'the column berth_name should become two columns quay and number. write the migration, table has 40 million rows so no lock pls',
    ),
    tools(
      bash(
        'pnpm db:migrate --dry-run',
        'Error: connect ECONNREFUSED 127.0.0.1:5432\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1637:16)\n  DATABASE_URL=postgres://harbor:sturdy-dinghy-41@localhost:5432/harbor_dev',
        { exit: 1, ms: 1300 },
      ),
      bash(
        'docker compose ps --all postgres',
        'NAME              STATUS\nharbor-postgres   Exited (0) 2 days ago',
      ),
    ),
    thinking('The container is stopped; start it and go on.'),
    tools(
      bash(
        'docker compose up -d --wait postgres && pnpm db:migrate --dry-run',
        'Container harbor-postgres  Healthy\n0 pending migrations',
        { ms: 6800 },
      ),
    ),
    reply(
      'Postgres refused the connection (`ECONNREFUSED 127.0.0.1:5432`) because its container had stopped two days ago; it is up again.\n\nFor 40 million rows I suggest **expand, backfill, contract**:\n\n1. Expand: add `quay` and `number` as nullable columns. That is a change of the catalogue only and takes no long lock.\n2. Write both the old and the new columns.\n3. Backfill in batches of 5,000 by primary key, with a pause between them.\n4. Contract: drop `berth_name` in a later release.',
    ),
    bashInput('docker compose ps', 'NAME              STATUS\nharbor-postgres   Up 2 minutes (healthy)'),
    prompt('yes expand/backfill/contract. go'),
    tools(
      write(
        'migrations/0031_berth_expand.sql',
        'ALTER TABLE berth ADD COLUMN quay text, ADD COLUMN number integer;',
      ),
      write(
        'scripts/backfill-berth.ts',
        'const BATCH = 5_000;\n// Walks the primary key: OFFSET would read all rows before it again.\nfor (let last = 0; ; ) {\n  const ids = await splitBerths({ after: last, limit: BATCH });\n  if (ids.length === 0) break;\n  last = ids.at(-1)!;\n}',
      ),
    ),
    refused(
      bash('psql "$DATABASE_URL" -c "ALTER TABLE berth DROP COLUMN berth_name"', '', {
        description: 'Contract step',
      }),
      'no dropping anything yet, the old api pods still read berth_name',
    ),
    reply(
      'Right: the contract step waits until no running version reads `berth_name`. The expand migration and the batch backfill are written; nothing has been dropped.',
    ),
    prompt('also make the orm models use the new columns'),
    tools(
      read('src/models/berth.ts', 'export interface Berth {\n  id: number;\n  berthName: string;\n}'),
      edit('src/models/berth.ts', '  berthName: string;', '  quay: string;\n  number: number;'),
    ),
    reply(
      '`Berth` now has `quay` and `number`, and `berthName` is gone from the model and from the three queries that selected it.',
    ),
    prompt('no, revert that', { judged: ['rejection', 'wrong_approach'] }),
    tools(bash('git checkout -- src/models/berth.ts src/queries', '')),
    reply(
      'Reverted: the model and the queries are as they were. Only the migration and the backfill script remain changed.',
    ),
  ],
};
