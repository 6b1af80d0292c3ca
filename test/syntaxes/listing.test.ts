import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { renderListing } from '../../model/plan/listing';
import { samplePlan } from '../support/sample';
import { streamed } from '../support/streamed';
import { projectRoot } from '../support/project';

const cases = path.join(__dirname, 'listing.ps2ml');
const tester = path.join(projectRoot, 'node_modules/vscode-tmgrammar-test/dist/unit.js');

describe('listing grammar', () => {
  it('gives each part its scope', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [tester, cases], {
      cwd: projectRoot,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout + stderr);
  });

  it('is tested on lines that a listing really has', async () => {
    const plan = await samplePlan({ ...streamed, arithmeticVersion: 1 });
    const listing = new Set(renderListing(plan).text.split('\n'));
    const lines = readFileSync(cases, 'utf8')
      .split('\n')
      .filter((line) => !/^# SYNTAX TEST|^# *(?:\^|<-)/.test(line));
    for (const line of lines) assert.ok(listing.has(line), line);
    assert.ok(lines.length > 8);
  });

  it('folds each layer from its header to the blank line after it', async () => {
    const plan = await samplePlan();
    const { text, layerLines } = renderListing(plan);
    const configuration = JSON.parse(
      readFileSync(path.join(projectRoot, 'language-configuration.json'), 'utf8'),
    ) as { folding: { markers: { start: string; end: string } } };
    const start = new RegExp(configuration.folding.markers.start);
    const end = new RegExp(configuration.folding.markers.end);
    const lines = text.split('\n');
    const starts = lines.flatMap((line, index) => (start.test(line) ? [index + 1] : []));
    assert.deepEqual(starts, layerLines);
    for (const [index, first] of starts.entries()) {
      const last = lines.findIndex((line, at) => at >= first && end.test(line)) + 1;
      assert.equal(last + 1, starts[index + 1] ?? last + 1);
      assert.ok(last > first);
    }
  });
});
