import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { compilePlan } from '../../model/plan/compile';
import { renderListing } from '../../model/plan/listing';
import type { PlanOptions } from '../../model/plan/options';
import type { ModelConfig, TensorType } from '../../model/model';
import { checkGolden } from '../debug-adapter/goldenFile';
import { projectRoot } from '../support/project';
import { streamed } from '../support/streamed';
import { describedModel, everyFeature } from '../support/randomModel';

const folder = path.join(__dirname, 'snapshots');
const tester = path.join(projectRoot, 'node_modules/vscode-tmgrammar-test/dist/snapshot.js');

/** Holds the scopes of every character against what was written down; UPDATE_GOLDEN=1 writes them anew. */
function checkScopes(file: string, scope: string): void {
  const update = process.env['UPDATE_GOLDEN'] === '1' ? ['--updateSnapshot'] : [];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [tester, '--scope', scope, ...update, path.join(folder, file)],
    { cwd: projectRoot, encoding: 'utf8' },
  );
  assert.equal(status, 0, stdout + stderr);
}

describe('scopes of every character', () => {
  it('of listings of every type, with and without matrices in RAM', () => {
    const small: ModelConfig = { ...everyFeature, layers: 2, uniqueLayers: 1 };
    const plain: ModelConfig = { ...small, denseformer: false, valueResidual: false, registers: 0 };
    const listing = (config: ModelConfig, type: TensorType, options: Partial<PlanOptions>): string =>
      renderListing(compilePlan(describedModel(config, type), options)).text;
    const text = [
      listing(small, 'q8', { ...streamed, arithmeticVersion: 1 }),
      listing(plain, 'q4g32', { weights: 'resident' }),
      listing({ ...plain, sharedClassifier: false }, 'ternary', streamed),
    ].join('\n');
    checkGolden(path.join(folder, 'forward.ps2ml'), text);
    checkScopes('forward.ps2ml', 'source.ps2ml-listing');
  });

  it('of SYSTEM.CNF, right and half typed', () => {
    checkScopes('SYSTEM.CNF', 'source.ps2-system-cnf');
  });
});
