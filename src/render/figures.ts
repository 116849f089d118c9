/** Numbers, times and sizes as people write them. */

/** "2026-11-03 14:05", local time. */
export function localTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '?';
  const [year, month, day] = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())];
  return `${year}-${month}-${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** From one time to another; the day is said once. */
export function timeSpan(from: string, to: string): string {
  const [start, end] = [localTime(from), localTime(to)];
  if (start === end) return start;
  return start.slice(0, 10) === end.slice(0, 10) ? `${start} to ${end.slice(11)}` : `${start} to ${end}`;
}

/**
 * A stretch of time, `[since, until)`: "on 2026-11-03", "from 2026-11-03 to 2026-11-05", "until 2026-11-03 14:05". Whole
 * days are named by their date, the last one included, as a person names them.
 */
export function periodInWords(since: string | undefined, until: string | undefined): string {
  const first = since === undefined ? undefined : dayOrTime(new Date(since), 0);
  const last = until === undefined ? undefined : dayOrTime(new Date(until), 1);
  if (first === undefined) return last === undefined ? '' : `until ${last}`;
  if (last === undefined) return `from ${first}`;
  return first === last ? `on ${first}` : `from ${first} to ${last}`;
}

/** Of a midnight, the day that begins there, or `daysBefore` of it. */
function dayOrTime(at: Date, daysBefore: number): string {
  if (at.getHours() + at.getMinutes() + at.getSeconds() > 0) return localTime(at.toISOString());
  const day = new Date(at.getFullYear(), at.getMonth(), at.getDate() - daysBefore);
  return localTime(day.toISOString()).slice(0, 10);
}

/** "0.3 s", "41 s", "3 min", "2 h 5 min" */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** "812", "24k", "1.3M" */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  if (count < 999_500) return `${count < 10_000 ? (count / 1000).toFixed(1) : Math.round(count / 1000)}k`;
  return `${(count / 1e6).toFixed(1)}M`;
}

/** "420 B", "12 kB", "3.4 MB" */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  if (count < 1e6) return `${Math.round(count / 1000)} kB`;
  if (count < 1e9) return `${(count / 1e6).toFixed(1)} MB`;
  return `${(count / 1e9).toFixed(1)} GB`;
}

/** A rate of 0 to 1: "11.7 %" */
export function percent(rate: number): string {
  return `${(rate * 100).toFixed(1)} %`;
}

export function dollars(usd: number): string {
  return usd > 0 && usd < 0.01 ? '< $0.01' : `$${usd.toFixed(2)}`;
}

/** "1 turn", "3 turns" */
export function counted(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** "in /home/mira/pond: src/duck.ts, test/duck.test.ts": the folder that all have, once. */
export function filesInWords(files: readonly string[]): string {
  const [first = '', ...others] = files;
  const parts = first.split('/').slice(0, -1);
  const isShared = (depth: number): boolean =>
    others.every((file) => file.startsWith(`${parts.slice(0, depth).join('/')}/`));
  let depth = others.length > 0 ? parts.length : 0;
  while (depth > 0 && !isShared(depth)) depth -= 1;
  const folder = parts.slice(0, depth).join('/');
  if (folder === '') return `in ${files.join(', ')}`;
  return `in ${folder}: ${files.map((file) => file.slice(folder.length + 1)).join(', ')}`;
}
