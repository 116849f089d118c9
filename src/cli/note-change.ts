import type { Config } from '../shared/config.ts';
import { notice } from './output.ts';

/** Notes in the audit log what a command changed, or read as a whole, unless config.json says not to. */
export async function noteChange(
  { home, database }: Config,
  what: string,
  sessions: readonly string[] = [],
  action: 'change' | 'read' = 'change',
): Promise<void> {
  const [{ openAuditLog }, { readSettings }, { openStore }, { keepAuditHead }] = await Promise.all([
    import('../privacy/audit-log.ts'),
    import('../shared/settings.ts'),
    import('../store/open.ts'),
    import('../store/audit-head.ts'),
  ]);
  if (!readSettings(home, process.env).audit) return;
  const log = openAuditLog(home, notice, {
    keepEnd(end) {
      const store = openStore(database);
      try {
        keepAuditHead(store, end);
      } finally {
        store.close();
      }
    },
  });
  log.note({ action, what, sessions, who: { client: 'her' } });
  await log.settled();
}
