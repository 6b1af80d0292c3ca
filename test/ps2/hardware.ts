import { Cpu } from '../../ps2/cpu/cpu';
import type { AccessBytes, Bus } from '../../ps2/cpu/bus';
import { createMemory } from '../../ps2/cpu/stateLayout';
import type { ConsoleOptions } from '../../ps2/console/options';
import { Disc, memoryDisc } from '../../ps2/drive/disc';
import { handleEvent } from '../../ps2/machine/eventHandlers';
import { takeDueEvent } from '../../ps2/machine/events';
import { createBus } from '../../ps2/machine/hardware';
import { Machine } from '../../ps2/machine/machine';
import { Memory } from '../../ps2/machine/memory';
import { initialState } from '../../ps2/state/initialState';
import { testImage } from './program';

/** The hardware of a console without a program: registers, memory and time, moved by hand. */
export class Hardware {
  private constructor(
    readonly machine: Machine,
    readonly bus: Bus,
  ) {}

  static async create(options: ConsoleOptions = {}): Promise<Hardware> {
    const image = memoryDisc(await testImage(Uint8Array.of()));
    const buffer = createMemory();
    const bus = createBus(() => machine);
    const machine: Machine = new Machine(
      new Cpu(buffer, bus),
      new Memory(buffer),
      new Disc(image),
      options,
      initialState(image, options),
    );
    return new Hardware(machine, bus);
  }

  read(address: number, bytes: AccessBytes = 4): number | undefined {
    return this.bus.read(address, bytes, this.machine.cpu);
  }

  write(address: number, value: number, bytes: AccessBytes = 4): boolean {
    return this.bus.write(address, bytes, value >>> 0, this.machine.cpu);
  }

  /** Moves time, with everything that happens in it. */
  pass(cycles: number): void {
    const { machine } = this;
    const end = machine.now + cycles;
    for (;;) {
      const next = machine.state.events[0]?.cycle ?? Infinity;
      machine.skipTo(Math.max(machine.now, Math.min(next, end)));
      const action = takeDueEvent(machine.state, machine.now);
      if (action === undefined) return;
      machine.guarded(() => handleEvent(machine, action));
    }
  }

  /** Bytes of memory themselves. */
  bytes(address: number, length: number): Uint8Array {
    return this.machine.memory.at(address, length, 'test');
  }

  /** Why the machine stopped. */
  get fault(): string | undefined {
    const { ended } = this.machine.state;
    return ended?.kind === 'crash' ? ended.message : undefined;
  }
}
