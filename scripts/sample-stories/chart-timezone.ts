import { bash, edit, read } from '../sample-writer/tools.ts';
import {
  interruptedAnswer,
  prompt,
  reply,
  SONNET,
  thinking,
  tools,
  type Story,
} from '../sample-writer/story.ts';

export const chartTimezone: Story = {
  name: 'chart-timezone',
  about:
    'A flaky date test: the tide chart shows the day before; time zones; an answer interrupted; the question asked again',
  project: 'tidepool-web',
  branch: 'main',
  start: '2026-09-09T16:05:02Z',
  model: SONNET,
  title: 'Tide chart shows the previous day',
  steps: [
    prompt('TideChart.test.tsx fails sometimes. why only in CI and not on my laptop??'),
    tools(
      bash(
        'pnpm vitest run src/chart',
        " FAIL  src/chart/TideChart.test.tsx > labels the first tide\nAssertionError: expected 'Tue 8 Sep' to be 'Wed 9 Sep'\n Tests  1 failed | 11 passed (12)",
        { exit: 1, ms: 3800 },
      ),
      read(
        'src/chart/dayLabel.ts',
        "export const dayLabel = (day: string) =>\n  new Date(day).toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });",
      ),
    ),
    reply(
      "I can make it fail here too. `dayLabel` parses a date without a time, and I will pin the zone in the test: `process.env.TZ = 'Europe/Lisbon'`.",
    ),
    prompt('you didnt answer my question. why does it fail ONLY in ci', {
      judged: ['reprompt', 'incomplete'],
    }),
    thinking(
      "new Date('2026-09-09') is UTC midnight; toLocaleDateString uses the local zone. West of Greenwich it's the previous day. CI runs in America/Los_Angeles?",
    ),
    tools(bash('grep -n TZ .github/workflows/ci.yml; date +%Z', '14:      TZ: America/New_York\nWEST')),
    reply(
      "Because CI runs with `TZ: America/New_York` (line 14 of `ci.yml`) and your laptop is on Lisbon time. `new Date('2026-09-09')` means midnight **UTC**; `toLocaleDateString` then shows it in the local zone. West of Greenwich that is still the evening of the 8th, so the label is a day early. It looked flaky because only one of the two CI jobs sets `TZ`.\n\nSo users in America see the wrong day as well: the code is wrong, not the test.",
    ),
    prompt('ah. then fix the code'),
    interruptedAnswer(
      'I will add date-fns-tz and luxon so that every date in the app passes through a zoned wrapper. First I would replace all 34 uses of Date with',
    ),
    prompt('stop, no libraries. just format in utc', { judged: ['correction', 'overcomplicated'] }),
    tools(
      edit('src/chart/dayLabel.ts', "month: 'short' });", "month: 'short', timeZone: 'UTC' });"),
      bash(
        'for tz in UTC America/New_York Pacific/Auckland; do TZ=$tz pnpm vitest run src/chart || exit 1; done',
        ' Tests  12 passed (12)\n Tests  12 passed (12)\n Tests  12 passed (12)',
        { ms: 9900 },
      ),
      bash(
        'git commit -am "Format tide days in UTC"',
        '[main 77ab310] Format tide days in UTC\n 1 file changed, 1 insertion(+), 1 deletion(-)',
      ),
    ),
    reply(
      'One option was enough: `timeZone: "UTC"` in `dayLabel`. The chart tests pass in UTC, New York and Auckland. Committed as `77ab310`.',
    ),
  ],
};
