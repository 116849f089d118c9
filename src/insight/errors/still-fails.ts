/** Whether a call's output tells of a failure, whatever its exit code says. Pure. */

/** Behind a pipe, `;` or `||` the exit code is another command's. */
const MASKED = /\||;|\n/;

const TELLS_FAULT = [
  /^\s*(?:-{3} )?FAIL(?:ED|URE)?\b/m,
  /^\s*(?:✗|×|✘|❌)/m,
  /\b[1-9]\d* (?:\w+ )?(?:failed|failures?|errors?)\b/i,
  /^(?:\S+: )?(?:fatal|error)(?:\[\w+\])?:/im,
  /\berror TS\d+:/,
  /^(?:E +)?[\w.]*[A-Z]\w*(?:Error|Exception)\b:/m,
  /^(?:panic|Traceback \(most recent call last\)):?/m,
  /\bexit(?:ed)? (?:with )?(?:status|code):? [1-9]/i,
  /^make(?:\[\d+\])?: \*\*\*/m,
];

export function hidesExitCode(command: string): boolean {
  return MASKED.test(command);
}

export function tellsFailure(output: string): boolean {
  return TELLS_FAULT.some((pattern) => pattern.test(output));
}

const TO_FILE = /[12&]?>{1,2}\s*(?![&>]|\/dev\/)/;
const PICKS_LINES = /\|\s*(?:e?grep|rg|awk|sed)\b/;
const CUTS = /\|\s*head(?:\s+-n?\s*(\d+))?/;
const HEAD_LINES = 10;
const NOTHING = /^\s*(?:\(.*no output\)\s*)?$/;
/** What Claude Code answers at once for a command that is to go on. */
const GOES_ON = /^Command running in (?:the )?background\b/;

/** Whether the output of a command that ended well leaves open how it went: it goes on, or its end was kept back. */
export function keepsEndBack(command: string, output: string): boolean {
  if (GOES_ON.test(output) || /(?<!&)&\s*$/.test(command)) return true;
  if (!hidesExitCode(command)) return false;
  if (NOTHING.test(output)) return TO_FILE.test(command) || PICKS_LINES.test(command);
  const cut = CUTS.exec(command);
  return cut !== null && output.trimEnd().split('\n').length >= Number(cut[1] ?? HEAD_LINES);
}

/** Where the first line that tells of a failure begins; -1 when none does. */
export function faultIn(output: string): number {
  const places = TELLS_FAULT.map((pattern) => output.search(pattern)).filter((place) => place >= 0);
  return places.length === 0 ? -1 : output.lastIndexOf('\n', Math.min(...places)) + 1;
}
