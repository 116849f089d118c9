/**
 * Takes out what a person marked as `<private>…</private>`. A mark that is not closed hides the rest: a title
 * or a history line may be cut in the middle.
 */
const MARKED = /<private>[\s\S]*?(?:<\/private>|$)/gi;

export function withoutPrivate(text: string): string {
  return text.includes('<') ? text.replace(MARKED, '[private]') : text;
}
