import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { generatedFiles } from '../../debug-adapter/launch/generated';
import { nodeImplementations } from '../../debug-adapter/node/implementations';
import { defaultSlot } from '../../ps2/pine/wire';
import { commandPort, filePort } from '../../ps2/ps2link/wire';
import { ps2link } from '../../targets/ps2link';
import { isModelled, timings } from '../../common/timing';
import {
  clockProvenance,
  executorLabel,
  figuresKind,
  provenanceFrom,
  provenanceLabel,
} from '../../targets/provenance';
import { pcsx2 } from '../../targets/pcsx2';
import { TargetRegistry } from '../../targets/registry';
import { targets } from '../../targets/targets';
import { projectRoot } from '../support/project';

const read = (name: string): string => readFileSync(path.join(projectRoot, name), 'utf8');

describe('targets', () => {
  for (const [name, make] of Object.entries(generatedFiles())) {
    it(`${name} is what npm run generate writes`, async () => {
      const text = read(name);
      const file = path.join(projectRoot, name);
      const wanted = await format(make(text), { ...(await resolveConfig(file)), filepath: file });
      assert.equal(text, wanted);
    });
  }

  it('label figures of a modelled clock with its timing', () => {
    assert.equal(clockProvenance('instructions'), 'built-in');
    for (const timing of timings.filter(isModelled)) {
      const provenance = clockProvenance(timing);
      assert.equal(provenanceFrom(provenance), provenance, 'a trace keeps it');
      assert.equal(provenanceLabel(provenance), `modelled (${timing})`);
      assert.equal(executorLabel(provenance), 'built-in console');
      assert.equal(figuresKind(provenance), 'simulated');
    }
  });

  it('have code in Node, in their order', () => {
    assert.deepEqual(
      nodeImplementations.map(({ descriptor }) => descriptor.id),
      targets.ids,
    );
  });

  it('have a column each in the README, by their labels', () => {
    const [, head = ''] = /\n## What works on which target\n\n(\|.*)\n/.exec(read('README.md')) ?? [];
    const columns = head.split('|').map((cell) => cell.trim());
    assert.deepEqual(
      columns.slice(2, -1),
      targets.all.map(({ label }) => label),
    );
  });

  it('have the labels of their figures in docs/views.md', () => {
    for (const { figures } of targets.all)
      assert.ok(read('docs/views.md').includes(`| \`${figures.label}\``), figures.label);
  });

  it('have the ports and the slot of the protocols', () => {
    assert.deepEqual(
      [ps2link.fields.filePort.default, ps2link.fields.commandPort.default, ps2link.fields.logPort.default],
      [filePort, commandPort, commandPort],
    );
    assert.equal(pcsx2.fields.slot.example, defaultSlot);
  });

  it('are what runs by default: the first that fits', () => {
    assert.equal(targets.defaultFor({}).id, 'built-in');
    assert.equal(targets.defaultFor({ arithmetic: 'ieee' }).id, 'reference');
    assert.equal(targets.defaultFor({ place: 'browser' }).id, 'reference');
  });

  it('have ids that no other has', () => {
    assert.throws(() => new TargetRegistry([ps2link, ps2link]), /Two targets have the id "ps2link"\./);
  });
});
