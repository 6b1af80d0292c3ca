import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Member } from '../../../model/plan/format/field';
import { planHeader, tablePlace } from '../../../model/plan/format/header';
import type { AnyRecord } from '../../../model/plan/format/record';
import { runHeader } from '../../../model/plan/format/runHeader';
import { operand, tables } from '../../../model/plan/format/tables';
import { tokensHeader } from '../../../model/plan/format/tokensHeader';
import { weightsHeader } from '../../../model/plan/format/weightsHeader';
import { projectRoot } from '../../support/project';

const file = path.join(projectRoot, 'docs', 'plan.md');
const records: readonly AnyRecord[] = [
  ...[planHeader, tablePlace, ...Object.values(tables), operand],
  ...[runHeader, tokensHeader, weightsHeader],
];

const titles = ['offset', 'field', 'type', 'meaning'];

function tableOf({ members }: AnyRecord): string {
  const rows = [titles, ...members.map(cellsOf)];
  const widths = titles.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

const cellsOf = ({ offset, name, type, meaning }: Member): string[] => [String(offset), name, type, meaning];

/** The table that follows the mark of a record. */
const markOf = ({ name, bytes }: AnyRecord): string => `<!-- ${name}, ${bytes} bytes -->\n\n`;
const tableAfter = (record: AnyRecord): RegExp => new RegExp(`(${markOf(record)})((?:\\|.*\\n)*)`);

describe('docs/plan.md', () => {
  before(() => {
    if (process.env['UPDATE_GOLDEN'] !== '1') return;
    const text = records.reduce(
      (page, record) => page.replace(tableAfter(record), (_, mark: string) => `${mark}${tableOf(record)}\n`),
      readFileSync(file, 'utf8'),
    );
    writeFileSync(file, text);
  });

  for (const record of records) {
    it(`has the fields of ${record.name} as the code has them`, () => {
      const table = tableAfter(record).exec(readFileSync(file, 'utf8'))?.[2];
      assert.equal(table, `${tableOf(record)}\n`, 'UPDATE_GOLDEN=1 writes the tables');
    });
  }
});
