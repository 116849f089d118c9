import type { SearchRequest } from '../shared/search-answer.ts';
import { periodOf } from '../shared/when.ts';
import type { SearchFilter } from '../store/passage-filter.ts';
import { projectsMatching, unknownProject } from '../store/projects.ts';
import { turnsAbout } from './file-turns.ts';
import type { Question } from './question.ts';
import type { SearchContext } from './search-context.ts';

/** What a search is limited to: what parameters demand, and what the question names; parameters win. */
export async function limitsOf(
  { store, now }: SearchContext,
  request: SearchRequest,
  question: Question,
): Promise<{ filter: SearchFilter; notes: string[] }> {
  const notes: string[] = [];
  const hasTime = request.since !== undefined || request.until !== undefined;
  const { since, until } = hasTime ? await periodOf(request, now) : question;
  const filter: SearchFilter = { since, until };
  const project = request.project ?? question.project;
  if (project !== undefined) {
    filter.projects = projectsMatching(store, project).map((row) => row.id);
    if (filter.projects.length === 0) notes.push(unknownProject(store, project));
  }
  if (request.file !== undefined) {
    filter.turns = turnsAbout(store, request.file);
    if (filter.turns.length === 0)
      notes.push(`No turn on record read or changed a file that ends in "${request.file}".`);
  }
  if (request.kinds) filter.kinds = [...request.kinds];
  return { filter, notes };
}
