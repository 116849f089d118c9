import type { EditStep } from '../shared/session-edits.ts';

/**
 * Edits that did not last, as far as the record tells: their turn was rewound, the next prompt refused the work
 * and the file was then restored or edited again, or a command took the file back before it was committed. Pure.
 */
export interface UndoneEdits {
  edits: number;
  undone: number;
}

const COMMIT = /\bgit\s+commit\b/;
const RESTORE_ALL =
  /\bgit\s+(?:reset\s+--hard|checkout\s+(?:--\s+)?\.(?:\s|$)|restore\s+(?:--\S+\s+)*\.(?:\s|$)|stash(?:\s*$|\s+(?:push|-u|--)))/;
const TAKES_FILES = /\bgit\s+(?:checkout|restore)\b|\bgit\s+rm\b|(?:^|[;&|]\s*)rm\s/;

/** @param steps successful edits and commands, session by session, in the order in which they ran */
export function undoneEdits(steps: readonly EditStep[]): UndoneEdits {
  let [edits, undone] = [0, 0];
  for (const own of Map.groupBy(steps, (step) => step.sessionId).values()) {
    const open = new Map<EditStep, boolean>();
    for (const step of own) {
      if (step.kind === 'edit') {
        for (const [earlier] of open)
          if (earlier.target === step.target && earlier.rejectedNext && earlier.turnId !== step.turnId)
            open.set(earlier, true);
        open.set(step, step.rewound);
      } else if (COMMIT.test(step.target)) {
        undone += count(open);
        open.clear();
      } else if (RESTORE_ALL.test(step.target)) for (const edit of open.keys()) open.set(edit, true);
      else if (TAKES_FILES.test(step.target))
        for (const edit of open.keys()) if (names(step.target, edit.target)) open.set(edit, true);
    }
    undone += count(open);
    edits += own.filter((step) => step.kind === 'edit').length;
  }
  return { edits, undone };
}

function count(open: ReadonlyMap<EditStep, boolean>): number {
  return [...open.values()].filter(Boolean).length;
}

/** A command mostly names a file by the end of its path, or by its folder. */
function names(command: string, path: string): boolean {
  const words = command.split(/[\s'"]+/).map((word) => word.replace(/^\.\//, ''));
  return words.some(
    (word) =>
      word.length > 2 &&
      (path === word || path.endsWith(`/${word}`) || path.includes(`/${word.replace(/\/$/, '')}/`)),
  );
}
