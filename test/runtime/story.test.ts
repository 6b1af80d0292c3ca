import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { MemorySource } from '../../disc/byteSource';
import { openModel, openTokenizer } from '../../model/openModel';
import { quantised } from '../model/engine/runs';
import { sharedPath } from '../support/shared';
import { compareSteps, isLong } from './comparison';
import { ConsoleProgram } from './consoleProgram';
import { makeProject } from './project';
import { prebuiltElf } from './toolchain';

const tokens = isLong ? 257 : 4;

describe('program on the built-in console with a trained model', function () {
  this.timeout(isLong ? 900_000 : 180_000);

  it(`computes what the engine computes in EE arithmetic, over ${tokens} tokens`, async function () {
    const paths = [sharedPath('models/stories260K.bin'), sharedPath('models/tok512.bin')] as const;
    if (paths[0] === undefined || paths[1] === undefined) {
      console.log('      skipped: the trained model does not lie in ../shared/models');
      return this.skip();
    }
    const weights = new MemorySource(await readFile(paths[0]));
    const vocabulary = new MemorySource(await readFile(paths[1]));
    const model = await quantised(await openModel(weights, 'stories260K.bin'));
    const tokenizer = await openTokenizer(vocabulary, 'tok512.bin');
    const settings = { prompt: tokenizer.encodePrompt(''), maxTokens: tokens, waitForDebuggerMs: 1000 };
    const elf = new Uint8Array(await readFile(prebuiltElf));
    const project = await makeProject({ model, tokenizer, settings, elf });
    try {
      const program = await ConsoleProgram.boot(project.files);
      const compared = await compareSteps(model, project, program);
      assert.equal(compared, tokens * project.plan.operations.length);
      assert.match(program.console.text, /^Once upon a time/);
    } finally {
      project.remove();
    }
  });
});
