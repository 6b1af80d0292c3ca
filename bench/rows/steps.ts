import path from 'node:path';
import { loadProgram } from '../../project/program/load';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';
import { adjacentTokenizer, openFile } from '../../project/program/node/files';
import type { TargetFactory } from '../../debug-adapter/session/sessionHost';
import type { Program } from '../../project/program/program';
import type { LaunchArguments } from '../../debug-adapter/launch/launchArguments';
import type { Target } from '../../debug-adapter/targets/target';
import { Consoles } from '../../test/debug-adapter/consoleTarget';
import { StandIn } from '../../test/debug-adapter/pcsx2/standIn';
import type { Bench } from '../row';

/** Number of steps over operations of the sample's first pass; the first few are warm-up. */
const [steps, warmUp] = [60, 10];

/** Median time from a step over one operation to the next stop, in milliseconds. */
async function medianStepMs(factory: TargetFactory, name: string): Promise<number> {
  const host = { openFile, adjacentTokenizer, targets: new Map([[name, factory]]), log: () => undefined };
  const launch: LaunchArguments = parseLaunchArguments(
    { program: path.resolve('samples/tiny/tiny.psnt'), prompt: 'Once upon a time', target: name },
    [name],
  );
  const { signal } = new AbortController();
  const loaded = await loadProgram(launch, host, () => undefined, signal);
  const target = factory(loaded.program, launch);
  try {
    await target.launch(loaded.run, signal);
    const times: number[] = [];
    for (let step = 0; step < steps; step++) {
      const start = performance.now();
      const stopped = stopOf(target);
      await target.resume({ kind: 'operation' });
      await stopped;
      if (step >= warmUp) times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;
  } finally {
    await target.dispose();
    await loaded.close();
  }
}

function stopOf(target: Target): Promise<void> {
  return new Promise((resolve, reject) => {
    target.onEvent((event) => {
      if (event.type === 'stopped') resolve();
      if (event.type === 'failed') reject(new Error(event.message));
    });
  });
}

export const stepBenches: readonly Bench[] = [
  {
    name: 'step-ms-console',
    run: async () => {
      const consoles = new Consoles();
      try {
        const value = await medianStepMs((program: Program) => consoles.target(program), 'built-in');
        return { value, unit: 'ms, median of 50 operations of the sample, built-in console' };
      } finally {
        consoles.remove();
      }
    },
  },
  {
    name: 'step-ms-pine',
    run: async () => {
      const standIn = new StandIn();
      try {
        const value = await medianStepMs(standIn.target, 'pcsx2');
        return { value, unit: 'ms, median of 50 operations of the sample, over PINE to another process' };
      } finally {
        standIn.remove();
      }
    },
  },
];
