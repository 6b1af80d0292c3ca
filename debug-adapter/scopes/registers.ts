import { ramBytes } from '../../common/ram';
import { formatAddress } from '../../model/plan/units';
import type { Stop } from '../debuggee/stop';
import { remark, type Item } from '../variables/item';

/** CPU registers of the target; empty if it has none. */
export async function registerItems({ facts: { target } }: Stop): Promise<Item[]> {
  const registers = await target.registers?.();
  if (!registers) return [];
  const { pc, cycles, general } = registers;
  const place = target.symbolOf?.(pc);
  return [
    {
      name: 'pc',
      value: place === undefined ? formatAddress(pc) : `${formatAddress(pc)} ${place}`,
      memoryReference: formatAddress(pc),
    },
    remark('cycles', cycles.toLocaleString('en-US')),
    ...general.map(({ name, value }) => registerItem(name, value)),
  ];
}

/** `0x00000000_00000000_00000000_0018C040`. A register that points into RAM gets a memory reference. */
function registerItem(name: string, value: bigint): Item {
  const digits = value.toString(16).toUpperCase().padStart(32, '0');
  const isPointer = value < BigInt(ramBytes) && value > 0n;
  return {
    name,
    value: `0x${digits.match(/.{8}/g)?.join('_') ?? digits}`,
    type: 'u128',
    ...(isPointer && { memoryReference: formatAddress(Number(value)) }),
  };
}
