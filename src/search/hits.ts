import type { SearchHit } from '../shared/search-answer.ts';
import { resumeCommand, sessionTitle } from '../shared/session-labels.ts';
import { shortened } from '../shared/shortened.ts';
import { fragmentsOf } from '../store/fragments.ts';
import type { Store } from '../store/open.ts';
import type { SearchFilter } from '../store/passage-filter.ts';
import { piecesOfPassages, type Piece } from '../store/passages.ts';
import { filesOfTurn, spawningTurn, turnCards, type TurnCard } from '../store/turn-cards.ts';
import type { Found } from './finds.ts';
import { snippetReader, type Snippet, type SnippetReader } from './snippet.ts';
import { outcomeOf } from './turn-outcome.ts';

/** From ranked sessions to what is shown of each: its turn, the part that matched, and how to go on. */
const MOST_FILES = 5;
const OUTCOME_CHARS = 240;
/** Of what only comes nearest: a line to judge it by, and the call that shows it. */
const BRIEF = { title: 60, snippet: 80 };

/** A session as it is shown. */
export interface Scored extends Found {
  /** How likely it answers, 0..1. */
  score: number;
}

export interface Showing {
  /** How much each of the question's words counts, lower case. */
  weights: ReadonlyMap<string, number>;
  /** What the question was limited to. */
  kinds: SearchFilter['kinds'];
  /** Without what a turn came to and its files, and with little text: none of the hits answers. */
  isBrief: boolean;
}

export function hitsOf(
  store: Store,
  found: readonly Scored[],
  { weights, kinds, isBrief }: Showing,
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
  const read = snippetReader(weights, kinds, isBrief ? BRIEF.snippet : undefined);
  return found.flatMap((item, index) => {
    const place = places[index]!;
    const card = cards.get(place.turnId);
    if (!card) return [];
    const shown = shownOf(item, pieces.get(item.best.id) ?? [], read);
    const inner = cards.get(place.innerTurnId) ?? card;
    const done = isBrief ? {} : doneIn(store, shown, card, inner);
    const title = sessionTitle(card.title, card.opening);
    return [hitOf(item, isBrief ? shortened(title, BRIEF.title) : title, shown, done, card, inner)];
  });
}

/** A sub-agent's find is led back to the turn that started it. */
function placeOf(store: Store, { best, root }: Found): { turnId: number; innerTurnId: number } {
  const outer = best.session_id === root ? undefined : spawningTurn(store, best.session_id, root);
  return { turnId: outer ?? best.turn_id, innerTurnId: best.turn_id };
}

/** The part of the best passage that matched, named by its kind. */
function shownOf({ fragment }: Found, pieces: readonly Piece[], read: SnippetReader): Snippet {
  return read(pieces, fragment === undefined ? undefined : fragmentsOf(pieces)[fragment]);
}

function hitOf(
  found: Scored,
  title: string,
  shown: Snippet,
  done: Done,
  card: TurnCard,
  inner: TurnCard,
): SearchHit {
  const id = card.key;
  const isAgent = inner.key !== card.key;
  return {
    session_id: id,
    turn: card.n,
    project: card.project ?? '',
    title,
    started_at: new Date(card.started_at).toISOString(),
    score: found.score,
    matched: found.matched,
    snippet: `${shown.kind}: ${shown.text}`,
    ...done,
    resume: resumeCommand(card.source, id, card.cwd),
    uri: `her://sessions/${id}`,
    next: {
      tool: 'replay_session',
      arguments: isAgent ? { session: inner.key } : { session: id, turns: `${Math.max(1, card.n)}` },
    },
  };
}

/** What came of a turn, and where. */
type Done = Pick<SearchHit, 'outcome' | 'ended' | 'files' | 'subagent'>;

function doneIn(store: Store, shown: Snippet, card: TurnCard, inner: TurnCard): Done {
  const isAgent = inner.key !== card.key;
  const files = [...(isAgent ? [inner] : []), card].flatMap(({ turn_id: turn }) =>
    filesOfTurn(store, turn, MOST_FILES),
  );
  const outcome = unlessShown(outcomeOf(store, inner, card, OUTCOME_CHARS), shown.text);
  return {
    ...(outcome ? { outcome } : {}),
    ...(card.interrupted ? { ended: 'interrupted' } : {}),
    ...(files.length > 0 ? { files: [...new Set(files)].slice(0, MOST_FILES) } : {}),
    ...(isAgent ? { subagent: inner.key } : {}),
  };
}

/** Nothing when the snippet says it already. */
function unlessShown(outcome: string, snippet: string): string | undefined {
  return outcome === '' || snippet.replaceAll('**', '').includes(outcome.slice(0, 60)) ? undefined : outcome;
}
