import type { SearchAnswer, SearchHit } from '../shared/search-answer.ts';
import { ending } from './ending.ts';
import { counted, filesInWords, localTime, periodInWords } from './figures.ts';
import { wrap } from './layout.ts';
import { PLAIN, type Look } from './look.ts';
import { replayCommand } from './replay-command.ts';
import { safeLine, safeText } from './safe-text.ts';

const INDENT = '   ';
const BY = { lexical: 'words', semantic: 'meaning' } as const;

/** The hits as text, best first. */
export function renderSearch(answer: SearchAnswer, look: Look = PLAIN): string {
  const parts = [headline(answer, look), ...answer.hits.map((hit, index) => hitLines(hit, index + 1, look))];
  if (answer.next_cursor) parts.push(look.dim(`More: the same question with --cursor ${answer.next_cursor}`));
  return [...parts, ...ending(answer, look)].join('\n\n') + '\n';
}

function headline({ query, hits, relevance, interpreted }: SearchAnswer, look: Look): string {
  const { since, until, project, file } = interpreted;
  const period = periodInWords(since, until);
  // Hits of other times stand in for a time that has none.
  const isMissed =
    period !== '' && hits.length > 0 && hits.every(({ started_at: at }) => !isIn(at, since, until));
  const limits = [
    ...(project ? [`in ${safeLine(project)}`] : []),
    ...(file ? [`about ${safeLine(file)}`] : []),
    ...(period !== '' && !isMissed ? [period] : []),
  ].join(', ');
  const question = `“${safeLine(query)}”${limits ? ` (${limits})` : ''}`;
  if (hits.length === 0) return wrap(`Nothing found for ${question}.`, look);
  if (relevance === 'none') return wrap(`Nothing relevant for ${question}. The nearest there is:`, look);
  const wanting = [...(isMissed ? [period] : []), ...(relevance === 'weak' ? ['certain'] : [])];
  const none = wanting.map((what) => `, none of them ${what}`).join('');
  return look.bold(wrap(`${counted(hits.length, 'session')} for ${question}${none}`, look));
}

/** In `[since, until)`, by the turn's beginning. */
function isIn(at: string, since: string | undefined, until: string | undefined): boolean {
  const time = Date.parse(at);
  return !(since && time < Date.parse(since)) && !(until && time >= Date.parse(until));
}

function hitLines(hit: SearchHit, place: number, look: Look): string {
  const about = [
    hit.project,
    localTime(hit.started_at),
    `turn ${hit.turn}`,
    ...(hit.matched.length > 0 ? [`by ${hit.matched.map((way) => BY[way]).join(' and ')}`] : []),
    ...(hit.ended ? [hit.ended] : []),
  ];
  const lines = [
    `${look.bold(wrap(`${place}. ${safeLine(hit.title)}`, look))}`,
    look.dim(wrap(about.map(safeLine).join(' · '), look, INDENT)),
    wrap(safeText(hit.snippet).trim(), look, INDENT),
  ];
  if (hit.outcome) lines.push(wrap(`→ ${safeLine(hit.outcome)}`, look, INDENT));
  if (hit.files && hit.files.length > 0)
    lines.push(look.dim(wrap(safeLine(filesInWords(hit.files)), look, INDENT)));
  if (hit.subagent) lines.push(look.dim(`${INDENT}in its sub-agent ${safeLine(hit.subagent)}`));
  if (hit.continues) lines.push(look.dim(`${INDENT}continues ${safeLine(hit.continues)}`));
  if (hit.continued_by) lines.push(look.dim(`${INDENT}continued by ${safeLine(hit.continued_by)}`));
  for (const note of hit.notes ?? []) lines.push(look.dim(wrap(safeText(note), look, INDENT)));
  lines.push(look.accent(`${INDENT}${replayCommand(hit.session_id, hit.turn)}`));
  return lines.join('\n');
}
