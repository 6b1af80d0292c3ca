import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Holds a text against a file that was checked by a person. A difference leaves `.actual` beside it;
 * `UPDATE_GOLDEN=1` takes the text as the new truth.
 */
export function checkGolden(file: string, text: string): void {
  const actual = `${file}.actual`;
  if (process.env['UPDATE_GOLDEN'] === '1') {
    writeFileSync(file, text);
    rmSync(actual, { force: true });
    return;
  }
  const expected = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (expected === text) {
    rmSync(actual, { force: true });
    return;
  }
  writeFileSync(actual, text);
  const [lines, truth] = [text.split('\n'), expected.split('\n')];
  const line = lines.findIndex((candidate, index) => candidate !== truth[index]);
  assert.fail(
    `${file} line ${line + 1} differs:\n  expected ${truth[line] ?? '(nothing)'}\n  actual   ${lines[line] ?? '(nothing)'}\nCompare with ${actual}; UPDATE_GOLDEN=1 accepts it.`,
  );
}
