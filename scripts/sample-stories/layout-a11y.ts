import { bash, edit, read } from '../sample-writer/tools.ts';
import { prompt, reply, rewind, SONNET, thinking, tools, type Story } from '../sample-writer/story.ts';

export const layoutA11y: Story = {
  name: 'layout-a11y',
  about:
    'A CSS grid that overflows (the wrong sidebar first), accessibility of the station dialog, a lint failure, "pnpm, not npm" a third time, a rewound prompt',
  project: 'tidepool-web',
  branch: 'fix/layout',
  start: '2026-10-13T09:20:44Z',
  model: SONNET,
  title: 'Sidebar overlap and dialog accessibility',
  steps: [
    prompt('the sidebar covers the map on small screens', { ide: 'src/layout/Shell.css' }),
    tools(
      read(
        'src/layout/Shell.css',
        '.shell { display: grid; grid-template-columns: 260px 1fr 320px; }\n.map { overflow: visible; }',
      ),
      edit('src/layout/Shell.css', '260px 1fr 320px', '260px 1fr 0'),
    ),
    reply('The right panel now collapses to zero width, so it can no longer cover the map.'),
    prompt('i meant the LEFT sidebar with the station list, not the details panel', {
      judged: ['correction', 'misunderstood'],
    }),
    thinking(
      '1fr means minmax(auto, 1fr): the map column will not shrink below its content. minmax(0, 1fr) fixes.',
    ),
    tools(
      edit('src/layout/Shell.css', '260px 1fr 0', '260px minmax(0, 1fr) 320px'),
      edit('src/layout/Shell.css', '.map { overflow: visible; }', '.map { overflow: hidden; min-width: 0; }'),
    ),
    reply(
      'I took the wrong one, sorry; the details panel is back as it was. The true cause: `1fr` is short for `minmax(auto, 1fr)`, and a grid item does not shrink below the width of its content. The canvas of the map kept the middle column wide and pushed under the station list. With `minmax(0, 1fr)` the overlap is gone down to 360 px.',
    ),
    prompt('can you rewrite the whole station dialog with a headless ui library'),
    reply(
      'I can: `@headlessui/react` or Radix would bring focus handling and roles. It would touch eleven files and add about 30 KB. Shall I?',
    ),
    rewind(),
    prompt(
      'the station dialog: screen readers dont announce it and tab goes out of it. fix with the native dialog element',
    ),
    tools(
      edit(
        'src/stations/StationDialog.tsx',
        '<div className="dialog">',
        '<dialog ref={dialog} aria-labelledby="station-title" onClick={close}>',
      ),
      bash(
        'npm run lint',
        'src/stations/StationDialog.tsx\n  18:5  error  Visible, non-interactive elements with click handlers must have at least one keyboard listener  jsx-a11y/click-events-have-key-events\n✖ 1 problem (1 error, 0 warnings)',
        { exit: 1, ms: 4100 },
      ),
      edit('src/stations/StationDialog.tsx', 'onClick={close}>', 'onClose={close}>'),
      bash('npm run lint', '', { ms: 4000 }),
    ),
    reply(
      'The dialog is a native `<dialog>` opened with `showModal()`: focus stays inside, Escape closes it, and `aria-labelledby` makes screen readers announce its title. The lint rule `jsx-a11y/click-events-have-key-events` failed on the click handler; `onClose` covers mouse and keyboard.',
    ),
    prompt('use pnpm for the scripts too, npm is not installed on ci', {
      judged: ['correction', 'convention'],
    }),
    tools(
      bash('pnpm lint && pnpm test', ' Test Files  22 passed (22)\n      Tests  118 passed (118)', {
        ms: 11_000,
      }),
    ),
    reply('`pnpm lint` is clean and all 118 tests pass. pnpm only from here on.'),
  ],
};
