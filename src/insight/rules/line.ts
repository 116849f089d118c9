import type { JudgedTurn } from '../../shared/judged-turn.ts';
import type { Complaint } from './complaint.ts';

/** A line for CLAUDE.md out of what was said several times. Pure. */

interface Said {
  kind: JudgedTurn['kind'];
  complaint: Complaint;
}

/** What a person says around the point: it is no part of a rule. */
const AROUND =
  /^(?:(?:(?:no|nope)(?=\s*[,.!:;–-])|(?:hey|hm+|ok|okay|and|but|so|again|please|pls|sorry|stop|wait|well|also|as i said|i said|i told you|like i said)\b)[\s,.!:–-]*)+/i;
const BEHIND = /[\s,]*(?:\b(?:please|pls|i said that before|as i said|again|thanks|always)\b[\s.!,]*)+$/i;

/** The contrast where there is one, else the shortest instruction, else the complaint quoted as what to avoid; `times`: turns that said it. */
export function lineFor(said: readonly Said[], terms: readonly string[], times: number): string {
  const contrast = mostFrequent(
    said.flatMap(({ complaint: { contrast: one } }) =>
      one && terms.some((term) => one.wanted.includes(term) || one.unwanted.includes(term))
        ? [`Use ${one.wanted}, not ${one.unwanted}.`]
        : [],
    ),
  );
  if (contrast) return contrast;
  const byLength = said.toSorted((a, b) => a.complaint.sentence.length - b.complaint.sentence.length);
  const instruction = byLength.find(({ complaint }) => complaint.isInstruction);
  if (instruction) return asSentence(instruction.complaint.sentence);
  const shortest = byLength[0]!;
  const words = asSentence(shortest.complaint.sentence).replace(/[.!?]+$/, '');
  return shortest.kind === 'failure_report'
    ? `Before saying that it is done, check for what came back ${times} times: "${words}".`
    : `Mind what was said ${times} times: "${words}".`;
}

function mostFrequent(lines: readonly string[]): string | undefined {
  const counts = Map.groupBy(lines, (line) => line);
  return [...counts].sort((a, b) => b[1].length - a[1].length)[0]?.[0];
}

function asSentence(text: string): string {
  const core = text.replace(AROUND, '').replace(BEHIND, '').replace(/\s+/g, ' ').trim() || text.trim();
  const sentence = core[0]!.toUpperCase() + core.slice(1);
  return /[.!?]$/.test(sentence) ? sentence.replace(/!+$/, '.') : `${sentence}.`;
}
