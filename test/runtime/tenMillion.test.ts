// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { MemorySource } from '../../disc/byteSource';
import { tenMillionConfig } from '../../bench/tenMillion';
import { generateModel } from '../../model/convert/generated';
import { Engine } from '../../model/engine/engine';
import { cachedParts } from '../../model/engine/partCache';
import { defaultDiscLayout, planOptionsOf } from '../../model/plan/discLayout';
import { openPsnt } from '../../model/psnt/file';
import { psntBytes } from '../support/psntBytes';
import { isLong } from './comparison';
import { ConsoleProgram, field, state } from './consoleProgram';
import { makeProject } from './project';
import { prebuiltElf } from './toolchain';

const tokens = isLong ? 8 : 1;

describe('a file of the 10M shape', function () {
  this.timeout(300_000);

  it(`is made, planned, built and run for ${tokens} tokens on the built-in console`, async () => {
    const bytes = await psntBytes(generateModel({ seed: 1, config: tenMillionConfig }));
    assert.equal(bytes.length, 10_875_804, 'the published size');
    const { model } = await openPsnt(new MemorySource(bytes), '10M.psnt');
    const elf = new Uint8Array(await readFile(prebuiltElf));
    const given = { prompt: [1], maxTokens: tokens };
    const byDefault = planOptionsOf(defaultDiscLayout);
    const project = await makeProject({ model, elf, settings: given, plan: byDefault });
    try {
      const { plan, settings } = project;
      assert.ok(plan.reads.every(({ preload }) => preload));
      assert.equal(plan.arithmetic, 2);
      const program = await ConsoleProgram.boot(project.files);
      program.settle(600, 5_000_000);
      assert.equal(program.get(field.state), state.ended, program.error);
      const written = program.events().flatMap(({ type, value }) => (type === 'token' ? [value] : []));

      const engine = new Engine({ plan, loader: cachedParts(model, plan), settings, mode: 'ee' });
      await engine.preload();
      const wanted: number[] = [];
      while (engine.ended === undefined) {
        for (const event of await engine.step()) if (event.type === 'token') wanted.push(event.id);
      }
      assert.equal(wanted.length, tokens);
      // The ring holds the events of the last passes.
      assert.ok(written.length > 0);
      assert.deepEqual(written, wanted.slice(-written.length));
    } finally {
      project.remove();
    }
  });
});
