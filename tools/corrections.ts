import { countCorrections } from '../src/insight/corrections.ts';
import { round } from '../src/insight/interval.ts';
import { undoneEdits } from '../src/insight/undone-edits.ts';
import { DETECTOR } from '../src/insight/pushback/index.ts';
import type { WithoutFreshness } from '../src/shared/answers.ts';
import type { CorrectionsAnswer, CorrectionsRequest } from '../src/shared/corrections-answer.ts';
import { PUSHBACK_CAUSES } from '../src/shared/answers.ts';
import type { JudgedTurn } from '../src/shared/judged-turn.ts';
import { editSteps, workByTurn, type TurnWork } from '../src/store/turn-work.ts';
import { judgedTurns } from '../src/store/judged-turns.ts';
import type { Store } from '../src/store/open.ts';
import { selectionOf } from './selection.ts';

/** Pushback in the stored turns, with the detector's measured figures beside it. */

/** The nearest public figures; labels and people are others, so they are for scale only. */
const BASELINE = {
  name: 'SWE-chat (turns that push back)',
  rate: 0.39,
  source: 'SWE-chat, public sessions labelled by a model, loosely: measured differently',
  interrupted: 0.05,
};
const STRICT_BASELINE = {
  name: 'How Coding Agents Fail Their Users (user turns in CLI sessions with a breakdown)',
  rate: 0.051,
  source: 'arXiv 2605.29442, breakdowns that a model validated one by one: measured differently',
};
const PROMPT_CHARS = 400;

/** @throws HerError `bad-time` | `unknown-project` */
export async function correctionsIn(
  store: Store,
  request: CorrectionsRequest,
  now: number,
): Promise<WithoutFreshness<CorrectionsAnswer>> {
  const turns = judgedTurns(store, await selectionOf(store, request, now));
  const { pushedBack, strict, trend, ...counts } = countCorrections(turns, request.group_by);
  const notes: string[] = [];
  if (counts.turns === 0)
    notes.push('No turn in this selection answers an earlier one, so there is nothing to count.');
  const unjudged = turns.filter((turn) => turn.intent === null).length;
  if (unjudged > 0) notes.push(`${unjudged} turns are not judged yet: indexing is under way.`);
  return {
    ...counts,
    strict,
    trend,
    ...spentInVain(store, turns, pushedBack),
    baseline: BASELINE,
    strict_baseline: STRICT_BASELINE,
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

/** What the turns took that were then pushed back, and how many edits did not last. */
function spentInVain(
  store: Store,
  turns: readonly JudgedTurn[],
  pushedBack: readonly JudgedTurn[],
): Pick<CorrectionsAnswer, 'cost' | 'edits_undone'> {
  const work = workByTurn(store);
  const sum = (ids: Iterable<number | null>): TurnWork => {
    const total = { tokens: 0, output: 0, cost_usd: 0, ms: 0 };
    for (const id of ids) {
      const own = id === null ? undefined : work.get(id);
      if (!own) continue;
      total.tokens += own.tokens;
      total.cost_usd += own.cost_usd;
      total.ms += own.ms;
    }
    return total;
  };
  const ids = turns.map((turn) => turn.id);
  const all = sum(ids);
  const inVain = sum(new Set(pushedBack.map((turn) => turn.beforeId)));
  const { edits, undone } = undoneEdits(editSteps(store, ids));
  return {
    ...(inVain.tokens + inVain.ms > 0
      ? {
          cost: {
            tokens: inVain.tokens,
            cost_usd: Math.round(inVain.cost_usd * 100) / 100,
            minutes: Math.round(inVain.ms / 6000) / 10,
            share_of_tokens: share(inVain.tokens, all.tokens),
            share_of_cost: share(inVain.cost_usd, all.cost_usd),
            share_of_minutes: share(inVain.ms, all.ms),
          },
        }
      : {}),
    ...(edits > 0 ? { edits_undone: { count: undone, edits, rate: share(undone, edits) } } : {}),
  };
}

/** A turn before the period may have been pushed back in it: never more than all. */
function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.min(1, round(part / whole));
}

function isCause(cause: string | null): cause is NonNullable<CorrectionsAnswer['examples'][number]['cause']> {
  return PUSHBACK_CAUSES.some((known) => known === cause);
}

function shortened(prompt: string): string {
  return prompt.length <= PROMPT_CHARS ? prompt : `${prompt.slice(0, PROMPT_CHARS - 1).toWellFormed()}…`;
}
