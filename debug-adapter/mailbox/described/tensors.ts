import { ramBytes } from '../../../common/ram';
import { reportedBytes, type ReportedTensor, type ReportedType } from '../../../model/plan/plan';
import { formatAddress } from '../../../model/plan/units';
import type { DescribedEntry } from '../description';

const types: readonly (ReportedType | undefined)[] = [
  undefined,
  'f32',
  'f16',
  'bf16',
  'int8',
  'int16',
  'int32',
];

/** An entry as a tensor with this name; with a fault if there can be no such values in RAM. */
export function tensorOf(name: string, entry: DescribedEntry): ReportedTensor {
  const { address, typeCode, scales, rows, cols } = entry;
  const type = types[typeCode];
  const fault = faultOf(entry, type);
  return {
    name,
    address,
    type: type ?? 'int8',
    rows,
    cols,
    ...(type === 'int8' && scales !== 0 && { scales }),
    ...(fault !== undefined && { fault }),
  };
}

function faultOf(
  { address, typeCode, scales, rows, cols }: DescribedEntry,
  type: ReportedType | undefined,
): string | undefined {
  if (address === 0) return 'it was reported without an address';
  if (type === undefined) return `it was reported with the unknown type ${typeCode}`;
  if (rows === 0 || cols === 0) return `it was reported with ${rows} rows of ${cols} elements`;
  const bytes = rows * cols * reportedBytes[type];
  if (!isInRam(address, bytes))
    return `it was reported at ${formatAddress(address)} with ${rows} rows of ${cols} elements, which is not in RAM`;
  if (address % reportedBytes[type] !== 0)
    return `it was reported at ${formatAddress(address)}, which is no multiple of ${reportedBytes[type]}`;
  if (type === 'int8' && scales !== 0 && (!isInRam(scales, rows * 4) || scales % 4 !== 0))
    return `its scales were reported at ${formatAddress(scales)}, where ${rows} floats cannot be`;
  return undefined;
}

export const isInRam = (address: number, bytes: number): boolean => address + bytes <= ramBytes;
