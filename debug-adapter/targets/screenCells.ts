import { viewOf } from '../../common/littleEndian';

/** The program's text cells (docs/television.md): the ELF's symbol, and the size of the grid. */
export const cellsSymbol = 'ps2ml_screen';
const columns = 72;
const mostRows = 28;
const cellBytes = 4;
const headBytes = 8;
export const cellsBytes = headBytes + mostRows * columns * cellBytes;

/**
 * The rows of text of a picture, without spaces at their ends; undefined when these are not cells.
 * @param bytes columns and rows (u32 each), then rows of cells: a UTF-16 unit and a style (u16 each).
 */
export function rowsIn(bytes: Uint8Array): string[] | undefined {
  const view = viewOf(bytes);
  if (bytes.length < cellsBytes || view.getUint32(0, true) !== columns) return undefined;
  const rows = view.getUint32(4, true);
  if (rows === 0 || rows > mostRows) return undefined;
  return Array.from({ length: rows }, (_, row) => {
    const codes = Array.from({ length: columns }, (_unused, column) =>
      view.getUint16(headBytes + (row * columns + column) * cellBytes, true),
    );
    return String.fromCharCode(...codes.map((code) => (code < 0x20 ? 0x20 : code))).trimEnd();
  });
}
