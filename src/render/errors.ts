import type { ErrorHit, ErrorsAnswer, Fix } from '../shared/errors-answer.ts';
import { fit, shortText, withNote } from './budget.ts';
import { ending } from './ending.ts';
import { counted, localTime } from './figures.ts';
import { wrap } from './layout.ts';
import { PLAIN, type Look } from './look.ts';
import { replayCommand } from './replay-command.ts';
import { safeLine, safeText } from './safe-text.ts';

const INDENT = '   ';

/** Texts are shortened first, then the steps of a fix, then the last hits go. */
export function fitErrors(answer: ErrorsAnswer, letters: number): ErrorsAnswer {
  return fit<ErrorsAnswer, ErrorHit>(letters, {
    items: answer.hits,
    levels: [400, 240, 140, 80],
    shorten: shortHit,
    rebuild(hits, shortened, enough) {
      const cut = { ...answer, error: shortText(answer.error, shortened ? 80 : 200), hits };
      const left = answer.hits.length - hits.length;
      if (left === 0) return cut;
      const more = enough ?? Math.ceil(JSON.stringify(answer).length / 400 + 1) * 100;
      return withNote(
        cut,
        `${counted(left, 'more hit')} for which max_tokens had no room: same arguments with max_tokens ${Math.min(11_250, more)}.`,
      );
    },
  });
}

function shortHit(hit: ErrorHit, letters: number): ErrorHit {
  return {
    ...hit,
    title: shortText(hit.title, Math.min(80, letters)),
    error: shortText(hit.error, letters),
    call: hit.call === undefined ? undefined : shortText(hit.call, Math.min(240, letters)),
    fix: hit.fix === undefined ? undefined : shortFix(hit.fix, letters),
    outcome: hit.outcome === undefined || letters < 140 ? undefined : shortText(hit.outcome, letters),
  };
}

function shortFix(fix: Fix, letters: number): Fix {
  const kept = letters >= 240 ? 6 : letters >= 140 ? 3 : 1;
  const steps = fix.steps?.slice(-kept).map((step) => ({
    tool: step.tool,
    target: shortText(step.target, letters / 2 + 40),
    change: step.change === undefined || letters < 140 ? undefined : shortText(step.change, letters / 2),
  }));
  const gone = (fix.steps?.length ?? 0) - (steps?.length ?? 0) + (fix.left_out ?? 0);
  return { ...fix, steps, left_out: gone > 0 ? gone : undefined, by: shortText(fix.by, letters) };
}

/** The hits as text, best first. */
export function renderErrors(answer: ErrorsAnswer, look: Look = PLAIN): string {
  const hits = answer.hits.map((hit, index) => hitLines(hit, index + 1, look));
  return [headline(answer, look), ...hits, ...ending(answer, look)].join('\n\n') + '\n';
}

function headline({ hits, relevance }: ErrorsAnswer, look: Look): string {
  if (hits.length === 0) return wrap('This error is not on record.', look);
  const met = relevance === 'strong' ? 'Met' : 'Something like it was met';
  const places = hits.length === 1 ? 'once' : `in ${hits.length} places, best fit first`;
  return look.bold(wrap(`${met} ${places}`, look));
}

function hitLines(hit: ErrorHit, place: number, look: Look): string {
  const about = [
    hit.project,
    localTime(hit.started_at),
    `turn ${hit.turn}`,
    ...(hit.times ? [`${hit.times} times`] : []),
  ];
  const lines = [
    look.bold(wrap(`${place}. ${safeLine(hit.title)}`, look)),
    look.dim(wrap(about.map(safeLine).join(' · '), look, INDENT)),
    ...(hit.call ? [wrap(safeLine(hit.call), look, INDENT)] : []),
    wrap(`✗ ${safeText(hit.error)}`, look, INDENT),
    ...(hit.differs
      ? [look.dim(wrap(`≠ not about ${hit.differs.map(safeLine).join(', ')}`, look, INDENT))]
      : []),
    ...fixLines(hit, look),
  ];
  if (hit.outcome) lines.push(wrap(`→ ${safeLine(hit.outcome)}`, look, INDENT));
  if (hit.subagent) lines.push(look.dim(`${INDENT}in its sub-agent ${safeLine(hit.subagent)}`));
  const { session, turns } = hit.next.arguments;
  lines.push(
    look.accent(
      `${INDENT}${replayCommand(String(session), turns === undefined ? undefined : String(turns))}`,
    ),
  );
  return lines.join('\n');
}

function fixLines({ fix }: ErrorHit, look: Look): string[] {
  if (!fix) return [look.dim(`${INDENT}Nothing on record shows that it went away.`)];
  const { sign, turn, steps = [], left_out: leftOut, by } = fix;
  const when = turn === undefined ? '' : ` in turn ${turn}`;
  const went = sign === 'same_call' ? 'Then it went well' : 'Then this went well';
  return [
    ...(leftOut ? [look.dim(`${INDENT}  … ${counted(leftOut, 'earlier step')}`)] : []),
    ...steps.map(({ tool, target, change }) =>
      wrap(`· ${safeLine(tool)}: ${safeLine(target)}${change ? ` (${safeLine(change)})` : ''}`, look, INDENT),
    ),
    wrap(`✓ ${went}${when}: ${safeLine(by)}`, look, INDENT),
  ];
}
