import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../support/project';
import { faults, faultsInBands, type KnownFault } from './faults';
import { builtImage, compareWithFault, PlanFields } from './planting';

describe('Planted faults', function () {
  this.timeout(180_000);
  let folder: string;
  let image: string;
  let inBands: string;
  const all = faults(({ planBytes }) => new PlanFields(planBytes));

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-faults-'));
    image = await builtImage(folder, 'tiny', ['--layout', 'streamed', '--arithmetic-version', '1']);
    inBands = await builtImage(folder, 'bands', ['--layout', 'resident', '--arithmetic-version', '2']);
  });
  after(() => rmSync(folder, { recursive: true }));

  const check = async (of: string, { operation, kind, matrix, ...planted }: KnownFault): Promise<void> => {
    const { divergence } = await compareWithFault(of, planted);
    assert.ok(divergence, 'nothing was found');
    const { words } = divergence;
    assert.equal(divergence.operation, operation, words);
    assert.equal(divergence.kind, kind, words);
    if (matrix !== undefined) assert.equal(divergence.matrix, matrix, words);
  };

  for (const fault of all) it(fault.name, () => check(image, fault));
  for (const fault of faultsInBands)
    it(`in integers, with matrices in RAM: ${fault.name}`, () => check(inBands, fault));

  it('nothing differs without a fault, also under the checks of the data cache', async () => {
    const { divergence, operations } = await compareWithFault(inBands, { checksCache: true });
    assert.equal(divergence, undefined, divergence?.words);
    assert.ok(operations > 100, String(operations));
  });

  it('are twenty at least, and docs/debugging.md lists each', () => {
    assert.ok(all.length >= 20, String(all.length));
    const docs = readFileSync(path.join(projectRoot, 'docs', 'debugging.md'), 'utf8');
    const plain = (text: string): string => text.replace(/[`\s]+/g, ' ');
    for (const { name, operation, kind } of all) {
      const row = docs.split('\n').find((line) => plain(line).includes(plain(name)));
      assert.ok(row, `"${name}" is not in docs/debugging.md`);
      assert.ok(row.includes(`\`${operation}\``) && row.includes(`\`${kind}\``), row);
    }
  });
});
