/**
 * The rows that text takes when lines are `width` characters wide. It looks at whole lines and words, where
 * runtime/screen/text_area.c takes a character at a time.
 */
export function wrapped(text: string, width: number): string[] {
  return [...replaced(text).split('\n')].flatMap((line) => rowsOf(line, width));
}

/** Characters as the cells hold them: none without a width, U+FFFD for those that need two units of UTF-16. */
const replaced = (text: string): string =>
  text
    .replace(/[\0-\x08\x0b-\x1f\x7f\u200b-\u200f\ufe00-\ufe0f\ufeff]/g, '')
    .replace(/[\u{10000}-\u{10ffff}]/gu, '\ufffd');

function rowsOf(line: string, width: number): string[] {
  const rows = [''];
  const last = (): string => rows.at(-1) ?? '';
  const extend = (piece: string): void => void rows.splice(-1, 1, last() + piece);
  for (const piece of line.match(/ |\t|[^ \t]+/g) ?? []) {
    if (piece === ' ') {
      if (last().length === width) rows.push('');
      else extend(' ');
    } else if (piece === '\t') {
      if (last().length === width) rows.push('');
      else extend(' '.repeat(4 - (last().length % 4)));
    } else {
      if (last() !== '' && last().length + piece.length > width) rows.push('');
      for (let at = 0; at < piece.length; at += width) {
        if (at > 0) rows.push('');
        extend(piece.slice(at, at + width));
      }
    }
  }
  return rows;
}
