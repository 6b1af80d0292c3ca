import { MemorySource } from '../../disc/byteSource';
import { bytesOfFloats } from '../../common/littleEndian';
import type { Model, TensorType } from '../../model/model';
import { tensorOrders } from '../../model/psnt/tensorOrders';
import { encodeValues, scalesOf } from '../../model/psnt/encodeTensor';
import { placeTensors } from '../../model/tensorOrder';
import { readRows, tensorOf } from '../../model/tensorRows';

/** The same model with all matrices in one type, the embedding too; no version of PSNT carries every type so. */
export async function retyped(model: Model, matrixType: TensorType): Promise<Model> {
  const { config } = model;
  const tensors = placeTensors(tensorOrders[0].sections, { config, ropeTables: 0, matrixType }, 0);
  const bytes = new Uint8Array(
    tensors.reduce((end, tensor) => Math.max(end, tensor.offset + tensor.bytes), 0),
  );
  for (const { name, type, rows, dataOffset, scalesOffset } of tensors) {
    const source = tensorOf(model, name);
    if (type === 'f32') {
      bytes.set(bytesOfFloats(await readRows(model, source, 0, rows)), dataOffset);
      continue;
    }
    const scales = await scalesOf(model, source, type, undefined);
    bytes.set(bytesOfFloats(scales), scalesOffset);
    let at = dataOffset;
    for await (const values of encodeValues(model, source, type, scales)) {
      bytes.set(values, at);
      at += values.length;
    }
  }
  return { label: `${matrixType}.psnt`, config, tensors, source: new MemorySource(bytes) };
}
