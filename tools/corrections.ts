import { countCorrections } from '../src/insight/corrections.ts';
import { DETECTOR } from '../src/insight/pushback/index.ts';
import type { CorrectionsAnswer, CorrectionsRequest, WithoutFreshness } from '../src/shared/answers.ts';
import { PUSHBACK_CAUSES } from '../src/shared/answers.ts';
import { HerError } from '../src/shared/errors.ts';
import { parseSince, parseUntil } from '../src/shared/when.ts';
import { judgedTurns } from '../src/store/judged-turns.ts';
import type { Store } from '../src/store/open.ts';
import { projectNames, projectsMatching } from '../src/store/projects.ts';

/** Pushback in the stored turns, with the detector's measured figures beside it. */

/** The nearest public figure; its labels and its people are others, so it is for scale only. */
const BASELINE = {
  name: 'SWE-chat (turns that push back)',
  rate: 0.39,
  source:
    'SWE-chat, coding-agent sessions published through Entire; labelled by a model, loosely; not the same measure',
};
const PROMPT_CHARS = 400;

/** @throws HerError `bad-time` | `no-project` */
export async function correctionsIn(
  store: Store,
  request: CorrectionsRequest,
  now: number,
): Promise<WithoutFreshness<CorrectionsAnswer>> {
  const turns = judgedTurns(store, {
    ...(request.project === undefined ? {} : { projects: projectIds(store, request.project) }),
    ...(request.since === undefined ? {} : { since: await parseSince(request.since, now) }),
    ...(request.until === undefined ? {} : { until: await parseUntil(request.until, now) }),
  });
  const { pushedBack, ...counts } = countCorrections(turns, request.group_by);
  const notes: string[] = [];
  if (counts.turns === 0)
    notes.push('No turn in this selection answers an earlier one, so there is nothing to count.');
  const unjudged = turns.filter((turn) => turn.intent === null).length;
  if (unjudged > 0) notes.push(`${unjudged} turns are not judged yet: indexing is under way.`);
  return {
    ...counts,
    baseline: BASELINE,
    detector: DETECTOR,
    examples: pushedBack.slice(0, request.examples).map((turn) => ({
      session_id: turn.sessionId,
      turn: turn.turn,
      prompt_uuid: turn.promptUuid,
      kind: turn.kind ?? 'correction',
      ...(isCause(turn.cause) ? { cause: turn.cause } : {}),
      confidence: turn.confidence ?? 0,
      prompt: shortened(turn.prompt),
      ...(turn.before ? { before: turn.before.replace(/\s+/g, ' ').trim() } : {}),
    })),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

function projectIds(store: Store, project: string): number[] {
  const ids = projectsMatching(store, project).map((row) => row.id);
  if (ids.length > 0) return ids;
  throw new HerError(
    'no-project',
    `No project is called "${project}". Known: ${projectNames(store).slice(0, 8).join(', ')}.`,
  );
}

function isCause(cause: string | null): cause is NonNullable<CorrectionsAnswer['examples'][number]['cause']> {
  return PUSHBACK_CAUSES.some((known) => known === cause);
}

function shortened(prompt: string): string {
  return prompt.length <= PROMPT_CHARS ? prompt : `${prompt.slice(0, PROMPT_CHARS - 1).toWellFormed()}…`;
}
