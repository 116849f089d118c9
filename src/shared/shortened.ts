/** At most so many characters, the cut marked. */
export function shortened(text: string, letters: number): string {
  return text.length <= letters
    ? text
    : `${text
        .slice(0, letters - 1)
        .trimEnd()
        .toWellFormed()}…`;
}
