/** Secrets in a column: Markdown's and CSV's tables, columns that blanks align, the rows of an INSERT. */
import { tellingName } from './names.ts';
import { matchAt, type Rule, type Span } from './rule.ts';
import { isDrawn, looksTold } from './typed.ts';

/** A table with a column for passwords: Markdown's and CSV's first rows name it. */
const tableColumn: Rule = {
  anchors: ['password', 'passwd', 'secret', 'api key', 'api_key', 'token', '| pass', '| pw', ',pass', ',pw'],
  find(text, anchorAt, report) {
    const at = anchorAt + (text.slice(anchorAt, anchorAt + 2).match(/^[|,] ?/)?.[0].length ?? 0);
    const before = text.slice(Math.max(0, at - 300), at);
    const lineStart = at - before.length + before.lastIndexOf('\n') + 1;
    const lineEnd = endOfLine(text, at);
    const header = text.slice(lineStart, Math.min(lineEnd, lineStart + 600));
    if (lineEnd >= text.length) return;
    const mark = ['|', '\t', ','].find((sign) => header.includes(sign));
    if (mark === undefined) {
      alignedColumn(text, at - lineStart, header, lineEnd, report);
      return;
    }
    const column = header.slice(0, at - lineStart).split(mark).length - 1;
    const name = (header.split(mark)[column] ?? '').trim();
    if (
      !/^["'`*]*[\w .-]{0,20}(?:password|passwd|pass|pwd?|secret|api[ _]key|token)["'`*]*$/i.test(name) ||
      header.length > 500
    )
      return;
    if (header.split(mark).some((cell) => cell.trim().length > 30 || /[=(){};]/.test(cell))) return;
    let place = lineEnd + 1;
    for (let rows = 0; rows < 20 && place < text.length; rows++) {
      const end = endOfLine(text, place);
      const line = text.slice(place, Math.min(end, place + 1000));
      if (!line.includes(mark) || line.includes(name)) break;
      const cell = line.split(mark)[column];
      const value = cell?.trim().replace(/^["'`*]+|["'`*]+$/g, '') ?? '';
      if (looksTold(value)) {
        const start = place + line.split(mark).slice(0, column).join(mark).length + (column > 0 ? 1 : 0);
        const from = start + cell!.indexOf(value);
        report({ start: from, end: from + value.length, kind: 'password' });
      }
      place = end + 1;
    }
  },
};

/** `NAME   PASSWORD` over columns that blanks align: the value begins where its heading does. */
function alignedColumn(
  text: string,
  column: number,
  header: string,
  headerEnd: number,
  report: (span: Span) => void,
): void {
  if (
    !/^[\w -]{0,200}$/.test(header) ||
    !/(?:^|\s{2})(?:\w+ )?$/.test(header.slice(0, column)) ||
    !/\S\s{2,}\S/.test(header)
  )
    return;
  let place = headerEnd + 1;
  for (let rows = 0; rows < 20 && place < text.length; rows++) {
    const end = endOfLine(text, place);
    const value = /^\S{1,300}/.exec(text.slice(place + column, end))?.[0] ?? '';
    if (place + column >= end || (column > 0 && text[place + column - 1] !== ' ')) break;
    if (looksTold(value) || isDrawn(value)) {
      report({ start: place + column, end: place + column + value.length, kind: 'password' });
    }
    place = end + 1;
  }
}

function endOfLine(text: string, at: number): number {
  const end = text.slice(at, at + 1000).indexOf('\n');
  return end === -1 ? Math.min(text.length, at + 1000) : at + end;
}

/** `INSERT INTO users (email, password) VALUES ('…', '…')`: the column names the value. */
const INSERT =
  /insert\s{1,4}into\s{1,4}[\w."`[\]]{1,80}\s{0,4}\(([^()]{1,400})\)\s{0,4}values\s{0,4}\(([^()]{1,1000})\)/iy;
const SQL_VALUE = /\s{0,4}(?:'([^'\n]{0,400})'|[^,']{1,200})\s{0,4}(?:,|$)/y;

const insertedRow: Rule = {
  anchors: ['insert into'],
  find(text, at, report) {
    const match = matchAt(INSERT, text, at);
    if (match === undefined) return;
    const columns = match[1]!.split(',').map((column) => tellingName(column.replace(/["'`[\]\s]/g, '')));
    const first = at + match[0].length - 1 - match[2]!.length;
    let place = 0;
    for (const column of columns) {
      const value = matchAt(SQL_VALUE, match[2]!, place);
      if (value === undefined) return;
      const given = value[1];
      if (column !== undefined && given !== undefined && (looksTold(given) || isDrawn(given))) {
        const start = first + place + value[0].indexOf(given);
        report({ start, end: start + given.length, kind: column.kind });
      }
      place += value[0].length;
    }
  },
};

export const tableRules: readonly Rule[] = [tableColumn, insertedRow];
