import assert from 'node:assert/strict';
import type { Model } from '../../../model/model';
import { compilePlan } from '../../../model/plan/compile';
import { namedLayouts } from '../../../model/plan/discLayout';
import { PlanError } from '../../../model/plan/error';
import type { PlanOptions } from '../../../model/plan/options';
import { rowPlace } from '../../../model/plan/rowRead';
import type { Operand, Operation, Plan, Read } from '../../../model/plan/plan';
import { layoutFallback, readsTwice } from '../../../model/plan/sharedReads';
import { elementPlace } from '../../../model/plan/tileCodec';
import { sectorBytes } from '../../../model/plan/units';
import { describedModel, everyFeature, randomModel } from '../../support/randomModel';
import { streamed } from '../../support/streamed';

/** The 10M-parameter PS2 model. */
const tenMillion = {
  ...everyFeature,
  dim: 256,
  hiddenDim: 720,
  layers: 24,
  uniqueLayers: 12,
  heads: 8,
  kvHeads: 2,
  headDim: 32,
  kvDim: 64,
  vocabSize: 8192,
  seqLen: 512,
  registers: 4,
};

/** Less than the matrices need, and a layer with its shared matrices. */
const inLittleRam = { start: 0x180000, end: 0x180000 + 18 * 2 ** 20 };

const streamedPlan = (model: Model, options: Partial<PlanOptions> = {}): Plan =>
  compilePlan(model, { ...streamed, ...options });

const variants: [string, Plan][] = [
  ['every feature', streamedPlan(randomModel(everyFeature))],
  ['every feature, in floats', streamedPlan(randomModel(everyFeature), { arithmeticVersion: 1 })],
  ['float weights', streamedPlan(randomModel(everyFeature, 'f32'))],
  ['separate classifier', streamedPlan(randomModel({ ...everyFeature, sharedClassifier: false }))],
  [
    'plain Llama',
    streamedPlan(randomModel({ ...everyFeature, registers: 0, denseformer: false, valueResidual: false })),
  ],
  ['matrices in parts', streamedPlan(randomModel(everyFeature), { maxPartBytes: 600 })],
  ['Q4 in groups, in parts', streamedPlan(randomModel(everyFeature, 'q4g32'), { maxPartBytes: 300 })],
  ['ternary, in parts', streamedPlan(randomModel(everyFeature, 'ternary'), { maxPartBytes: 300 })],
  ['everything kept in RAM', streamedPlan(randomModel(everyFeature), { weights: 'resident' })],
  ['shared layers kept', streamedPlan(randomModel(everyFeature), { sharedLayers: 'readOnce' })],
  [
    'shared layers kept, in parts',
    streamedPlan(randomModel({ ...everyFeature, sharedClassifier: false }), {
      sharedLayers: 'readOnce',
      maxPartBytes: 600,
    }),
  ],
  ['matrices by kind', streamedPlan(randomModel(everyFeature), { discOrder: 'byKind' })],
  [
    '10M parameters, shared layers kept',
    streamedPlan(describedModel(tenMillion), { sharedLayers: 'readOnce' }),
  ],
  [
    'Q4 in groups, in parts, in floats',
    streamedPlan(randomModel(everyFeature, 'q4g32'), { maxPartBytes: 300, arithmeticVersion: 1 }),
  ],
  ['one position a pass', streamedPlan(randomModel(everyFeature), { batch: 1 })],
  [
    'embedding by rows',
    streamedPlan(randomModel(everyFeature), { embedding: 'streamed', maxPartBytes: 600 }),
  ],
  [
    'embedding by rows, separate classifier',
    streamedPlan(randomModel({ ...everyFeature, sharedClassifier: false }, 'f32'), { embedding: 'streamed' }),
  ],
  ['int16 KV cache', streamedPlan(randomModel(everyFeature), { kvCache: 'int16', context: 20 })],
  ['10M parameters', streamedPlan(describedModel(tenMillion))],
  ['10M parameters by default', compilePlan(describedModel(tenMillion))],
  ['10M parameters in little RAM', compilePlan(describedModel(tenMillion), { arena: inLittleRam })],
  ['10M parameters, Q4 in groups', streamedPlan(describedModel(tenMillion, 'q4g32'))],
];

