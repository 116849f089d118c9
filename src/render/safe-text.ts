/* eslint-disable no-control-regex -- control characters are what is looked for */
/**
 * Makes stored text harmless to show. A transcript may hold anything: colours and cursor moves would act on
 * the reader's terminal, and bidi marks can make a command read differently from what it is.
 */

// CSI, OSC (to BEL or ST), other string commands, and two-character escapes (ECMA-48).
const SEQUENCES =
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[PX^_][^\x1b]*(?:\x1b\\)?|\x1b[ -/]*[0-~]|\x9b[0-?]*[ -/]*[@-~]/g;
// Other control characters, but tab and newline; bidi embeddings, overrides, isolates and marks (UAX 9);
// characters that show nothing (zero width space, word joiner, byte order mark), tags and line separators.
const UNSEEN =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;

/** The text without terminal control sequences and without what changes how it reads; lines and tabs stay. */
export function safeText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(SEQUENCES, '').replace(UNSEEN, '').toWellFormed();
}

/** The same on one line, runs of white space as one space. */
export function safeLine(text: string): string {
  return safeText(text).replace(/\s+/g, ' ').trim();
}
