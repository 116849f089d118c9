import { nearlyWritten } from '../shared/near-spelling.ts';

/** A project that a question names, and the question without it. */
export interface NamedProject {
  project: string;
  rest: string;
}

const KIND = '(?:project|repo(?:sitory)?|codebase|worktree|folder|directory)';
const BEFORE = `(?:\\b(?:in|on|of|for|from|at|within|inside|under) )`;
/** A shorter name that is one word is often just that word ("cli", "api"). */
const SHORTEST = 5;

/**
 * "in project x", "the x repo", "project: x", "x's", "x: …", "in ~/code/x". A bare word that happens to be a project's name
 * is a word. What stands between the words of a name may differ (`web-shop`, `web_shop`), and with a word such as
 * "project" beside it the name may be written apart or slightly wrong.
 */
export function projectIn(text: string, projects: readonly string[]): NamedProject | undefined {
  const squeezed = bare(text);
  for (const project of [...new Set(projects)].sort((a, b) => b.length - a.length)) {
    if (bare(project) === '' || !squeezed.includes(bare(project))) continue;
    const found = named(text, project);
    if (found) return { project, rest: without(text, found) };
  }
  const misspelled = WITH_KIND.exec(text);
  const [near, ...others] = misspelled?.[1] ? nearlyWritten(misspelled[1], projects) : [];
  return misspelled && near && others.length === 0
    ? { project: near, rest: without(text, misspelled) }
    : undefined;
}

const WITH_KIND = new RegExp(
  `${BEFORE}?(?:\\bthe )?\\b([\\w.-]{${SHORTEST},}) (?:project|repo(?:sitory)?)\\b`,
  'i',
);

function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function named(text: string, project: string): RegExpExecArray | null {
  const words = project.match(/[\p{L}\p{N}]+/gu) ?? [];
  // As it is written, with another mark, or (only beside a word that tells what it is) apart or together.
  const written = words.join('[_.-]');
  const apart = words.join('[\\s_.-]*');
  const mark = '["\'`]?';
  const end = '(?![\\w-]|\\.\\w|/\\w)';
  const start = '(?<![\\w.-]|\\w/)';
  const patterns = [
    `${BEFORE}?(?:\\b(?:the|my|our) )?\\b${KIND}[: ] ?${mark}${apart}${mark}${end}`,
    `${BEFORE}?(?:\\b(?:the|my|our) )?${start}${mark}${apart}${mark}(?:'s)? ${KIND}\\b`,
    `${BEFORE}(?:the )?${mark}~?[\\w./-]*/${written}/?${mark}${end}`,
    ...(words.length > 1 || project.length >= SHORTEST
      ? [
          `${BEFORE}(?:the )?${start}${mark}${written}${mark}${end}`,
          // Three words stand together by hardly any chance.
          ...(words.length > 2 ? [`${BEFORE}(?:the )?${start}${mark}${apart}${mark}${end}`] : []),
          ...(words.length > 1 ? [`^${written}: `, `${start}${written}['’]s (?=\\S)`] : []),
        ]
      : []),
  ];
  for (const pattern of patterns) {
    const found = new RegExp(pattern, 'iu').exec(text);
    if (found) return found;
  }
  return null;
}

function without(text: string, found: RegExpExecArray): string {
  const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
  return rest.replace(/^ +| +$|(?<= ) +/g, '');
}
