/** Stretches of the local calendar as keys that sort by time. `at` is milliseconds since the epoch. */

/** "2026-11-23" */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${monthOf(at)}-${two(date.getDate())}`;
}

/** A week is named by its Monday. */
export function weekOf(at: number): string {
  const date = new Date(at);
  const monday = date.getDate() - ((date.getDay() + 6) % 7);
  return dayOf(new Date(date.getFullYear(), date.getMonth(), monday).getTime());
}

/** "2026-11" */
export function monthOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}`;
}

/** "09:00": the hour of the day, whatever the day. */
export function hourOf(at: number): string {
  return `${two(new Date(at).getHours())}:00`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
