import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { generateModel } from '../../model/convert/generated';
import type { TensorType } from '../../model/model';
import type { PlanOptions } from '../../model/plan/options';
import { everyFeature } from '../support/randomModel';
import { retyped } from '../support/retyped';
import { compareSteps } from './comparison';
import { ConsoleProgram } from './consoleProgram';
import { makeProject } from './project';
import { changeSummand, swapFactors } from './changedProgram';
import { prebuiltElf } from './toolchain';

/** Rows of 44 values begin inside groups of 32 and inside bytes; every feature is on. */
const shape = { ...everyFeature, layers: 3, uniqueLayers: 2, registers: 1 };
const tokens = 2;

describe('types of matrices on the built-in console', () => {
  let elf: Uint8Array;
  before(async () => {
    elf = new Uint8Array(await readFile(prebuiltElf));
  });

  /** @returns operations compared, and how many there are in a pass */
  const compare = async (
    type: TensorType,
    program: Uint8Array,
    options: Partial<PlanOptions> = {},
  ): Promise<[number, number]> => {
    const model = await retyped(generateModel({ seed: 11, config: shape }), type);
    const settings = { prompt: [1, 17, 42], maxTokens: tokens, waitForDebuggerMs: 1000 };
    const plan = { maxPartBytes: 500, ...options };
    const project = await makeProject({ model, elf: program, plan, settings });
    try {
      const found = project.plan.matrices.filter((matrix) => matrix.type === type && matrix.parts.length > 1);
      assert.ok(found.length > 0, 'a matrix in parts');
      const console = await ConsoleProgram.boot(project.files);
      return [await compareSteps(model, project, console), project.plan.operations.length];
    } finally {
      project.remove();
    }
  };

  for (const type of ['q4', 'q4g32', 'ternary', 'q8', 'f32'] as const) {
    it(`computes what the engine computes in EE arithmetic, version 1: ${type}`, async function () {
      this.timeout(180_000);
      const [compared, operations] = await compare(type, elf, { arithmeticVersion: 1 });
      assert.equal(compared, tokens * operations);
    });
  }

  for (const type of ['q8', 'q4', 'q4g32', 'ternary', 'f32'] as const) {
    it(`computes what the engine computes with rows of the embedding and an int16 KV cache: ${type}`, async function () {
      this.timeout(180_000);
      const options = { embedding: 'streamed', kvCache: 'int16', context: 16, arithmeticVersion: 1 } as const;
      const [compared, operations] = await compare(type, elf, options);
      assert.equal(compared, tokens * operations);
    });
  }

  for (const type of ['q8', 'q4', 'q4g32', 'ternary', 'f32'] as const) {
    it(`computes what the engine computes in arithmetic version 2: ${type}`, async function () {
      this.timeout(180_000);
      const [compared, operations] = await compare(type, elf, { arithmeticVersion: 2 });
      assert.equal(compared, tokens * operations);
    });

    it(`computes so with rows of the embedding and an int16 KV cache: ${type}`, async function () {
      this.timeout(180_000);
      const streamed = { embedding: 'streamed', kvCache: 'int16', context: 16 } as const;
      const [compared, operations] = await compare(type, elf, { ...streamed, arithmeticVersion: 2 });
      assert.equal(compared, tokens * operations);
    });
  }

  it('is found out in version 1 when a product of add_scaled_int16 has its factors swapped', async () => {
    const swapped = swapFactors(elf, 'add_scaled_int16');
    await assert.rejects(compare('q8', swapped, { kvCache: 'int16', arithmeticVersion: 1 }), / differs$/);
  });

  it('is found out in version 2 when a value of a vector is rounded otherwise', async () => {
    const changed = changeSummand(elf, 'quantise_quads', 8, 7);
    for (const type of ['q8', 'q4', 'q4g32', 'ternary'] as const)
      await assert.rejects(compare(type, changed, { arithmeticVersion: 2 }), / differs$/);
  });

  it('is found out in version 2 when a product of dequantise_band has its factors swapped', async () => {
    const swapped = swapFactors(elf, 'dequantise_band');
    await assert.rejects(compare('q8', swapped, { arithmeticVersion: 2 }), / differs$/);
  });

  for (const type of ['q4', 'q4g32', 'ternary'] as const) {
    for (const name of [`multiply_${type}`, `dequantise_${type}`]) {
      it(`is found out in version 1 when a product of ${name} has its factors swapped`, async () => {
        await assert.rejects(compare(type, swapFactors(elf, name), { arithmeticVersion: 1 }), / differs$/);
      });
    }
  }
});
