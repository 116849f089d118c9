import { expect, test } from 'vitest';
import { join } from 'node:path';
import { leaseOn } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open.ts';
import { environment, runHer, SAMPLE, temporaryHome } from './her.ts';

test('while another process writes, ingest waits a little, then says who it is', async () => {
  const home = temporaryHome();
  const store = openStore(join(home, 'her', 'her.db'));
  const lease = leaseOn(store);
  lease.acquire();
  const beat = setInterval(() => lease.renew(), 500);
  const { code, err } = await runHer(['ingest'], { env: environment(home, { CLAUDE_CONFIG_DIR: SAMPLE }) });
  clearInterval(beat);
  lease.release();
  store.close();
  expect(code).toBe(1);
  expect(err).toContain(`another Her (process ${process.pid} on `);
});

test('when the other gives the lease back meanwhile, ingest goes on', async () => {
  const home = temporaryHome();
  const store = openStore(join(home, 'her', 'her.db'));
  const lease = leaseOn(store);
  lease.acquire();
  const beat = setInterval(() => lease.renew(), 500);
  const running = runHer(['ingest', '--json'], {
    env: environment(home, { CLAUDE_CONFIG_DIR: SAMPLE, HER_EMBEDDER: 'off' }),
  });
  await new Promise((resolve) => setTimeout(resolve, 2000));
  clearInterval(beat);
  lease.release();
  const { code, out } = await running;
  store.close();
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ sessions: 14, embedded: 0 });
});
