/**
 * What a terminal or a log adds to a message and is not asked for: colours, and the time at the beginning of a line, which
 * is when it was logged.
 */
export function withoutMarks(text: string): string {
  return text.replace(COLOUR, '').replace(LOGGED_AT, '');
}

// eslint-disable-next-line no-control-regex -- an escape character begins it
const COLOUR = /\u001b\[[\d;?]*[A-Za-z]/g;
const LOGGED_AT =
  /^[[(]?(?:(?:\d{4}-\d\d-\d\d|\d{4}\/\d\d\/\d\d|[A-Z][a-z]{2} [ \d]\d)[T ,]+)?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?[\])]?:?(?= *\S)/gm;
