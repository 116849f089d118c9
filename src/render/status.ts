import type { DoctorAnswer, StatusAnswer } from '../shared/status.ts';
import { TYPED_HER } from '../shared/typed-her.ts';
import { bytes, counted, localTime } from './figures.ts';
import { wrap } from './layout.ts';
import { PLAIN, type Look } from './look.ts';
import { safeLine } from './safe-text.ts';

const LABEL_COLUMNS = 13;
const INDENT = ' '.repeat(LABEL_COLUMNS);
const MOST_NAMED = 10;

/** How fresh, how big, who writes, what could not be read. */
export function renderStatus(status: StatusAnswer, look: Look = PLAIN): string {
  const { stored, freshness, lease, embedding } = status;
  const read =
    freshness.indexed_at === null
      ? `nothing has been read yet: \`${TYPED_HER} ingest\` or \`${TYPED_HER} start\` does`
      : `last read ${localTime(freshness.indexed_at)}`;
  const behind =
    freshness.behind_files === 0
      ? freshness.indexed_at === null
        ? ''
        : ', everything on disk is read'
      : `, ${bytes(freshness.behind_bytes)} in ${counted(freshness.behind_files, 'transcript')} to be read`;
  const lines = [
    line('Fresh', read + behind, look),
    line(
      'Stored',
      `${counted(stored.sessions, 'session')} (and ${counted(stored.subagents, 'sub-agent')}), ${counted(stored.turns, 'turn')}, ${counted(stored.projects, 'project')}`,
      look,
    ),
    line('Database', `${status.database}, ${bytes(status.database_bytes)}`, look),
    line(
      'Transcripts',
      `${counted(stored.files, 'file')} read${status.transcripts.length > 0 ? `, from ${status.transcripts.join(', ')}` : '; no folder of transcripts is there now'}`,
      look,
    ),
    line(
      'Writes',
      lease
        ? `process ${lease.pid} on ${lease.host} since ${localTime(lease.since)}${lease.alive ? '' : ' (it is gone; the next one takes over)'}`
        : 'nobody at the moment',
      look,
    ),
    line(
      'Meaning',
      embedding.embedder === 'off' ? 'off (HER_EMBEDDER): search is by words' : meaningOf(status),
      look,
    ),
  ];
  const trouble = [
    ...section(
      'Stored, though config.json calls it private',
      status.private_still_stored === undefined
        ? []
        : [
            `${counted(status.private_still_stored, 'session')}: \`${TYPED_HER} forget --private\` removes them`,
          ],
      status.private_still_stored === undefined ? 0 : 1,
      look,
    ),
    ...section(
      'Files that could not be read',
      status.troubled_files.map(
        (file) =>
          `${safeLine(file.path)}${file.read_lines > 0 ? `, after line ${file.read_lines}` : ''}: ${safeLine(file.error)} (${counted(file.tries, 'try').replace('trys', 'tries')}${file.retry_at ? `, again after ${localTime(file.retry_at)}` : ''})`,
      ),
      status.troubled_files.length,
      look,
    ),
    ...section(
      'Lines that are no records',
      status.bad_lines.named.map((bad) => `${safeLine(bad.path)}:${bad.line}: ${safeLine(bad.reason)}`),
      status.bad_lines.count,
      look,
    ),
    ...section(
      'Records of a kind that this Her does not know',
      status.unknown_types.map(
        (kind) =>
          `${safeLine(kind.type)}, ${counted(kind.count, 'time')}${kind.first_version ? `, first in version ${safeLine(kind.first_version)}` : ''}`,
      ),
      status.unknown_types.length,
      look,
    ),
  ];
  return [lines.join('\n'), ...trouble].join('\n\n') + '\n';
}

/** One line: what a person watches while transcripts are read. */
export function renderStatusLine({ freshness, stored, lease, embedding, ...status }: StatusAnswer): string {
  const waiting = embedding.models.reduce((sum, model) => sum + model.waiting, 0);
  const trouble = [
    ...(status.troubled_files.length > 0
      ? [`${counted(status.troubled_files.length, 'file')} not readable`]
      : []),
    ...(status.bad_lines.count > 0 ? [counted(status.bad_lines.count, 'bad line')] : []),
    ...(status.unknown_types.length > 0
      ? [`${counted(status.unknown_types.length, 'kind')} of records unknown`]
      : []),
  ];
  return [
    freshness.behind_files === 0
      ? 'everything is read'
      : `${bytes(freshness.behind_bytes)} in ${counted(freshness.behind_files, 'transcript')} to be read`,
    `${counted(stored.sessions, 'session')}, ${counted(stored.turns, 'turn')}`,
    ...(waiting > 0 ? [`${counted(waiting, 'passage')} without a vector`] : []),
    lease?.alive ? `process ${lease.pid} writes` : 'nobody writes',
    ...trouble,
  ].join(' · ');
}

function meaningOf({ embedding: { embedder, models } }: StatusAnswer): string {
  if (models.length === 0) return `${embedder}: no passage has a vector yet`;
  return models
    .map(
      ({ name, waiting }) =>
        `${name}, ${waiting === 0 ? 'all passages have a vector' : `${counted(waiting, 'passage')} without a vector`}`,
    )
    .join('; ');
}

function section(title: string, items: readonly string[], count: number, look: Look): string[] {
  if (count === 0) return [];
  const left = count - Math.min(items.length, MOST_NAMED);
  const shown = items.slice(0, MOST_NAMED).map((item) => wrap(item, look, '  '));
  return [
    [look.bold(`${title}: ${count}`), ...shown, ...(left > 0 ? [look.dim(`  and ${left} more`)] : [])].join(
      '\n',
    ),
  ];
}

function line(label: string, text: string, look: Look): string {
  return look.dim(label.padEnd(LABEL_COLUMNS)) + wrap(safeLine(text), look, INDENT).slice(LABEL_COLUMNS);
}

const SIGNS = { ok: '✓', warn: '!', fail: '✗' } as const;

/** What is wrong and how to mend it. */
export function renderDoctor({ healthy, checks }: DoctorAnswer, look: Look = PLAIN): string {
  const paint = { ok: look.good, warn: look.accent, fail: look.bad };
  const lines = checks.map(({ name, state, found, mend }) => {
    const said = wrap(`${name}: ${safeLine(found)}`, look, '  ').slice(2);
    return `${paint[state](SIGNS[state])} ${said}${mend ? `\n${look.bold(wrap(safeLine(mend), look, '    '))}` : ''}`;
  });
  const warnings = checks.filter(({ state }) => state === 'warn').length;
  const end = !healthy
    ? 'Something is wrong; what to do stands above.'
    : warnings > 0
      ? 'It works; see the remarks above.'
      : 'All is well.';
  return `${lines.join('\n')}\n\n${end}\n`;
}
