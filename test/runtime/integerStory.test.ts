// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MemorySource } from '../../disc/byteSource';
import type { Model, TensorType } from '../../model/model';
import { openModel } from '../../model/openModel';
import { projectRoot } from '../support/project';
import { retyped } from '../support/retyped';
import { sharedPath } from '../support/shared';
import { compareSteps, isLong } from './comparison';
import { ConsoleProgram } from './consoleProgram';
import { expectedLines } from './expectation';
import { makeProject } from './project';
import { prebuiltElf } from './toolchain';
import { nativeWitness } from './witness';

const arithmeticVersion = 2;
/** Tokens on the console, where each operation is a stop. The types share all but the products. */
const ofStories = {
  q8: isLong ? 257 : 4,
  q4: isLong ? 48 : 4,
  q4g32: isLong ? 48 : 4,
  ternary: isLong ? 48 : 4,
};
const ofSample = isLong ? 16 : 2;
/** Registers and the prompt are passed once, then each pass makes a token. */
const prompt = [1];

async function open(file: string): Promise<Model> {
  return openModel(new MemorySource(await readFile(file)), path.basename(file));
}

/** Every output of every operation, by the program in EE arithmetic. */
async function compareOnConsole(model: Model, maxTokens: number): Promise<void> {
  const elf = new Uint8Array(await readFile(prebuiltElf));
  const settings = { prompt, maxTokens, waitForDebuggerMs: 1000 };
  const project = await makeProject({ model, elf, settings, plan: { arithmeticVersion } });
  try {
    assert.equal(project.plan.arithmetic, arithmeticVersion);
    const program = await ConsoleProgram.boot(project.files);
    const compared = await compareSteps(model, project, program);
    assert.equal(compared, maxTokens * project.plan.operations.length);
  } finally {
    project.remove();
  }
}

describe('arithmetic version 2 with trained models', function () {
  this.timeout(1_800_000);
  let stories: string;
  before(function () {
    const found = sharedPath('models/stories260K.bin');
    if (found === undefined) {
      console.log('      skipped: the trained model does not lie in ../shared/models');
      return this.skip();
    }
    stories = found;
  });

  for (const type of ['q8', 'q4', 'q4g32', 'ternary'] as const satisfies readonly TensorType[]) {
    it(`is the same on the built-in console and in the engine over ${ofStories[type]} tokens: ${type}`, async () => {
      await compareOnConsole(await retyped(await open(stories), type), ofStories[type]);
    });

    it(`is the same in the console's C and in the engine in IEEE arithmetic over 257 tokens: ${type}`, async function () {
      const witness = nativeWitness();
      if (witness === undefined) {
        console.log('      skipped: no compiler for the native witness');
        return this.skip();
      }
      const model = await retyped(await open(stories), type);
      const settings = { prompt, maxTokens: 257, temperature: 0.9, topK: 40, topP: 0.9, seed: 3 };
      const project = await makeProject({ model, settings, plan: { arithmeticVersion } });
      try {
        const expected = await expectedLines(model, project.plan, project.settings, 'ieee');
        const { lines } = witness.run(project.folder, ['--step']);
        const found = lines
          .filter((line) => !line.startsWith('stopped') && !line.startsWith('ended'))
          .map((line) => line.replace(/^end \d+ (\d+).*$/, 'end $1'));
        const at = expected.findIndex((line, i) => line !== found[i]);
        assert.equal(found[at], expected[at], `line ${at}`);
        assert.equal(found.length, expected.length);
      } finally {
        project.remove();
      }
    });
  }
});

describe('arithmetic version 2 with the sample', function () {
  this.timeout(1_800_000);

  it(`is the same on the built-in console and in the engine over ${ofSample} tokens`, async () => {
    await compareOnConsole(await open(path.join(projectRoot, 'samples/stories/stories.psnt')), ofSample);
  });
});
