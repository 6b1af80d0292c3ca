import assert from 'node:assert/strict';
import { cellsBytes, rowsIn } from '../../debug-adapter/targets/screenCells';

/** A grid of cells with a text in a row. */
function grid(columns: number, rows: number, text = ''): Uint8Array {
  const bytes = new Uint8Array(cellsBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, columns, true);
  view.setUint32(4, rows, true);
  for (let index = 0; index < text.length; index++)
    view.setUint16(8 + (72 + index) * 4, text.charCodeAt(index), true);
  return bytes;
}

describe('text cells of the picture', () => {
  it('are rows of text without spaces at their ends', () => {
    const rows = rowsIn(grid(72, 25, 'Žofka → 1 ')) ?? assert.fail();
    assert.equal(rows.length, 25);
    assert.deepEqual(rows.slice(0, 3), ['', 'Žofka → 1', '']);
  });

  it('are not taken from memory that has none', () => {
    for (const bytes of [grid(0, 25), grid(72, 0), grid(72, 29), grid(80, 25), new Uint8Array(8)])
      assert.equal(rowsIn(bytes), undefined);
  });
});
