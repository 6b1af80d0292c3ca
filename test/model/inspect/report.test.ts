import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Window } from 'happy-dom';
import { MemorySource } from '../../../disc/byteSource';
import { csvReport, htmlReport, jsonReport, type ReportFacts } from '../../../model/inspect/export/report';
import { tensorStatistics } from '../../../model/inspect/statistics';
import { inspectPsnt } from '../../../model/psnt/file';
import { projectRoot } from '../../support/project';

const hostile = `<img src=x onerror="alert('1')">&=cmd`;

describe('reports of a file', () => {
  let facts: ReportFacts;
  before(async () => {
    const bytes = new Uint8Array(await readFile(path.join(projectRoot, 'samples/tiny/tiny.psnt')));
    const inspection = await inspectPsnt(new MemorySource(bytes), hostile);
    assert.ok(inspection.model);
    const statistics = new Map();
    for (const tensor of inspection.tensors) {
      statistics.set(tensor.name, await tensorStatistics(inspection.model, tensor));
    }
    facts = { fileName: hostile, inspection, problem: hostile, forecast: hostile, lba: 300, statistics };
  });

  it('hold as JSON what stands in the file', () => {
    const report = JSON.parse(jsonReport(facts)) as Record<string, unknown[]>;
    assert.equal(report['file'], hostile);
    assert.equal(report['matrices']?.length, facts.inspection.tensors.length);
    assert.equal(report['statistics']?.length, facts.inspection.tensors.length);
  });

  it('hold as CSV a line for each matrix', () => {
    const lines = csvReport(facts).trimEnd().split('\r\n');
    assert.equal(lines.length, facts.inspection.tensors.length + 1);
    assert.equal(lines[0], 'name,role,layer,rows,cols,type,offset,bytes,share,lba');
    const [first] = facts.inspection.tensors;
    assert.ok(lines[1]?.startsWith(`embedding,embedding,,${first?.rows ?? 0},`));
  });

  it('are as HTML one page that runs nothing, loads nothing and takes no text for markup', () => {
    const page = htmlReport(facts);
    const window = new Window();
    window.document.write(page);
    const { document } = window;
    assert.equal(document.querySelector('h1')?.textContent, hostile);
    assert.equal(document.querySelectorAll('img, script, link, iframe').length, 0);
    assert.match(page, /default-src 'none'/);
    // Codes and bits stand in words beside the numbers.
    const fields = document.querySelector('table')?.textContent ?? '';
    assert.match(fields, /magic\s*0x544E5350/);
    assert.match(fields, /quant_type\s*8 \(Q8\)/);
    const rows = [...document.querySelectorAll('table')].at(-1)?.querySelectorAll('tbody tr').length;
    assert.equal(rows, facts.inspection.tensors.length);
    assert.equal(document.querySelectorAll('svg').length, facts.inspection.tensors.length);
    assert.doesNotMatch(page, /<img|onerror="alert/);
  });
});
