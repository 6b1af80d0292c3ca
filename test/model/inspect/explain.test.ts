import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MemorySource } from '../../../disc/byteSource';
import { explainByte } from '../../../model/inspect/explain';
import { FileMap } from '../../../model/inspect/fileMap';
import { decodeGroup } from '../../../model/inspect/group';
import type { Model, Tensor } from '../../../model/model';
import { openPsnt } from '../../../model/psnt/file';
import { readRows } from '../../../model/tensorRows';
import { everyFeature, randomModel } from '../../support/randomModel';
import { psntBytes } from '../../support/psntBytes';
import type { WritePsntOptions } from '../../../model/psnt/writer';

interface Opened {
  readonly bytes: Uint8Array;
  readonly model: Model;
  readonly map: FileMap<Tensor>;
}

async function opened(options: WritePsntOptions): Promise<Opened> {
  // Groups of 32 that cross rows: 44 columns.
  const plain = { ...everyFeature, registers: 0, uniqueLayers: 4, denseformer: false, valueResidual: false };
  const config = options.version === 3 ? everyFeature : plain;
  const source = randomModel(config, 'f32');
  const floats = new Float32Array(source.source.size / 4).map((_, i) => Math.sin(i * 1.7) * 0.3);
  const bytes = await psntBytes(
    { ...source, source: new MemorySource(new Uint8Array(floats.buffer)) },
    options,
  );
  const { header, model } = await openPsnt(new MemorySource(bytes), 'a.psnt');
  return { bytes, model, map: new FileMap(bytes.length, header.fields, model.tensors) };
}

const kinds: readonly WritePsntOptions[] = [
  { version: 3, quantization: 'q8' },
  { version: 3, quantization: 'q4' },
  { version: 1, quantization: 'ternary' },
  { version: 3, quantization: 'q4', order: 'resident-first, layers padded to sectors' },
];

for (const options of kinds) {
  describe(`bytes of ${JSON.stringify(options)}`, () => {
    let file: Opened;
    before(async () => {
      file = await opened(options);
    });

    it('belong to exactly one part each', () => {
      let at = 0;
      for (const part of file.map.parts) {
        assert.equal(part.start, at);
        at = part.end;
      }
      assert.equal(at, file.bytes.length);
      assert.equal(file.map.partAt(-1), undefined);
      assert.equal(file.map.partAt(at), undefined);
      const padded = file.map.parts.some(({ kind }) => kind === 'padding');
      assert.equal(padded, options.order !== undefined);
    });

    // The reader of rows is the oracle: what changes when a byte changes is what the byte was.
    it('are explained as what changes with them', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(file.bytes.length - 1), async (offset) => {
          const explained = explainByte(file.map, offset);
          assert.ok(explained);
          const changed = file.bytes.slice();
          changed[offset] = (changed[offset] ?? 0) ^ 0x7f;
          const other: Model = { ...file.model, source: new MemorySource(changed) };
          const { part } = explained;
          for (const tensor of file.model.tensors) {
            const before = await readRows(file.model, tensor, 0, tensor.rows);
            const after = await readRows(other, tensor, 0, tensor.rows);
            const indices = [...before.keys()].filter((i) => !Object.is(before[i], after[i]));
            const isHere = (part.kind === 'scales' || part.kind === 'values') && part.matrix === tensor;
            if (!isHere) assert.deepEqual(indices, [], tensor.name);
            else if (part.kind === 'values') {
              const said = explained.values.map(({ row, col }) => row * tensor.cols + col);
              // A ternary code may read the same, and 0 · scale stays 0 under any scale.
              assert.ok(
                indices.every((index) => said.includes(index)),
                explained.text,
              );
            } else {
              const group = await decodeGroup(
                file.model.source,
                tensor,
                (explained.scale ?? 0) * scaleWidth(tensor),
              );
              assert.equal(group.scale?.index, explained.scale);
              const width = scaleWidth(tensor);
              assert.ok(indices.every((index) => Math.floor(index / width) === explained.scale));
            }
          }
        }),
        { numRuns: 60 },
      );
    });

    it('decode to the values that rows are read as', async () => {
      const tensors = file.model.tensors.filter(({ triangular }) => triangular !== true);
      const choice = fc.tuple(fc.nat(tensors.length - 1), fc.nat());
      await fc.assert(
        fc.asyncProperty(choice, async ([which, any]) => {
          const tensor = tensors[which];
          assert.ok(tensor);
          const index = any % (tensor.rows * tensor.cols);
          const { values } = await decodeGroup(file.model.source, tensor, index);
          assert.ok(values.some((value) => value.index === index));
          for (const value of values) {
            const row = await readRows(file.model, tensor, value.row, 1);
            assert.ok(Object.is(value.value, row[value.col]) || value.value === row[value.col]);
            const explained = explainByte(file.map, value.offset);
            assert.ok(
              explained?.values.some((place) => place.index === value.index),
              explained?.text,
            );
          }
        }),
        { numRuns: 60 },
      );
    });
  });
}

/** Values that share a scale. */
function scaleWidth({ type, cols }: Tensor): number {
  return type === 'q4g32' ? 32 : cols;
}
