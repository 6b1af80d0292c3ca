import { halfToFloat } from '../../model/convert/floatFormats';
import { reportedBytes, type ReportedTensor, type ReportedType } from '../../model/plan/plan';
import type { Arithmetic } from '../../targets/descriptor';
import { viewOf } from '../../common/littleEndian';
import { floatsFrom, integersFrom } from './floats';
import type { TensorView } from './tensorView';

/** The values of memory that a program reported. Rows follow each other without gaps. */
export function reportedView(
  { name, address, type, rows, cols, scales, fault }: ReportedTensor,
  arithmetic: Arithmetic,
  read: (address: number, length: number) => Promise<Uint8Array>,
): TensorView {
  if (fault !== undefined) throw new Error(`${name} has no values that can be shown: ${fault}.`);
  const stride = cols * reportedBytes[type];
  return {
    name,
    type,
    isVector: rows === 1,
    rows,
    cols,
    address,
    stride,
    read: async (row, count) => {
      const bytes = await read(address + row * stride, count * stride);
      const values = valuesIn(bytes, type, arithmetic);
      if (scales === undefined) return values;
      const factors = floatsFrom(await read(scales + row * 4, count * 4), arithmetic);
      return values.map((value, index) => value * (factors[Math.floor(index / cols)] ?? 0));
    },
  };
}

function valuesIn(bytes: Uint8Array, type: ReportedType, arithmetic: Arithmetic): Float64Array {
  const view = viewOf(bytes);
  const each = (value: (at: number) => number): Float64Array =>
    Float64Array.from({ length: bytes.length / reportedBytes[type] }, (_, i) =>
      value(i * reportedBytes[type]),
    );
  switch (type) {
    case 'f32':
      return floatsFrom(bytes, arithmetic);
    case 'f16':
      return each((at) => halfToFloat(view.getUint16(at, true)));
    case 'bf16':
      return floatsFrom(widened(bytes), arithmetic);
    case 'int8':
      return each((at) => view.getInt8(at));
    case 'int16':
      return each((at) => view.getInt16(at, true));
    case 'int32':
      return integersFrom(bytes);
  }
}

/** bf16 is the upper half of an f32. */
function widened(bytes: Uint8Array): Uint8Array {
  const wide = new Uint8Array(bytes.length * 2);
  for (let i = 0; i < bytes.length; i += 2) wide.set(bytes.subarray(i, i + 2), i * 2 + 2);
  return wide;
}
