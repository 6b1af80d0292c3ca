import assert from 'node:assert/strict';
import { readElf } from '../../../ee/elf';
import { SymbolTable } from '../../../ee/symbols';
import type { Cpu } from '../../../ps2/cpu/cpu';
import { RAM_OFFSET } from '../../../ps2/cpu/stateLayout';
import { load } from './machine';

const RESULT_WORDS = 1024;

/** Loads a program and runs it to its `break`; returns the words at `results`. @param budget cycles */
export function runProgram(cpu: Cpu, program: Uint8Array, budget = 50_000_000): number[] {
  const elf = readElf(program, 'program');
  load(cpu, []);
  for (const { address, fileOffset, fileBytes, memoryBytes } of elf.segments) {
    const target = new Uint8Array(cpu.memory, RAM_OFFSET + address, memoryBytes);
    target.fill(0);
    target.set(program.subarray(fileOffset, fileOffset + fileBytes));
  }
  cpu.pc = elf.entry;
  const stop = cpu.run(budget);
  assert.ok(stop.kind === 'fault' && stop.fault === 'break', JSON.stringify(stop));
  const results = new SymbolTable(elf.symbols).named('results')?.address ?? 0;
  return Array.from({ length: RESULT_WORDS }, (_, index) =>
    cpu.view.getUint32(RAM_OFFSET + results + index * 4, true),
  );
}
