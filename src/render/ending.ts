import { NOTHING_READ, type Freshness } from '../shared/answers.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { bytes, counted, localTime } from './figures.ts';
import { wrap } from './layout.ts';
import type { Look } from './look.ts';
import { safeText } from './safe-text.ts';

/** What stands under each answer: what was left out, and how fresh it is when it is not. */
export function ending(answer: { notes?: string[]; freshness: Freshness }, look: Look): string[] {
  const { notes = [], freshness } = answer;
  const lines = notes.filter((note) => note !== NOTHING_READ).map((note) => `Note: ${safeText(note)}`);
  if (freshness.indexed_at === null)
    lines.push(`No transcripts have been read yet: \`${TYPED_HER} ingest\` reads them.`);
  else if (freshness.behind_files > 0) {
    lines.push(
      `${bytes(freshness.behind_bytes)} in ${counted(freshness.behind_files, 'transcript')} not read yet; last read ${localTime(freshness.indexed_at)}.`,
    );
  }
  return lines.map((line) => look.dim(wrap(line, look)));
}
