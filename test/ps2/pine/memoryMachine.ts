import type { MemoryPart, MemoryRange, PineMachine } from '../../../ps2/pine/machine';
import type { PineState } from '../../../ps2/pine/wire';

/** A machine that is nothing but 32 MiB of RAM. */
export class MemoryMachine implements PineMachine {
  state: PineState = 'running';
  readonly ram = new Uint8Array(0x2000000);
  readonly slots: string[] = [];
  readonly texts = { version: 'V1', title: 'Tiny', id: 'PSML-00001', uuid: '0BADF00D', gameVersion: '1.00' };

  isMemory(address: number, length: number): boolean {
    return address + length <= this.ram.length;
  }

  read(ranges: readonly MemoryRange[]): Promise<Uint8Array[]> {
    return Promise.resolve(ranges.map(({ address, length }) => this.ram.slice(address, address + length)));
  }

  write(parts: readonly MemoryPart[]): Promise<void> {
    for (const { address, bytes } of parts) this.ram.set(bytes, address);
    return Promise.resolve();
  }

  saveState(slot: number): void {
    this.slots.push(`save ${slot}`);
  }

  loadState(slot: number): void {
    this.slots.push(`load ${slot}`);
  }
}

/** Bytes written as `05 00`, spaces for people. */
export const fromHex = (text: string): Uint8Array =>
  new Uint8Array(Buffer.from(text.replace(/ /g, ''), 'hex'));
export const toHex = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');
