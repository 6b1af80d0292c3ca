import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Model } from '../../model/model';
import { planOptionsOf, type DiscLayout } from '../../model/plan/discLayout';
import type { Plan } from '../../model/plan/plan';
import { addTimes, noTime, splitOperation, type TimeSplit } from '../../model/trace/timeSplit';
import { ConsoleProgram, field, state } from './consoleProgram';
import { makeProject } from './project';
import { prebuiltElf } from './toolchain';

/** What the second token of a run took on the built-in console; the first one checks the CRC of all that it reads. */
export interface MeasuredToken {
  readonly plan: Plan;
  readonly weightsSector: number;
  readonly split: TimeSplit;
  readonly sectors: number;
  readonly reads: number;
  /** Ids of all tokens. */
  readonly tokens: readonly number[];
}

const ticksPerSecondOffset = 0x20;

/** Builds a model's disc in a layout, runs two tokens, and takes the times of the second from the mailbox. */
export async function measureToken(model: Model, layout: DiscLayout): Promise<MeasuredToken> {
  const elf = new Uint8Array(await readFile(prebuiltElf));
  const settings = { prompt: [1], maxTokens: 2 };
  const project = await makeProject({ model, elf, settings, plan: planOptionsOf(layout) });
  try {
    const { plan } = project;
    const program = await ConsoleProgram.boot(project.files, {}, layout.placement);
    program.settle(600, 5_000_000);
    assert.equal(program.get(field.state), state.ended, program.error);
    const ms = 1000 / program.get(ticksPerSecondOffset);
    let split = noTime;
    let [waited, sectors, reads] = [0, 0, 0];
    const tokens: number[] = [];
    for (const { type, pass, index, value, ticks } of program.events()) {
      if (type === 'token') tokens.push(value);
      if (pass !== 1) continue;
      if (type === 'read') {
        waited += ticks * ms;
        sectors += value;
        reads++;
      } else if (type === 'operation') {
        const operation = plan.operations[index];
        assert.ok(operation);
        split = addTimes(split, splitOperation(operation.kind, ticks * ms, waited));
        waited = 0;
      }
    }
    return { plan, weightsSector: program.get(field.weightsSector), split, sectors, reads, tokens };
  } finally {
    project.remove();
  }
}
