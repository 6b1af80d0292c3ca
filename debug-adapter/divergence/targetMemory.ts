import type { Target } from '../targets/target';
import type { OperandRow } from './operandRows';

/** Reads RAM of a stopped target. */
export class TargetMemory {
  constructor(private readonly target: Pick<Target, 'readMemory' | 'descriptor'>) {}

  /** @throws Error when the target cannot read all of it. */
  async read(address: number, bytes: number): Promise<Uint8Array> {
    const found = await this.target.readMemory(address, bytes);
    if (found.length === bytes) return found;
    throw new Error(
      `The target ${this.target.descriptor.id} cannot read ${bytes} bytes at 0x${address.toString(16)}: only ${found.length} are readable. Compare on another target.`,
    );
  }

  /** The bytes of each row, with one read for all that lie together. */
  async rows(rows: readonly OperandRow[]): Promise<Uint8Array[]> {
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return [];
    const span = last.address + last.bytes - first.address;
    const content = rows.reduce((sum, { bytes }) => sum + bytes, 0);
    if (span > 2 * content) return Promise.all(rows.map(({ address, bytes }) => this.read(address, bytes)));
    const all = await this.read(first.address, span);
    return rows.map(({ address, bytes }) =>
      all.slice(address - first.address, address - first.address + bytes),
    );
  }
}
