import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { imageInMemory } from '../disc/imageBytes';
import { bootFiles } from '../image/bootFiles';
import type { Model } from '../model/model';
import { compilePlan } from '../model/plan/compile';
import type { PlanOptions } from '../model/plan/options';
import { greedy, type RunSettings } from '../model/plan/runSettings';
import { Console } from '../ps2/console/console';
import { memoryDisc } from '../ps2/drive/disc';
import { timings, type Timing } from '../common/timing';

/** Cycles between two checks of a run. */
const slice = 100_000_000;

/** What one pass of one token cost. */
export interface TokenCost {
  readonly cycles: number;
  readonly instructions: number;
  /** Of this PC. */
  readonly wallMs: number;
}

/** Runs to the start of the pass at a position of the text. */
class PassWatch {
  private readonly first: number;

  /** @param registers positions before the text */
  constructor(
    readonly console: Console,
    private readonly registers: number,
  ) {
    // Called when the position of a pass is known, and before its first operation.
    console.setBreakpoint(this.named('weights_begin_pass'));
    this.first = this.named('progress') + 4;
  }

  private named(name: string): number {
    const symbol = this.console.program.elf.symbols.find((one) => one.name === name);
    if (symbol === undefined) throw new Error(`The program has no symbol ${name}.`);
    return symbol.address;
  }

  /** The position in the text of the pass that begins. */
  private get position(): number {
    const bytes = this.console.read(this.first, 4);
    return new DataView(bytes.buffer).getUint32(0, true) - this.registers;
  }

  /** Runs to the second pass and declares it to be that of a position: the tokens before it count as computed. */
  skipTo(position: number): void {
    this.runTo(1);
    const words = new Uint32Array(
      [position, 1, 1, 0, position + 1].map((word, at) => word + (at % 4 === 0 ? this.registers : 0)),
    );
    this.console.write(this.first, new Uint8Array(words.buffer));
  }

  /** Stops where the program begins to choose a token. */
  breakAtSampling(): void {
    this.console.setBreakpoint(this.named('sample'));
  }

  /** Runs to the next choice of a token and through it. @returns its cycles */
  sampling(): number {
    const { console } = this;
    const runTo = (address: number): void => {
      do {
        const stop = console.run(slice);
        if (stop.kind !== 'budget' && stop.kind !== 'breakpoint')
          throw new Error(`The program ended before it chose a token: ${stop.kind}.`);
      } while (console.cpu.pc !== address);
    };
    runTo(this.named('sample'));
    const [start, back] = [console.cycles, console.cpu.gpr(31) >>> 0];
    console.setBreakpoint(back);
    runTo(back);
    const cycles = console.cycles - start;
    console.clearBreakpoint(back);
    return cycles;
  }

  runTo(position: number): void {
    do {
      const stop = this.console.run(slice);
      if (stop.kind === 'budget') continue;
      if (stop.kind !== 'breakpoint')
        throw new Error(`The program ended before position ${position}: ${stop.kind}.`);
      if (this.position === position) return;
    } while (this.position <= position || this.position > 0x7fffffff);
    throw new Error(`No pass begins at position ${position}.`);
  }
}

async function boot(
  model: Model,
  options: Partial<PlanOptions>,
  run: Partial<RunSettings> = {},
): Promise<PassWatch> {
  const elf = await readFile(path.resolve('runtime/prebuilt/ps2ml.elf'));
  const plan = compilePlan(model, options);
  const settings = { ...greedy, prompt: [1], maxTokens: model.config.seqLen, ...run };
  const files = await bootFiles({ model, plan, run: settings, elf: new Uint8Array(elf) });
  const { bytes } = await imageInMemory(files, { discType: 'cd', volume: 'BENCH' });
  return new PassWatch(Console.boot(memoryDisc(bytes), { discType: 'cd' }), model.config.registers);
}

/**
 * The cost of the token at a position of the text in each timing. All start from the same state, one token earlier, so
 * that the caches are warm. The tokens before that are not computed, their keys and values are zero: no instruction of
 * the program takes a time that depends on values.
 */
export async function tokenAt(
  model: Model,
  position: number,
  options: Partial<PlanOptions>,
  wanted: readonly Timing[] = timings,
): Promise<ReadonlyMap<Timing, TokenCost>> {
  const watch = await boot(model, options);
  const { console } = watch;
  watch.skipTo(position - 1);
  const before = console.save();
  const cost = (timing: Timing): TokenCost => {
    console.restore(before);
    console.timing = timing;
    watch.runTo(position);
    const [cycles, instructions, start] = [console.cycles, console.instructions, performance.now()];
    watch.runTo(position + 1);
    return {
      cycles: console.cycles - cycles,
      instructions: console.instructions - instructions,
      wallMs: performance.now() - start,
    };
  };
  return new Map(wanted.map((timing) => [timing, cost(timing)]));
}

/** Cycles of the choice of a token, after the pass that made the logits. */
export async function sampleCost(
  model: Model,
  options: Partial<PlanOptions>,
  sampling: Partial<RunSettings>,
  wanted: readonly Timing[],
): Promise<ReadonlyMap<Timing, number>> {
  const watch = await boot(model, options, sampling);
  const { console } = watch;
  watch.runTo(1);
  watch.breakAtSampling();
  const before = console.save();
  return new Map(
    wanted.map((timing) => {
      console.restore(before);
      console.timing = timing;
      return [timing, watch.sampling()];
    }),
  );
}
