/**
 * How texts become words of the full-text index. FTS5's unicode61 splits at everything but letters and
 * digits, so `parse_line`, `auth.ts` and `--no-verify` are phrases of their parts already; only words
 * glued by capitals need help, and only they are written into the `parts` column.
 */
const GLUED = /\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}|\p{L}\p{N}|\p{N}\p{L}/u;
const WORD = /[\p{L}\p{N}]{4,64}/gu;
const PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|\p{L}+/gu;

/** Words inside the glued words of a text, each glued word once; empty when there are none. */
export function indexedParts(text: string): string {
  if (!GLUED.test(text)) return '';
  const glued = new Set<string>();
  for (const [word] of text.matchAll(WORD)) if (GLUED.test(word)) glued.add(word);
  const parts: string[] = [];
  for (const word of glued) parts.push(...partsOf(word));
  return parts.join(' ');
}

/** `parseTranscriptLine2` → parse, Transcript, Line, 2; single characters are left out. */
export function partsOf(word: string): string[] {
  return (word.match(PART) ?? []).filter((part) => part.length > 1 && part.length < word.length);
}

/** The token by which the project filter acts inside the index; no text holds it as a word by chance. */
export function projectTag(projectId: number): string {
  return `projectx${projectId}`;
}
