import type { Resolution } from '../src/insight/errors/resolution.ts';
import type { ErrorHit, Fix, FixStep } from '../src/shared/errors-answer.ts';
import { sessionTitle } from '../src/shared/session-labels.ts';
import { shortened } from '../src/shared/shortened.ts';
import { piecesOfTurn, stepsFrom, type StoredStep } from '../src/store/error-places.ts';
import type { TurnPlace } from '../src/store/file-work.ts';
import type { Store } from '../src/store/open.ts';
import type { Piece } from '../src/store/passages.ts';
import { spawningTurn, turnCards } from '../src/store/turn-cards.ts';
import { heldBy, shownError } from '../src/search/error-parts.ts';
import { outcomeIn } from '../src/search/outcome.ts';
import { saysLittle } from '../src/search/sentences.ts';
import { outcomeOf } from '../src/search/turn-outcome.ts';

/** What is shown of an error that was met: the call, the error, what mended it and how it ended. */

/** So much of the error's weight in a paragraph of the reply: it is about it. */
const SPOKEN_OF = 0.25;
const TARGET_CHARS = 240;
const CHANGE_CHARS = 200;
const OUTCOME_CHARS = 240;
const MOST_STEPS = 6;

export interface Met {
  turnId: number;
  score: number;
  in: ErrorHit['met_in'];
  text: string;
  /** What the asked error is about and this one is not. */
  differs: string[];
  /** The call that failed; of an error that was told, none. */
  failed?: StoredStep;
}

/** None when its turn is gone. @param resolution undefined where nothing shows that it went away */
export function errorHit(
  store: Store,
  one: Met,
  place: TurnPlace,
  resolution: Resolution<StoredStep> | undefined,
  weights: ReadonlyMap<string, number>,
): ErrorHit[] {
  const isAgent = place.session_id !== place.root_id;
  const outer = isAgent ? spawningTurn(store, place.session_id, place.root_id) : undefined;
  const endId = resolution?.by.turn_id ?? one.turnId;
  const cards = turnCards(store, [one.turnId, endId, ...(outer === undefined ? [] : [outer])]);
  const inner = cards.get(one.turnId);
  const card = cards.get(outer ?? one.turnId);
  if (!card || !inner) return [];
  const end = cards.get(endId) ?? inner;
  const about = outcomeIn(aboutIt(end.reply, weights), OUTCOME_CHARS);
  const outcome = saysLittle(about) ? outcomeOf(store, end, card, OUTCOME_CHARS) : about;
  return [
    {
      session_id: card.key,
      turn: Math.max(1, card.n),
      project: card.project ?? 'unknown',
      title: sessionTitle(card.title, card.opening),
      started_at: new Date(card.started_at).toISOString(),
      score: one.score,
      ...(one.differs.length > 0 ? { differs: one.differs } : {}),
      met_in: one.in,
      ...(one.failed ? { call: callText(one.failed) } : {}),
      error: one.failed
        ? shownError(one.text.replace(/<\/?tool_use_error>/g, ''), weights)
        : one.text.replace(/\s+/g, ' ').trim(),
      ...(resolution && resolution.failures > 1 ? { times: resolution.failures } : {}),
      ...(resolution ? { fix: fixOf(store, resolution, inner.n) } : {}),
      ...(outcome ? { outcome } : {}),
      ...(isAgent ? { subagent: place.key } : {}),
      next: {
        tool: 'replay_session',
        arguments: {
          session: place.key,
          turns: end.n > inner.n ? `${inner.n}-${end.n}` : `${Math.max(1, inner.n)}`,
        },
      },
    },
  ];
}

/** The paragraph that speaks of the error, or else all of the reply. */
function aboutIt(reply: string, weights: ReadonlyMap<string, number>): string {
  const held = reply.split(/\n{2,}/).map((text) => ({ text, share: heldBy(text, weights) }));
  const best = held.reduce((one, other) => (other.share > one.share ? other : one), {
    text: reply,
    share: 0,
  });
  return best.share >= SPOKEN_OF ? best.text : reply;
}

function fixOf(store: Store, { sign, steps, by }: Resolution<StoredStep>, failedIn: number): Fix {
  const last = steps.slice(-MOST_STEPS);
  const changes = changesOf(store, last);
  return {
    sign,
    ...(by.turn > failedIn ? { turn: by.turn } : {}),
    ...(last.length > 0 ? { steps: last.map((step) => toldStep(step, changes.get(step.id))) } : {}),
    ...(steps.length > last.length ? { left_out: steps.length - last.length } : {}),
    by: callText(by),
  };
}

function toldStep({ tool, target }: StoredStep, change: string | undefined): FixStep {
  return {
    tool,
    target: head(target, TARGET_CHARS),
    ...(change ? { change: head(change, CHANGE_CHARS) } : {}),
  };
}

/** What edits put in, by row id of the call: the pieces of a turn stand in the order of its calls. */
function changesOf(store: Store, steps: readonly StoredStep[]): Map<number, string> {
  const found = new Map<number, string>();
  for (const turnId of new Set(steps.filter(({ kind }) => kind === 'edit').map((step) => step.turn_id))) {
    const pieces = piecesOfTurn(store, turnId).filter(({ kind }) => kind === 'edit');
    const edits = stepsFrom(store, turnId, 1).filter(({ kind }) => kind === 'edit');
    for (const [target, calls] of Map.groupBy(edits, (call) => call.target)) {
      const texts = pieces.filter((piece: Piece) => piece.text.startsWith(target));
      for (const [index, call] of calls.entries()) {
        const text = texts[index]?.text.slice(target.length).trim();
        if (text) found.set(call.id, text);
      }
    }
  }
  return found;
}

function callText({ tool, target }: StoredStep): string {
  return `${tool}: ${head(target, TARGET_CHARS)}`;
}

function head(text: string, letters: number): string {
  return shortened(text.replace(/<\/?tool_use_error>/g, '').trim(), letters);
}
