/** Small charts in characters. */

const BLOCKS = '▁▂▃▄▅▆▇█';

/** One character a number; 0 is the lowest block, nothing (undefined) a space. */
export function sparkline(numbers: readonly (number | undefined)[]): string {
  const most = Math.max(...numbers.map((number) => number ?? 0), 0);
  return numbers
    .map((number) => {
      if (number === undefined) return ' ';
      return BLOCKS[most === 0 ? 0 : Math.min(7, Math.floor((number / most) * 7.999))];
    })
    .join('');
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of at most `columns`, to an eighth of a column; what is more than nothing shows. */
export function bar(number: number, most: number, columns: number): string {
  if (number <= 0 || most <= 0) return '';
  const eighths = Math.max(1, Math.round((number / most) * columns * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}
