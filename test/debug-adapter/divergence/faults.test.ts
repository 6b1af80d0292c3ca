import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { faults } from './faults';
import { builtImage, compareWithFault, PlanFields } from './planting';

describe('Planted faults', function () {
  this.timeout(180_000);
  let folder: string;
  let image: string;
  const rightKinds: string[] = [];
  const all = faults(({ planBytes }) => new PlanFields(planBytes));

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-faults-'));
    image = await builtImage(folder, 'tiny', ['--layout', 'streamed', '--arithmetic-version', '1']);
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const { name, operation, kind, matrix, ...planted } of all) {
    it(name, async () => {
      const { divergence } = await compareWithFault(image, planted);
      assert.ok(divergence, 'nothing was found');
      const { words } = divergence;
      if (process.env['SHOW']) console.log(divergence.kind, words);
      assert.equal(divergence.operation, operation, words);
      assert.equal(divergence.kind, kind, words);
      if (matrix !== undefined) assert.equal(divergence.matrix, matrix, words);
      rightKinds.push(name);
    });
  }

  it('are twenty at least', () => {
    assert.ok(all.length >= 20, String(all.length));
  });
});
