import type { SearchHit } from '../shared/search-answer.ts';
import { resumeCommand, sessionTitle } from '../shared/session-labels.ts';
import { fragmentsOf } from '../store/fragments.ts';
import type { Store } from '../store/open.ts';
import type { SearchFilter } from '../store/passage-filter.ts';
import { piecesOfPassages, type Piece } from '../store/passages.ts';
import { filesOfTurn, spawningTurn, turnCards, type TurnCard } from '../store/turn-cards.ts';
import type { Found } from './finds.ts';
import { snippetReader, type SnippetReader } from './snippet.ts';
import { outcomeOf } from './turn-outcome.ts';

/** From ranked sessions to what is shown of each: its turn, the part that matched, and how to go on. */
const MOST_FILES = 5;
const OUTCOME_CHARS = 240;

/** A session as it is shown. */
export interface Scored extends Found {
  /** How likely it answers, 0..1. */
  score: number;
}

/**
 * @param weights how much each of the question's words counts, lower case
 * @param kinds what the question was limited to
 */
export function hitsOf(
  store: Store,
  found: readonly Scored[],
  weights: ReadonlyMap<string, number>,
  kinds: SearchFilter['kinds'],
): SearchHit[] {
  const pieces = piecesOfPassages(
    store,
    found.map(({ best }) => best.id),
  );
  const places = found.map((item) => placeOf(store, item));
  const cards = turnCards(
    store,
    places.flatMap(({ turnId, innerTurnId }) => [turnId, innerTurnId]),
  );
  const read = snippetReader(weights, kinds);
  return found.flatMap((item, index) => {
    const place = places[index]!;
    const card = cards.get(place.turnId);
    if (!card) return [];
    const shown = shownOf(item, pieces.get(item.best.id) ?? [], read);
    return [hitOf(store, item, shown, card, cards.get(place.innerTurnId) ?? card)];
  });
}

/** A sub-agent's find is led back to the turn that started it. */
function placeOf(store: Store, { best, root }: Found): { turnId: number; innerTurnId: number } {
  const outer = best.session_id === root ? undefined : spawningTurn(store, best.session_id, root);
  return { turnId: outer ?? best.turn_id, innerTurnId: best.turn_id };
}

/** The part of the best passage that matched, named by its kind. */
function shownOf(
  { fragment }: Found,
  pieces: readonly Piece[],
  read: SnippetReader,
): { kind: string; text: string } {
  return read(pieces, fragment === undefined ? undefined : fragmentsOf(pieces)[fragment]);
}

function hitOf(
  store: Store,
  found: Scored,
  shown: { kind: string; text: string },
  card: TurnCard,
  inner: TurnCard,
): SearchHit {
  const id = card.key;
  const isAgent = inner.key !== card.key;
  const files = [...(isAgent ? [inner] : []), card].flatMap(({ turn_id: turn }) =>
    filesOfTurn(store, turn, MOST_FILES),
  );
  const outcome = unlessShown(outcomeOf(store, inner, card, OUTCOME_CHARS), shown.text);
  return {
    session_id: id,
    turn: card.n,
    project: card.project ?? '',
    title: sessionTitle(card.title, card.opening),
    started_at: new Date(card.started_at).toISOString(),
    score: found.score,
    matched: found.matched,
    snippet: `${shown.kind}: ${shown.text}`,
    ...(outcome ? { outcome } : {}),
    ...(card.interrupted ? { ended: 'interrupted' } : {}),
    ...(files.length > 0 ? { files: [...new Set(files)].slice(0, MOST_FILES) } : {}),
    ...(isAgent ? { subagent: inner.key } : {}),
    resume: resumeCommand(card.source, id, card.cwd),
    uri: `her://sessions/${id}`,
    next: {
      tool: 'replay_session',
      arguments: isAgent ? { session: inner.key } : { session: id, turns: `${Math.max(1, card.n)}` },
    },
  };
}

/** Nothing when the snippet says it already. */
function unlessShown(outcome: string, snippet: string): string | undefined {
  return outcome === '' || snippet.replaceAll('**', '').includes(outcome.slice(0, 60)) ? undefined : outcome;
}
