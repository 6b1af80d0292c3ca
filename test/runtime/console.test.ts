import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { tinyModel, tinyTokenizer } from '../../model/convert/tiny';
import { Engine } from '../../model/engine/engine';
import { cachedParts } from '../../model/engine/partCache';
import type { Model } from '../../model/model';
import type { ConsoleOptions } from '../../ps2/options';
import { quantised } from '../model/engine/runs';
import { ConsoleProgram, field, state } from './consoleProgram';
import { outputOf } from './expectation';
import { makeProject, type Project, type ProjectRequest } from './project';
import { prebuiltElf } from './toolchain';

const runCommand = 1;
const untilOperation = 1;

/** Steps program and engine side by side; every output must be the same, bit for bit. @returns operations compared */
async function compareSteps(model: Model, { plan, settings }: Project, program: ConsoleProgram): Promise<number> {
  const engine = new Engine({ plan, loader: cachedParts(model, plan), settings, mode: 'ee' });
  await engine.preload();
  assert.equal(program.settle(), state.stopped);
  for (let compared = 0; ; compared++) {
    const { pass, first, count, operation } = engine.position();
    const id = `pass ${pass}, ${plan.operations[operation]?.id ?? ''}`;
    const at = [field.pass, field.first, field.count, field.operation].map((offset) => program.get(offset));
    assert.deepEqual(at, [pass, first, count, operation]);
    await engine.step();
    program.command(runCommand, untilOperation);
    assert.equal(program.settle(), engine.ended === undefined ? state.stopped : state.ended, id);
    const expected = outputOf((address, length) => engine.readMemory(address, length), plan, operation, first, count);
    const found = outputOf((address, length) => program.console.read(address, length), plan, operation, first, count);
    assert.ok(Buffer.compare(expected, found) === 0, `${id} differs`);
    if (engine.ended !== undefined) return compared + 1;
  }
}

describe('program on the built-in console', () => {
  let elf: Uint8Array;
  const projects: Project[] = [];

  before(async () => {
    elf = new Uint8Array(await readFile(prebuiltElf));
  });
  after(() => projects.forEach(({ remove }) => remove()));

  const boot = async (request: ProjectRequest, options?: ConsoleOptions): Promise<[Project, ConsoleProgram]> => {
    const project = await makeProject({ ...request, elf });
    projects.push(project);
    return [project, await ConsoleProgram.boot(project.files, options)];
  };

  it('computes what the engine computes in EE arithmetic, at every operation', async () => {
    const model = await quantised(tinyModel());
    const settings = { prompt: [1, 300, 301], maxTokens: 4, waitForDebuggerMs: 1000, temperature: 0.9, topP: 0.9, seed: 3 };
    const [project, program] = await boot({ model, settings });
    assert.ok((await compareSteps(model, project, program)) > 400);
  });
  void tinyTokenizer;
});
