/** Adding rules to the text of a CLAUDE.md. Pure. */

export const RULES_HEADING = '## What was said before';

/** The text with the lines under Her's heading, at its end; lines that are there already are not added. */
export function withRules(text: string, lines: readonly string[]): string {
  const there = new Set(text.split('\n').map((line) => line.trim()));
  const wanted = lines.map((line) => `- ${line}`).filter((line) => !there.has(line));
  if (wanted.length === 0) return text;
  const all = text === '' ? [] : text.replace(/\n*$/, '').split('\n');
  const heading = all.indexOf(RULES_HEADING);
  if (heading < 0) {
    return [...all, ...(all.length > 0 ? [''] : []), RULES_HEADING, '', ...wanted, ''].join('\n');
  }
  const next = all.findIndex((line, index) => index > heading && /^#{1,2} /.test(line));
  let end = next < 0 ? all.length : next;
  while (end > heading + 1 && all[end - 1]!.trim() === '') end -= 1;
  return [...all.slice(0, end), ...wanted, ...all.slice(end), ''].join('\n');
}

/** What is added, with the lines around it, as `diff -u` writes it; lines are only ever added. */
export function additions(before: string, after: string, path: string): string {
  const [old, now] = [
    before === '' ? [] : before.replace(/\n$/, '').split('\n'),
    after.replace(/\n$/, '').split('\n'),
  ];
  let from = 0;
  while (from < old.length && old[from] === now[from]) from += 1;
  let behind = 0;
  while (behind < old.length - from && old[old.length - 1 - behind] === now[now.length - 1 - behind])
    behind += 1;
  const start = Math.max(0, from - 2);
  const added = now.slice(from, now.length - behind);
  const removed = old.slice(from, old.length - behind);
  return [
    `--- ${before === '' ? '/dev/null' : path}`,
    `+++ ${path}`,
    `@@ line ${start + 1} @@`,
    ...old.slice(start, from).map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...now.slice(now.length - behind, now.length - behind + 2).map((line) => ` ${line}`),
  ].join('\n');
}
