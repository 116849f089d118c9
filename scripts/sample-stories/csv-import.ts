import { bash, edit, grep, todo, write } from '../sample-writer/tools.ts';
import { agent, prompt, record, reply, SONNET, thinking, tools, type Story } from '../sample-writer/story.ts';

export const csvImport: Story = {
  name: 'csv-import',
  about:
    'Written by the older Claude Code 2.0.76: CSV import with UnicodeDecodeError, a todo list, a sub-agent shown as progress records, a summary and a pull request link; "uv, not pip"',
  project: 'fieldnotes',
  branch: 'csv-import',
  start: '2026-08-25T17:22:31Z',
  model: SONNET,
  title: 'CSV import of bird observations',
  version: '2.0.76',
  steps: [
    prompt(
      'write `fieldnotes import FILE.csv` so i can get my old bird observations in. they come from excel',
    ),
    tools(
      todo(
        { content: 'Parse the CSV', status: 'in_progress', activeForm: 'Parsing the CSV' },
        { content: 'Skip duplicates', status: 'pending', activeForm: 'Skipping duplicates' },
      ),
    ),
    agent({
      type: 'Explore',
      description: 'Find how notes are stored',
      prompt: 'Find how a note is stored in fieldnotes: table, columns, and what makes two notes equal.',
      steps: [
        tools(
          grep(
            'CREATE TABLE',
            'fieldnotes',
            'fieldnotes/store.py:18:CREATE TABLE note (id INTEGER PRIMARY KEY, seen_at TEXT, place TEXT, species TEXT, body TEXT)',
          ),
        ),
      ],
      report:
        'Notes are rows of the SQLite table note (fieldnotes/store.py:18). Nothing keeps two equal notes apart; seen_at, place and species together would.',
    }),
    tools(
      write(
        'fieldnotes/importer.py',
        'import csv\n\ndef rows(path):\n    with open(path, newline="") as file:\n        yield from csv.DictReader(file)',
      ),
      bash(
        'pip install -e . && fieldnotes import samples/excel.csv',
        "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9 in position 412: invalid continuation byte",
        { exit: 1, ms: 6200 },
      ),
    ),
    thinking('0xe9 is é in cp1252. Excel writes cp1252 or UTF-8 with BOM, and semicolons.'),
    tools(
      edit(
        'fieldnotes/importer.py',
        '    with open(path, newline="") as file:\n        yield from csv.DictReader(file)',
        '    with open(path, newline="", encoding=encoding_of(path)) as file:\n        dialect = csv.Sniffer().sniff(file.read(4096), delimiters=";,\\t")\n        file.seek(0)\n        yield from csv.DictReader(file, dialect=dialect)',
      ),
      bash('fieldnotes import samples/excel.csv', 'imported 212 observations, skipped 3 duplicates', {
        ms: 1100,
      }),
    ),
    reply(
      'Excel had saved the file as Windows-1252 with semicolons: byte `0xe9` is "é" there, hence the `UnicodeDecodeError`. The importer now tries UTF-8 with a byte order mark, then cp1252, and finds the delimiter with `csv.Sniffer`. 212 observations came in; three were already there, by date, place and species.',
    ),
    prompt('use uv instead of pip please, the project has a uv.lock', {
      judged: ['correction', 'convention'],
    }),
    tools(bash('uv sync && uv run pytest -q', '14 passed in 0.82s', { ms: 2600 })),
    reply('Done with uv; 14 tests pass in its environment. I will use `uv run` and `uv add` here.'),
    prompt('open a pr'),
    tools(
      bash(
        'git commit -qam "Import observations from CSV" && git push -q -u origin csv-import && gh pr create --fill',
        'https://github.com/mira-example/fieldnotes/pull/17',
        { ms: 3900 },
      ),
    ),
    record({
      type: 'pr-link',
      prNumber: 17,
      prUrl: 'https://github.com/mira-example/fieldnotes/pull/17',
      prRepository: 'mira-example/fieldnotes',
    }),
    reply('Pull request 17 is open: https://github.com/mira-example/fieldnotes/pull/17'),
  ],
};
