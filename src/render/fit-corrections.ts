import type { CorrectionsAnswer, CorrectionsRequest } from '../shared/corrections-answer.ts';
import { fit, plural, shortText, withNote } from './budget.ts';

/** Quotations are shortened first, then the last groups go, then examples. */
export function fitCorrections(
  answer: CorrectionsAnswer,
  letters: number,
  request: CorrectionsRequest,
): CorrectionsAnswer {
  const groups = answer.groups ?? [];
  type Part =
    | { group: NonNullable<CorrectionsAnswer['groups']>[number] }
    | { example: CorrectionsAnswer['examples'][number] };
  const quoted = answer.examples.slice(0, 2);
  return fit<CorrectionsAnswer, Part>(letters, {
    items: [
      ...quoted.map((example) => ({ example })),
      ...groups.map((group) => ({ group })),
      ...answer.examples.slice(2).map((example) => ({ example })),
    ],
    levels: [400, 200, 120],
    shorten: (part, level) =>
      'group' in part
        ? part
        : {
            example: {
              ...part.example,
              prompt: shortText(part.example.prompt, level),
              before:
                part.example.before === undefined ? undefined : shortText(part.example.before, level / 2),
            },
          },
    rebuild(parts, _, enough) {
      const keptGroups = parts.flatMap((part) => ('group' in part ? [part.group] : []));
      const examples = parts.flatMap((part) => ('example' in part ? [part.example] : []));
      const whole = enough === undefined ? answer : barestCounts(answer);
      const cut = { ...whole, groups: keptGroups.length > 0 ? keptGroups : undefined, examples };
      const left = [
        groups.length > keptGroups.length ? plural(groups.length - keptGroups.length, 'group') : '',
        answer.examples.length > examples.length
          ? plural(answer.examples.length - examples.length, 'example')
          : '',
      ].filter(Boolean);
      if (left.length === 0) return cut;
      return withNote(
        cut,
        `${left.join(' and ')}: same arguments with max_tokens ${enough ?? request.max_tokens * 2}.`,
      );
    },
  });
}

const MOST_CAUSES_WHEN_BARE = 4;

/** Counts alone, for an answer that has no room for anything beside them; causes come most frequent first. */
function barestCounts({
  baseline: { interrupted: _, ...baseline },
  detector,
  strict_baseline: __,
  edits_undone: ___,
  cost: ____,
  strict: _____,
  ...answer
}: CorrectionsAnswer): CorrectionsAnswer {
  return {
    ...answer,
    by_cause: Object.fromEntries(Object.entries(answer.by_cause).slice(0, MOST_CAUSES_WHEN_BARE)),
    baseline: { ...baseline, source: shortText(baseline.source, 24) },
    detector: { ...detector, measured_on: shortText(detector.measured_on, 24) },
  };
}
