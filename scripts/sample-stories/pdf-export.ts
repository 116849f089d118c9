import { bash, edit, read, write } from '../sample-writer/tools.ts';
import {
  local,
  OPUS,
  prompt,
  queued,
  reply,
  SONNET,
  thinking,
  tools,
  type Story,
} from '../sample-writer/story.ts';

export const pdfExport: Story = {
  name: 'pdf-export',
  about:
    'PDF export of the tide table: print stylesheet and headless Chromium chosen over jsPDF; a prompt typed while the assistant worked; renamed with /rename',
  project: 'tidepool-web',
  branch: 'feat/pdf-export',
  start: '2026-11-03T10:11:09Z',
  model: OPUS,
  title: 'PDF export of the tide table',
  customTitle: 'tide table pdf',
  steps: [
    prompt(
      'harbour masters want the monthly tide table as pdf. jspdf in the browser or do it on the server?',
    ),
    thinking(
      'Table spans pages, needs repeated headers, fonts with diacritics. Print CSS + headless Chromium is best; jsPDF lays out by hand.',
    ),
    tools(
      read(
        'src/table/TideTable.tsx',
        'export function TideTable({ days }: Props) {\n  return <table className="tides">{days.map(row)}</table>;\n}',
      ),
    ),
    reply(
      'On the server, with a **print stylesheet and headless Chromium**. jsPDF would have us lay out the table a second time by hand, does not break pages inside tables well, and needs embedded fonts for names such as Ílhavo and Řepy. With print CSS the page stays the single source: `thead { display: table-header-group }` repeats the header on every page, and the browser\'s own "print" gives the same result.\n\nThe price: a Chromium of about 300 MB in the export container, and roughly a second for each document.',
    ),
    prompt('server then. A4 landscape'),
    tools(
      write(
        'src/table/print.css',
        '@page { size: A4 landscape; margin: 12mm; }\n@media print {\n  thead { display: table-header-group; }\n  tr { break-inside: avoid; }\n  nav, .map { display: none; }\n}',
      ),
    ),
    queued('and put the station name in the footer with page numbers'),
    tools(
      write(
        'server/export-pdf.ts',
        "export async function exportPdf(url: string) {\n  const page = await browser.newPage();\n  await page.goto(url, { waitUntil: 'networkidle' });\n  return page.pdf({ preferCSSPageSize: true, displayHeaderFooter: true, footerTemplate: footer });\n}",
      ),
      bash('pnpm vitest run server/export-pdf.test.ts', ' ✓ server/export-pdf.test.ts (3 tests) 2417ms', {
        ms: 4400,
      }),
    ),
    reply(
      'The export prints A4 landscape, repeats the table header on each page, and the footer shows the station name with "page x of y", as you asked in between. Three tests cover size, page count and footer.',
    ),
    prompt('nice. commit, and the month heading is cut off in the pdf btw', {
      judged: ['failure_report', 'bug'],
    }),
    tools(
      edit(
        'src/table/print.css',
        '  nav, .map { display: none; }',
        '  nav, .map { display: none; }\n  h2 { break-after: avoid; margin-top: 0; }',
      ),
      bash(
        'git add -A && git commit -m "Export the tide table as PDF"',
        '[feat/pdf-export 1d88e0f] Export the tide table as PDF\n 4 files changed, 71 insertions(+)',
      ),
    ),
    reply(
      'The heading had a negative top margin from the screen layout, which the page edge cut. It is reset for print, and the heading stays with its table. Committed as `1d88e0f`.',
    ),
    local('rename', 'tide table pdf', 'Session renamed to: tide table pdf'),
  ],
};

export const featureFlag: Story = {
  name: 'feature-flag',
  about:
    'Begun with /clear: a feature flag for the PDF export, at first with a service that nobody asked for',
  project: 'tidepool-web',
  branch: 'feat/pdf-export',
  start: '2026-11-03T11:31:40Z',
  model: SONNET,
  title: 'Feature flag for the PDF export',
  customTitle: 'tide table pdf',
  afterClear: true,
  steps: [
    prompt('put the pdf button behind a feature flag so we can turn it on for Lisbon only first'),
    tools(
      write(
        'src/flags.ts',
        "export const flags = { pdfExport: { stations: ['lisboa'] } };\nexport const isOn = (flag: keyof typeof flags, station: string) => flags[flag].stations.includes(station);",
      ),
      bash('pnpm add launchdarkly-react-client-sdk', 'Packages: +4', { ms: 2500 }),
    ),
    reply(
      '`src/flags.ts` turns `pdfExport` on for Lisbon only, and I added the LaunchDarkly SDK so that the flag can later be changed without a release.',
    ),
    prompt('i didnt ask for launchdarkly. only the static file', { judged: ['correction', 'scope_creep'] }),
    tools(
      bash('pnpm remove launchdarkly-react-client-sdk && pnpm test', '      Tests  121 passed (121)', {
        ms: 6400,
      }),
      edit('src/table/Toolbar.tsx', '<PdfButton />', "{isOn('pdfExport', station) && <PdfButton />}"),
    ),
    reply(
      'Removed. The flag is only the static file: adding a station to `flags.pdfExport.stations` turns the button on there.',
    ),
    local('exit', '', 'Goodbye!'),
  ],
};
