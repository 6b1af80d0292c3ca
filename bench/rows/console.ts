import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { imageInMemory } from '../../disc/imageBytes';
import { bootFiles } from '../../image/bootFiles';
import type { Model } from '../../model/model';
import { compilePlan } from '../../model/plan/compile';
import { greedy } from '../../model/plan/runSettings';
import { Console } from '../../ps2/console/console';
import { memoryDisc } from '../../ps2/drive/disc';
import type { Bench } from '../row';
import { generatedModel } from '../generatedModel';
import { tenMillionConfig } from '../tenMillion';

/** The measurements of one run of the EE program on the built-in console. */
interface Run {
  readonly cycles: number;
  /** Cycles in which the drive was busy; the program waits for each read. */
  readonly discCycles: number;
  /** EE instructions per second of this machine, over the whole run: a difference of two short times would be noise. */
  readonly instructionsPerSecond: number;
}

/** The text position of the token that is measured, after a prompt as long. */
const position = 64;

/** Cycles between two checks for the end of the program. */
const slice = 100_000_000;

async function run(model: Model, maxTokens: number): Promise<Run> {
  const elf = await readFile(path.resolve('runtime/prebuilt/ps2ml.elf'));
  const plan = compilePlan(model);
  const settings = { ...greedy, prompt: Array<number>(position).fill(1), maxTokens };
  const files = await bootFiles({ model, plan, run: settings, elf: new Uint8Array(elf) });
  const { bytes } = await imageInMemory(files, { discType: 'cd', volume: 'BENCH' });
  const console = Console.boot(memoryDisc(bytes), { discType: 'cd' });
  const start = performance.now();
  let stop = console.run(slice);
  while (stop.kind === 'budget') stop = console.run(slice);
  if (stop.kind !== 'deadlock' || !stop.asleep)
    throw new Error(`The program did not end on its own: ${stop.kind}.`);
  const hostSeconds = (performance.now() - start) / 1000;
  const reads = console.driveLog().filter(({ purpose }) => purpose === 'program');
  const discCycles = reads.reduce((sum, { startCycle, endCycle }) => sum + endCycle - startCycle, 0);
  // Before its first read the program waits for the IOP, which executes nothing.
  const executed = console.cycles - (reads[0]?.startCycle ?? 0) - discCycles;
  return { cycles: console.cycles, discCycles, instructionsPerSecond: executed / hostSeconds };
}

/** The pass at `position` alone: the difference between a run of two tokens and a run of one. */
async function passAtPosition(): Promise<Run> {
  const model = await generatedModel('10M', tenMillionConfig);
  const [one, two] = [await run(model, 1), await run(model, 2)];
  return {
    cycles: two.cycles - one.cycles,
    discCycles: two.discCycles - one.discCycles,
    instructionsPerSecond: two.instructionsPerSecond,
  };
}

/** Of the default plan, which keeps everything in RAM, for several rows. */
let measured: Promise<Run> | undefined;
const measure = (): Promise<Run> => (measured ??= passAtPosition());

/** Multiply-adds of the matmuls of one token. */
function multiplyAdds(): number {
  const { dim, hiddenDim, kvDim, layers, vocabSize } = tenMillionConfig;
  return layers * (2 * dim * dim + 2 * kvDim * dim + 3 * dim * hiddenDim) + vocabSize * dim;
}

export const consoleBenches: readonly Bench[] = [
  {
    name: 'ee-instructions-per-mac-q8-10m',
    run: async () => {
      const { cycles, discCycles } = await measure();
      return {
        value: (cycles - discCycles) / multiplyAdds(),
        unit: 'instructions, everything except disc waits',
      };
    },
  },
  {
    name: 'console-instructions-per-second',
    run: async () => {
      const { instructionsPerSecond } = await measure();
      return { value: instructionsPerSecond / 1e6, unit: 'million EE instructions/s on one core' };
    },
  },
];
