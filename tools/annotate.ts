import { findSession } from '../src/replay/find-session.ts';
import type { AnnotateAnswer, AnnotateRequest } from '../src/shared/annotate-answer.ts';
import type { WithoutFreshness } from '../src/shared/answers.ts';
import { PUSHBACK_KINDS } from '../src/shared/answers.ts';
import { HerError } from '../src/shared/errors.ts';
import { TYPED_HER } from '../src/shared/typed-her.ts';
import { dropAnnotation, putAnnotation, verdictOfTurn, type TurnVerdict } from '../src/store/annotations.ts';
import type { Store } from '../src/store/open.ts';

const PROMPT_CHARS = 400;

/**
 * Overrules the detector for one turn.
 * @param redact the note is stored, so secrets in it are replaced first
 * @throws HerError `no-session` | `ambiguous-session` | `no-turn` | `bad-arguments`
 */
export function annotate(
  store: Store,
  { session: meant, turn: n, kind, cause, note }: AnnotateRequest,
  redact: (text: string) => string,
  now: number,
): WithoutFreshness<AnnotateAnswer> {
  const session = findSession(store, meant, now);
  const turn = verdictOfTurn(store, session.id, n);
  if (!turn)
    throw new HerError(
      'no-turn',
      `Session ${session.key} has no turn ${n}. \`${TYPED_HER} replay\` (replay_session) shows its turns.`,
    );
  const uuid = turn.prompt_uuid;
  if (uuid === null || (turn.role !== 'person' && turn.role !== 'command'))
    throw new HerError(
      'no-turn',
      `Turn ${n} of ${session.key} is no prompt of a person, so it cannot be annotated.`,
    );
  if (cause !== undefined && (kind === 'none' || kind === 'detector'))
    throw new HerError('bad-arguments', `A cause belongs to pushback, not to "${kind}".`);
  if (kind === 'detector') dropAnnotation(store, uuid);
  else {
    putAnnotation(store, {
      prompt_uuid: uuid,
      kind: kind === 'none' ? null : kind,
      cause: cause ?? null,
      note: note === undefined ? null : redact(note),
      at: now,
    });
  }
  const prompt = turn.prompt.trim();
  return {
    session_id: session.key,
    turn: n,
    prompt_uuid: uuid,
    prompt: prompt.length <= PROMPT_CHARS ? prompt : `${prompt.slice(0, PROMPT_CHARS - 1).toWellFormed()}…`,
    before: told(turn),
    now: told(verdictOfTurn(store, session.id, n) ?? turn),
  };
}

function told({ kind, cause, confidence }: TurnVerdict): AnnotateAnswer['now'] {
  const known = PUSHBACK_KINDS.find((one) => one === kind);
  if (!known) return { kind: 'none' };
  return { kind: known, ...(cause ? { cause } : {}), ...(confidence === null ? {} : { confidence }) };
}
