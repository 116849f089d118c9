import { stripVTControlCharacters } from 'node:util';
import type { Look } from './look.ts';

/** Lines and columns of text, by what a terminal shows of it. */

// Two columns in every terminal: East Asian scripts and emoji (UAX 11). None: combining marks.
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]|\p{Emoji_Presentation}/u;
const NO_WIDTH = /^(?:\p{Mn}|\p{Me}|\u200d)$/u;

/** Columns that a text takes; colours take none. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of stripVTControlCharacters(text)) {
    columns += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  }
  return columns;
}

/** The text cut to so many columns, `…` at the end when something is missing. */
export function clip(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  let [kept, columns] = ['', 0];
  for (const character of text) {
    columns += columnsOf(character);
    if (columns > width - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** Wraps each line at words, so that with the indent none is wider than the look's width. */
export function wrap(text: string, look: Look, indent = ''): string {
  const width = look.width - columnsOf(indent);
  return text
    .replaceAll('\t', '  ')
    .split('\n')
    .flatMap((line) => (columnsOf(line) <= width ? [line] : wrapLine(line, width)))
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n');
}

function wrapLine(line: string, width: number): string[] {
  const hang = /^\s*(?:[-*•]\s+|\d+[.)]\s+)?/.exec(line)?.[0] ?? '';
  const margin = ' '.repeat(Math.min(hang.length, Math.floor(width / 3)));
  const lines: string[] = [];
  let current = hang;
  let isEmpty = true;
  for (const word of line.slice(hang.length).split(' ')) {
    for (const piece of piecesOf(word, width - margin.length)) {
      const longer = isEmpty ? current + piece : `${current} ${piece}`;
      if (!isEmpty && columnsOf(longer) > width) {
        lines.push(current);
        current = margin + piece;
      } else current = longer;
      isEmpty = false;
    }
  }
  return [...lines, current];
}

/** A word that is wider than a line, such as a path, is broken. */
function piecesOf(word: string, width: number): string[] {
  if (columnsOf(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  let columns = 0;
  for (const character of word) {
    const wide = columnsOf(character);
    if (columns + wide > width && piece !== '') {
      pieces.push(piece);
      [piece, columns] = ['', 0];
    }
    piece += character;
    columns += wide;
  }
  return [...pieces, piece];
}

export interface Column {
  name: string;
  align?: 'right';
  /** Gives way when the table is wider than the terminal; one column of a table. */
  flexible?: boolean;
}

const GAP = '  ';
const LEAST_FLEXIBLE = 12;

/** Rows under a line of names, columns aligned; nothing around them. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], look: Look): string {
  const widths = columns.map(({ name }, index) =>
    Math.max(columnsOf(name), ...rows.map((row) => columnsOf(row[index] ?? ''))),
  );
  const all = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  const flexible = columns.findIndex((column) => column.flexible);
  if (all > look.width && flexible >= 0) {
    widths[flexible] = Math.max(LEAST_FLEXIBLE, widths[flexible]! - (all - look.width));
  }
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => {
        const cell = clip(cells[index] ?? '', widths[index]!);
        const space = ' '.repeat(Math.max(0, widths[index]! - columnsOf(cell)));
        return align === 'right' ? space + cell : cell + space;
      })
      .join(GAP)
      .trimEnd();
  return [look.dim(line(columns.map(({ name }) => name))), ...rows.map(line)].join('\n');
}
