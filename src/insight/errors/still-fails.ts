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

/** Where the first line that tells of a failure begins; -1 when none does. */
export function faultIn(output: string): number {
  const places = TELLS_FAULT.map((pattern) => output.search(pattern)).filter((place) => place >= 0);
  return places.length === 0 ? -1 : output.lastIndexOf('\n', Math.min(...places)) + 1;
}
