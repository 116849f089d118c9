const WORD = /[a-z0-9_'’\u00c0-\u024f\u0370-\u1fff]+|[\u3040-\u30ff\u4e00-\u9fff]+/g;

/** Words of a text in lower case; in scripts without spaces, pairs of characters. */
export function words(text: string): string[] {
  const found: string[] = [];
  for (const word of text.toLowerCase().match(WORD) ?? []) {
    if (word < '\u3040') found.push(word);
    else for (let at = 0; at < Math.max(1, word.length - 1); at++) found.push(word.slice(at, at + 2));
  }
  return found;
}

/** How much of a prompt stands in the most alike of the others, 0..1; short prompts are never alike. */
export function closestPrompt(prompt: string, others: readonly string[]): number {
  const own = new Set(words(prompt));
  if (own.size < 4) return 0;
  let most = 0;
  for (const other of others) {
    const theirs = new Set(words(other.slice(0, 400)));
    if (theirs.size < 3) continue;
    const shared = [...own].filter((word) => theirs.has(word)).length;
    most = Math.max(most, shared / Math.min(own.size, theirs.size + own.size / 2));
  }
  return most > 0.5 ? most : 0;
}

/** How many names of things (identifiers, paths, flags, `quoted`) a prompt takes from a reply. */
export function sharedNames(prompt: string, reply: string): number {
  const names = new Set(
    prompt.match(/[\w./-]*(?:[a-z][A-Z]|_|\.[a-z]{1,4}\b|--)[\w./-]*|`[^`\n]{2,40}`/g) ?? [],
  );
  return [...names].filter((name) => name.length > 3 && reply.includes(name.replaceAll('`', ''))).length;
}