describe('plan', () => {
  it('reads a layer once for all layers that share it', () => {
    const sectors = (sharedLayers: 'readTwice' | 'readOnce'): number =>
      streamedPlan(describedModel(tenMillion), { sharedLayers })
        .reads.filter(({ preload }) => !preload)
        .reduce((sum, read) => sum + read.sectors, 0);
    assert.equal(sectors('readOnce') * 2, sectors('readTwice'));
  });

  it('lays matrices out by kind when it is told to', () => {
    const { matrices } = compilePlan(randomModel(everyFeature), { discOrder: 'byKind' });
    const queries = matrices.filter(({ name }) => name.endsWith('.wq'));
    assert.ok(queries.length > 1);
    const [first, second] = queries.map(({ parts }) => parts[0]?.fileOffset ?? 0);
    const keys = matrices.find(({ name }) => name.endsWith('00.attn.wk'))?.parts[0]?.fileOffset ?? 0;
    assert.ok(first !== undefined && second !== undefined && first < second && second < keys);
  });

  for (const [name, plan] of variants) {
    describe(name, () => {
      it('maps the whole 32 MiB without gap or overlap', () => {
        let next = 0;
        for (const region of plan.regions) {
          assert.equal(region.start, next, region.name);
          assert.ok(region.end > region.start, region.name);
          next = region.end;
        }
        assert.equal(next, 32 * 1024 * 1024);
      });

      it('gives every buffer memory of its own inside its region', () => {
        const sorted = [...plan.buffers].sort((a, b) => a.start - b.start);
        for (const [index, buffer] of sorted.entries()) {
          assert.ok(buffer.end - buffer.start >= buffer.rows * buffer.stride, buffer.name);
          const { cols, type } = buffer;
          const scales = buffer.kind === 'kv' ? cols / plan.config.headDim : 1;
          const bytes = type === 'i16' ? cols * 2 + scales * 4 : cols * 4;
          assert.ok(buffer.stride >= bytes && buffer.stride % 16 === 0, buffer.name);
          assert.equal(buffer.start % 64, 0, buffer.name);
          const following = sorted[index + 1];
          if (following)
            assert.ok(buffer.end <= following.start, `${buffer.name} runs into ${following.name}`);
          const kind = buffer.kind === 'kv' ? 'kv' : 'activations';
          assert.ok(
            plan.regions.some((r) => r.kind === kind && r.start <= buffer.start && buffer.end <= r.end),
            buffer.name,
          );
        }
      });

      it('reads only into weights and stream regions, never one resident part over another', () => {
        const resident: { start: number; end: number }[] = [];
        for (const read of plan.reads) {
          const end = read.address + read.sectors * sectorBytes;
          const kind = read.preload ? 'weights' : 'stream';
          assert.ok(
            plan.regions.some((r) => r.kind === kind && r.start <= read.address && end <= r.end),
            `read ${read.index}`,
          );
          assert.equal(read.address % 64, 0);
          assert.ok(read.sector + read.sectors <= plan.weightsFile.sectors);
          if (!read.preload) continue;
          assert.ok(
            resident.every((other) => end <= other.start || other.end <= read.address),
            `read ${read.index}`,
          );
          resident.push({ start: read.address, end });
        }
      });

      it('stores each part once, sector-aligned, and fills the file', () => {
        const ranges = plan.matrices.flatMap((matrix) => matrix.parts.map((part) => ({ matrix, part })));
        ranges.sort((a, b) => a.part.fileOffset - b.part.fileOffset);
        let end = sectorBytes;
        for (const { matrix, part } of ranges) {
          const isVector = matrix.type === 'f32' && !plan.reads.some((read) => read.matrix === matrix.index);
          assert.equal(part.fileOffset % (isVector ? 64 : sectorBytes), 0, matrix.name);
          assert.ok(part.fileOffset >= end && part.fileOffset - end < sectorBytes, matrix.name);
          assert.equal(part.stride % 16, 0, matrix.name);
          assert.equal(part.dataOffset % 64, 0, matrix.name);
          end = part.fileOffset + part.bytes;
        }
        assert.equal(Math.ceil(end / sectorBytes), plan.weightsFile.sectors);
      });

      it('covers the rows of each matmul with its tiles, in order', () => {
        for (const operation of plan.operations.filter(({ kind }) => kind === 'matmul' || kind === 'embed')) {
          const matrix = plan.matrices[operation.matrix ?? -1];
          assert.ok(matrix, operation.id);
          let row = 0;
          for (const tile of plan.tiles.slice(operation.firstTile, operation.firstTile + operation.tiles)) {
            assert.equal(tile.rowStart, row, operation.id);
            row += tile.rows;
            const read = tile.read === undefined ? undefined : plan.reads[tile.read];
            assert.equal(read === undefined, matrix.resident, operation.id);
            if (read) assertInPlace(plan, read, operation);
          }
          assert.equal(row, matrix.rows, operation.id);
          if (operation.kind === 'matmul') assert.equal(operation.output.cols, matrix.rows, operation.id);
        }
      });

      it('lets no operation read what nothing in the pass has written', () => {
        const written = new Set<number>();
        const isOwn = (operand: Operand): boolean => {
          const buffer = plan.buffers[operand.buffer ?? -1];
          return buffer !== undefined && buffer.kind !== 'scratch' && buffer.kind !== 'tokens';
        };
        for (const operation of plan.operations) {
          for (const input of operation.inputs.filter(isOwn)) {
            assert.ok(
              written.has(input.buffer ?? -1),
              `${operation.id} reads ${plan.buffers[input.buffer ?? -1]?.name ?? ''}`,
            );
          }
          if (operation.output.buffer !== undefined) written.add(operation.output.buffer);
        }
      });

      it('calls a buffer live exactly from its write to its last read before the next write', () => {
        for (const buffer of plan.buffers.filter(({ kind }) => kind === 'activation')) {
          for (let stop = 0; stop < plan.operations.length; stop++) {
            const live = plan.liveness.some(
              (l) => l.buffer === buffer.index && l.from < stop && stop <= l.to,
            );
            assert.equal(
              live,
              isLive(plan, buffer.index, stop),
              `${buffer.name} before ${plan.operations[stop]?.id ?? ''}`,
            );
          }
        }
      });

      it('runs every layer whole and in order', () => {
        assert.equal(plan.layers.length, plan.config.layers);
        for (const layer of plan.layers) {
          const inside = plan.operations.slice(layer.first, layer.end);
          assert.ok(inside.every((operation) => operation.layer === layer.index));
          assert.equal(
            plan.operations.filter((operation) => operation.layer === layer.index).length,
            inside.length,
          );
        }
      });
    });
  }

  it('keeps every matrix in RAM when there is room and asked for', () => {
    const plan = compilePlan(randomModel(everyFeature), { weights: 'resident' });
    assert.ok(plan.reads.every((read) => read.preload));
    assert.ok(plan.matrices.every((matrix) => matrix.resident));
  });

  it('says what needs how much when a context does not fit, and which would', () => {
    const long = { ...tenMillion, seqLen: 4096 };
    assert.throws(
      () => compilePlan(describedModel(long), { context: 4096 }),
      (error: unknown) => {
        assert.ok(error instanceof PlanError);
        assert.match(
          error.message,
          /^described\.psnt does not fit with a context of 4,096: it needs \d+\.\d MiB, but only 29\.4 MiB are available .*KV cache \d+\.\d MiB/,
        );
        const [, f32 = '', int16 = ''] =
          /The largest context that fits is ([\d,]+), or ([\d,]+) with "kvCache": "int16"\.$/.exec(
            error.message,
          ) ?? [];
        const [most, mostInt16] = [f32, int16].map((text) => Number(text.replace(',', ''))) as [
          number,
          number,
        ];
        assert.ok(most > 512 && mostInt16 > 1.5 * most, error.message);
        const fits = (context: number, kvCache: 'f32' | 'int16'): boolean => {
          try {
            return compilePlan(describedModel(long), { context, kvCache }).config.seqLen === context;
          } catch {
            return false;
          }
        };
        assert.deepEqual([fits(most, 'f32'), fits(most + 1, 'f32')], [true, false]);
        assert.deepEqual([fits(mostInt16, 'int16'), fits(mostInt16 + 1, 'int16')], [true, false]);
        return true;
      },
    );
  });

  it('takes the largest context that fits, in every layout', () => {
    const long = { ...tenMillion, seqLen: 4096 };
    for (const weights of ['streamed', 'resident'] as const) {
      for (const sharedLayers of ['readTwice', 'readOnce'] as const) {
        const layout = { weights, sharedLayers };
        const { config, modelContext } = compilePlan(describedModel(long), layout);
        assert.equal(modelContext, 4096);
        assert.ok(config.seqLen > 512 && config.seqLen < 4096);
        assert.throws(
          () => compilePlan(describedModel(long), { ...layout, context: config.seqLen + 1 }),
          PlanError,
        );
      }
    }
    const { config, modelContext } = compilePlan(describedModel(tenMillion));
    assert.deepEqual([config.seqLen, modelContext], [512, 512]);
  });

  it('reads shared layers twice where reading them once does not fit, with the same context', () => {
    const wide = { ...tenMillion, dim: 1024, hiddenDim: 2880, kvDim: 256, headDim: 128, seqLen: 2048 };
    for (const weights of ['streamed', 'resident'] as const) {
      const options = { weights, arena: { start: 0x180000, end: 0x180000 + 24 * 2 ** 20 } };
      const [once, twice] = (['readOnce', 'readTwice'] as const).map((sharedLayers) =>
        compilePlan(describedModel(wide), { ...options, sharedLayers }),
      );
      assert.ok(once && twice && readsTwice(once));
      assert.deepEqual(once, twice);
      const short = compilePlan(describedModel(wide), { ...options, context: 64 });
      assert.ok(!readsTwice(short));
      const fallback = 'shared layers are read twice, because there is too little RAM to read them once';
      assert.equal(layoutFallback(once, namedLayouts.resident), fallback);
      assert.equal(layoutFallback(once, namedLayouts.streamed), undefined);
      assert.equal(layoutFallback(short, namedLayouts.resident), undefined);
    }
  });

  it('refuses a context that the model does not have', () => {
    for (const context of [0, 25, 1.5])
      assert.throws(
        () => compilePlan(describedModel(everyFeature), { context }),
        /^PlanError: The context is .* positions, but described\.psnt has 1 to 24\. Use a smaller "context", or leave it out\.$/,
      );
    assert.equal(compilePlan(describedModel(everyFeature), { context: 1 }).config.seqLen, 1);
  });

  it('keeps the embedding in RAM when it fits beside the requested context, and streams it if it must', () => {
    const shape = { ...tenMillion, vocabSize: 65_536, seqLen: 4096 };
    const short = compilePlan(describedModel(shape), { context: 64 });
    const embedding = (plan: Plan) => plan.matrices.find(({ name }) => name === 'embedding');
    assert.equal(embedding(short)?.resident, true);
    const long = compilePlan(describedModel(shape));
    assert.equal(embedding(long)?.resident, false);
    assert.ok(long.config.seqLen > 512);
    const rows = long.reads.filter(({ row }) => row);
    assert.equal(rows.length, 1);
    assert.equal(long.operations[0]?.kind, 'embed');
    const tiles = long.tiles.slice(0, long.operations[0].tiles);
    assert.ok(tiles.every(({ read }) => read === rows[0]?.index));
    const sectors = rows[0]?.sectors ?? 0;
    const matrix = embedding(long);
    assert.ok(matrix);
    for (const part of matrix.parts) {
      for (let row = 0; row < part.rows; row++) {
        const { sector, offset } = rowPlace(matrix, part, row, sectors, long.weightsFile.sectors);
        const place = elementPlace(matrix, part, part.rowStart + row, 0);
        const band = part.fileOffset + place.byte - 2 * (row % 4);
        assert.equal(sector * sectorBytes + offset, band);
        assert.ok(offset >= 0 && offset + part.stride <= sectors * sectorBytes);
      }
    }
    const logits = long.operations.find(({ id }) => id === 'logits');
    assert.equal(logits?.tiles, embedding(long)?.parts.length);
    assert.ok(
      long.reads.some(({ matrix, neededBy }) => matrix === logits?.matrix && neededBy === logits?.index),
    );
  });

  it('plans the models that people run', () => {
    const base = { ...tenMillion, denseformer: false, valueResidual: false, registers: 0 };
    const smol = {
      ...base,
      ...{ dim: 576, hiddenDim: 1536, layers: 30, uniqueLayers: 30, heads: 9, kvHeads: 3, headDim: 64 },
      ...{ kvDim: 192, vocabSize: 49_152, seqLen: 8192, ropeTheta: 100_000 },
    };
    const large = {
      ...base,
      ...{ dim: 768, hiddenDim: 2048, layers: 12, uniqueLayers: 12, heads: 12, kvHeads: 12, headDim: 64 },
      ...{ kvDim: 768, vocabSize: 32_000, seqLen: 1024 },
    };
    const narrow = { ...large, dim: 576, heads: 9, kvHeads: 3, kvDim: 192, layers: 30, uniqueLayers: 30 };
    const thirty = {
      ...large,
      dim: 384,
      hiddenDim: 1024,
      layers: 6,
      uniqueLayers: 6,
      kvHeads: 12,
      headDim: 32,
      kvDim: 384,
    };
    for (const config of [smol, large, narrow, thirty]) {
      for (const type of ['q8', 'q4g32', 'ternary'] as const) {
        for (const kvCache of ['f32', 'int16'] as const) {
          const plan = compilePlan(describedModel(config, type), { kvCache, tokensBytes: 600_000 });
          assert.ok(plan.config.seqLen >= 256, `${config.dim} ${type} ${kvCache}: ${plan.config.seqLen}`);
        }
      }
    }
  });

  it('refuses shapes that no arithmetic is defined for', () => {
    const wrong = [{ headDim: 7, dim: 28 }, { kvHeads: 3 }, { uniqueLayers: 9 }, { headDim: 9 }];
    for (const change of wrong) {
      assert.throws(
        () => compilePlan(describedModel({ ...everyFeature, ...change })),
        PlanError,
        JSON.stringify(change),
      );
    }
  });
});

