/** How a turn ended, in the assistant's last words: its last paragraph on one line, at most so long. */
export function lastWords(reply: string, letters: number): string {
  const last =
    reply
      .trim()
      .split(/\n{2,}/)
      .at(-1)
      ?.replace(/\s+/g, ' ')
      .trim() ?? '';
  return last.length <= letters ? last : `${last.slice(0, letters - 1).toWellFormed()}…`;
}
