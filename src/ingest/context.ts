import { createRedactor } from '../privacy/redact.ts';
import { filesIn } from '../store/files.ts';
import { leaseOn } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import { writerOn } from '../store/writer.ts';
import type { IngestContext } from './file.ts';

/** What reading needs, on an open store. */
export function ingestContext(store: Store, now: () => number = Date.now): IngestContext {
  const redactor = createRedactor();
  return {
    store,
    files: filesIn(store),
    writer: writerOn(store),
    lease: leaseOn(store, now),
    redact: (text) => redactor.redact(text),
    now,
  };
}
