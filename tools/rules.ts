import { beforeAfter } from '../src/insight/before-after.ts';
import {
  complaintTexts,
  recurringComplaints,
  saysAgain,
  type Recurring,
} from '../src/insight/rules/recurring.ts';
import type { WithoutFreshness } from '../src/shared/answers.ts';
import type { JudgedTurn } from '../src/shared/judged-turn.ts';
import type { RulesAnswer, RulesRequest } from '../src/shared/rules-answer.ts';
import { judgedTurns } from '../src/store/judged-turns.ts';
import type { Store } from '../src/store/open.ts';
import { projectNamesById, projectsMatching } from '../src/store/projects.ts';
import { takenAdvice } from '../src/store/taken-advice.ts';
import { writtenRule } from './claude_md.ts';
import { selectionOf } from './selection.ts';

/** Complaints that came back, as rules, and what became of the rules that were accepted. */

const MOST_EXAMPLES = 4;
const PROMPT_CHARS = 240;
export const GENERAL = 'general';

/**
 * @param byMeaning the built-in model tells complaints that mean the same; else they are grouped by their words alone
 * @throws HerError `bad-time` | `unknown-project`
 */
export async function rulesIn(
  store: Store,
  request: RulesRequest,
  now: number,
  byMeaning: boolean,
): Promise<WithoutFreshness<RulesAnswer>> {
  const turns = judgedTurns(store, await selectionOf(store, request, now));
  const vectors = byMeaning ? await vectorsOf(complaintTexts(turns)) : undefined;
  const found = recurringComplaints(turns, request.min_sessions, vectors && ((text) => vectors.get(text)));
  const shown = found.slice(0, request.limit);
  const followed = followedUp(store, turns);
  const notes = [
    ...(found.length === 0 ? ['No complaint came back in several sessions here: no rule is suggested.'] : []),
    ...(found.length > shown.length ? [`${found.length - shown.length} more: raise limit.`] : []),
  ];
  return {
    looked_at: { turns: turns.length, pushback: turns.filter((turn) => turn.kind !== null).length },
    rules: await Promise.all(shown.map((one) => ruleOf(store, one, turns))),
    ...(followed.length > 0 ? { followed_up: followed } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

/** Of the built-in model, whatever model searches: the same rules are found wherever they are asked for. */
async function vectorsOf(texts: string[]): Promise<Map<string, Float32Array>> {
  if (texts.length === 0) return new Map();
  const { builtInModelFolder, openEmbedder } = await import('../src/embed/open.ts');
  const embedder = await openEmbedder('static', { modelsFolder: builtInModelFolder(), inSlices: true });
  const vectors = (await embedder?.embed(texts)) ?? [];
  await embedder?.close();
  return new Map(vectors.map((vector, index) => [texts[index]!, vector]));
}

async function ruleOf(
  store: Store,
  found: Recurring,
  turns: readonly JudgedTurn[],
): Promise<RulesAnswer['rules'][number]> {
  const { line, terms, sessions, projects } = found;
  const folders = projects.flatMap((name) =>
    name === '' ? [] : projectsMatching(store, name).map(({ path }) => path),
  );
  const written = await writtenRule(folders, terms);
  const times = found.turns.flatMap(({ at }) => at ?? []);
  const causes = [...new Set(found.turns.flatMap(({ cause }) => cause ?? []))];
  return {
    line,
    scope: projects.length === 1 && projects[0] ? projects[0] : GENERAL,
    said: found.turns.length,
    sessions,
    pushback: found.turns.filter(({ kind }) => kind !== null).length,
    ...(causes.length > 0 ? { causes } : {}),
    ...(times.length > 0
      ? { first: new Date(times[0]!).toISOString(), last: new Date(times.at(-1)!).toISOString() }
      : {}),
    ...(written
      ? {
          written: {
            file: written.file,
            line: written.line,
            ...(written.since === undefined ? {} : { since: new Date(written.since).toISOString() }),
          },
        }
      : {}),
    ...(written?.since === undefined
      ? {}
      : {
          outcome: outcomeOf(
            turns.filter((turn) => projects.includes(turn.project)),
            terms,
            written.since,
          ),
        }),
    examples: found.turns
      .toReversed()
      .slice(0, MOST_EXAMPLES)
      .map(({ sessionId, turn, prompt }) => ({ session_id: sessionId, turn, prompt: short(prompt) })),
    terms,
  };
}

/** Of the rules that were accepted: in their own project, or in all. */
function followedUp(store: Store, turns: readonly JudgedTurn[]): NonNullable<RulesAnswer['followed_up']> {
  const names = projectNamesById(store);
  return takenAdvice(store, 'rule').map(({ text, terms, project_id: id, at }) => {
    const scope = id === null ? GENERAL : (names.get(id) ?? GENERAL);
    const within = scope === GENERAL ? turns : turns.filter((turn) => turn.project === scope);
    return { line: text, scope, outcome: outcomeOf(within, terms, at) };
  });
}

function outcomeOf(
  turns: readonly JudgedTurn[],
  terms: readonly string[],
  at: number,
): ReturnType<typeof beforeAfter> {
  return beforeAfter(
    turns.map((turn) => ({ at: turn.at, happened: saysAgain(turn.prompt, terms) })),
    at,
  );
}

function short(prompt: string): string {
  const line = prompt.replace(/\s+/g, ' ').trim();
  return line.length <= PROMPT_CHARS ? line : `${line.slice(0, PROMPT_CHARS - 1).toWellFormed()}…`;
}
