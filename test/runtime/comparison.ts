import assert from 'node:assert/strict';
import { Engine } from '../../model/engine/engine';
import { cachedParts } from '../../model/engine/partCache';
import type { Model } from '../../model/model';
import { field, state, type ConsoleProgram } from './consoleProgram';
import { outputOf } from './expectation';
import type { Project } from './project';

/** All tokens that were asked for take minutes: PS2ML_LONG_TESTS=1 asks for them. */
export const isLong = process.env['PS2ML_LONG_TESTS'] !== undefined;

const runCommand = 1;
const untilOperation = 1;

/**
 * Steps program and engine side by side, in EE arithmetic; every output must be the same, bit for bit. The project
 * must wait for a debugger.
 * @returns operations compared
 */
export async function compareSteps(
  model: Model,
  { plan, settings }: Project,
  program: ConsoleProgram,
): Promise<number> {
  const engine = new Engine({ plan, loader: cachedParts(model, plan), settings, mode: 'ee' });
  await engine.preload();
  assert.equal(program.settle(), state.stopped, program.error);
  for (let compared = 1; ; compared++) {
    const { pass, first, count, operation } = engine.position();
    const id = `pass ${pass}, ${plan.operations[operation]?.id ?? ''}`;
    const at = [field.pass, field.first, field.count, field.operation].map((offset) => program.get(offset));
    assert.deepEqual(at, [pass, first, count, operation]);
    await engine.step();
    program.command(runCommand, untilOperation);
    assert.equal(program.settle(), engine.ended === undefined ? state.stopped : state.ended, id);
    const expected = outputOf(
      (address, length) => engine.readMemory(address, length),
      plan,
      operation,
      first,
      count,
    );
    const found = outputOf(
      (address, length) => program.console.read(address, length),
      plan,
      operation,
      first,
      count,
    );
    assert.ok(Buffer.compare(expected, found) === 0, `${id} differs`);
    if (engine.ended !== undefined) return compared;
  }
}
