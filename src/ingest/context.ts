import { eventCleaner } from '../privacy/event-cleaner.ts';
import { createRedactor } from '../privacy/redact.ts';
import { DEFAULT_SETTINGS, type Settings } from '../shared/settings.ts';
import { filesIn } from '../store/files.ts';
import { imagesIn } from '../store/images.ts';
import { leaseOn, type Holder } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import { redactionKey } from '../store/redaction-key.ts';
import { writerOn } from '../store/writer.ts';
import { admissionTo } from './admission.ts';
import type { IngestContext } from './file.ts';

/** What reading needs, on an open store. @throws PatternError when a pattern of the settings cannot be used */
export function ingestContext(
  store: Store,
  settings: Settings = DEFAULT_SETTINGS,
  now: () => number = Date.now,
  holder?: Holder,
): IngestContext {
  const rules = { ...settings.redact, key: redactionKey(store) };
  const redactor = createRedactor(rules);
  const keptBytes = settings.images.keep_mb * 1e6;
  return {
    store,
    files: filesIn(store),
    writer: writerOn(store),
    lease: leaseOn(store, now, undefined, holder),
    admission: admissionTo(store, settings.private),
    clean: eventCleaner((text) => redactor.redact(text)),
    // What is hidden is told by texts as they were, which do not leave the thread that reads them.
    ...(hidesNothing(settings.private) && keptBytes === 0 ? { ahead: rules } : {}),
    ...(keptBytes > 0 ? { images: imagesIn(store, keptBytes) } : {}),
    now,
  };
}

function hidesNothing({ projects, folders }: Settings['private']): boolean {
  return projects.length === 0 && folders.length === 0;
}
