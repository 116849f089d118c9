import { Option, type Command } from 'commander';
import { PASSAGE_KINDS, SEARCH_MODES, searchAnswer } from '../shared/search-answer.ts';
import {
  wholeNumber,
  withExamples,
  withFilters,
  withJson,
  type FilterOptions,
  type JsonOption,
} from './options.ts';

interface SearchOptions extends FilterOptions, JsonOption {
  limit?: number;
  mode?: string;
  kind?: string[];
  file?: string;
  cursor?: string;
}

/** `her search <words…>` */
export function addSearch(her: Command): void {
  const command = her
    .command('search')
    .description('find past sessions by words and by meaning')
    .argument('<words...>', 'what to look for, in plain words or as a question')
    .option('-n, --limit <count>', 'at most so many sessions (default 8)', wholeNumber(1, 50))
    .addOption(new Option('--mode <mode>', 'how to look').choices(SEARCH_MODES))
    .addOption(new Option('--kind <kinds...>', 'only in these').choices(PASSAGE_KINDS))
    .option('--file <path>', 'only turns about this file')
    .option('--cursor <cursor>', 'go on where an answer stopped')
    .action(async (words: string[], options: SearchOptions) => {
      const [{ ask }, { searchSessions }, { renderSearch }] = await Promise.all([
        import('./ask.ts'),
        import('../../tools/search_sessions.ts'),
        import('../render/search.ts'),
      ]);
      const { json, kind, ...rest } = options;
      await ask({
        tool: searchSessions,
        answer: searchAnswer,
        arguments: { query: words.join(' '), kinds: kind, ...rest },
        needsMeaning: options.mode !== 'lexical',
        json,
        render: renderSearch,
      });
    });
  withJson(withFilters(command));
  withExamples(command, [
    'search oauth redirect mismatch',
    'search "why did we choose session cookies" --since "last month"',
    'search ECONNREFUSED --kind error --project harbor-api',
  ]);
}