/** By walking backwards from the stop to the write and forwards to the next read or write. */
function isLive(plan: Plan, buffer: number, stop: number): boolean {
  const writes = (index: number): boolean => plan.operations[index]?.output.buffer === buffer;
  const reads = (index: number): boolean =>
    plan.operations[index]?.inputs.some((input) => input.buffer === buffer) ?? false;
  const isWritten = plan.operations.slice(0, stop).some((operation) => writes(operation.index));
  if (!isWritten) return false;
  for (let index = stop; index < plan.operations.length; index++) {
    if (reads(index)) return true;
    if (writes(index)) return false;
  }
  return false;
}

/** A read stands in its slot when it is used: it comes for this operation, or nothing has come over it since. */
function assertInPlace(plan: Plan, read: Read, operation: Operation): void {
  assert.ok(read.neededBy <= operation.index, operation.id);
  const end = read.address + read.sectors * sectorBytes;
  for (const other of plan.reads) {
    if (other.preload || other.index <= read.index || other.neededBy > operation.index) continue;
    if (other.matrix === read.matrix && other.neededBy === operation.index) continue;
    const otherEnd = other.address + other.sectors * sectorBytes;
    assert.ok(otherEnd <= read.address || end <= other.address, `${operation.id}: read ${other.index}`);
  }
}
