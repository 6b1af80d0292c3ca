import type { Elf } from '../../ee/elf';
import { DataCacheModel } from './dataCache';
import { hex } from './fault';
import type { Machine } from './machine';

/** Turns on the optional checks. They make the program run slower. */
export function attachChecks(machine: Machine, elf: Elf): void {
  const { checks } = machine.options;
  const { cpu, accessChecks } = machine;
  if (checks?.misalignedQuadwords) cpu.strictQuadwords = true;
  if (checks?.dataCache) {
    const model = new DataCacheModel();
    machine.dataCache = model;
    accessChecks.push((address, bytes, store) => model.access(address, bytes, store));
  }
  if (checks?.codeWrites) {
    const code = elf.segments.filter(({ executable }) => executable);
    accessChecks.push((address, bytes, store) => {
      const physical = address & 0x0fffffff;
      const hit =
        store && code.some((s) => physical + bytes > s.address && physical < s.address + s.fileBytes);
      return hit ? `The program overwrites its own code at ${hex(address)}` : undefined;
    });
  }
  if (accessChecks.length > 0) cpu.observeMemory = true;
}
