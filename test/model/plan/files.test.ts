import assert from 'node:assert/strict';
import { crc32 as zlibCrc32 } from 'node:zlib';
import { createHash } from 'node:crypto';
import { compilePlan } from '../../../model/plan/compile';
import { crc32 } from '../../../model/plan/crc32';
import { encodePlan, type WeightsDigest } from '../../../model/plan/encodePlan';
import { PlanError } from '../../../model/plan/error';
import { forecastDisc } from '../../../model/plan/forecast';
import { renderListing } from '../../../model/plan/listing';
import type { Plan } from '../../../model/plan/plan';
import { choicesThatFit, encodeRun, isInteractive } from '../../../model/plan/runFile';
import { greedy } from '../../../model/plan/runSettings';
import { sectorBytes } from '../../../model/plan/units';
import { digestWeights, WeightsSource } from '../../../model/plan/weightsFile';
import type { Model } from '../../../model/model';
import { everyFeature, randomModel } from '../../support/randomModel';
import { streamed } from '../../support/streamed';

async function weightsOf(model: Model, plan: Plan): Promise<{ bytes: Uint8Array; digest: WeightsDigest }> {
  const digest = await digestWeights(model, plan);
  const source = new WeightsSource(model, plan, digest);
  assert.equal(source.size, plan.weightsFile.bytes);
  return { bytes: await source.read(0, source.size), digest };
}

describe('files of a plan', () => {
  const model = randomModel(everyFeature);
  const plan = compilePlan(model, { ...streamed, maxPartBytes: 700 });

  it('WEIGHTS.BIN in rows maps every value and scale back to its bytes in the model file', async () => {
    const plan = compilePlan(model, { ...streamed, maxPartBytes: 700, arithmeticVersion: 1 });
    const { bytes } = await weightsOf(model, plan);
    const source = await model.source.read(0, model.source.size);
    const used = new Uint8Array(bytes.length);
    for (const matrix of plan.matrices) {
      const tensor = model.tensors.find(({ name }) => name === matrix.name);
      assert.ok(tensor);
      const rowBytes = tensor.type === 'f32' ? tensor.cols * 4 : tensor.cols;
      for (const part of matrix.parts) {
        for (let row = 0; row < part.rows; row++) {
          const at = part.fileOffset + part.dataOffset + row * part.stride;
          const from: number = tensor.dataOffset + (part.rowStart + row) * rowBytes;
          assert.deepEqual(
            bytes.subarray(at, at + rowBytes),
            source.subarray(from, from + rowBytes),
            matrix.name,
          );
          used.fill(1, at, at + rowBytes);
          if (tensor.scalesOffset === undefined) continue;
          const scale = part.fileOffset + row * 4;
          const scaleFrom: number = tensor.scalesOffset + (part.rowStart + row) * 4;
          assert.deepEqual(
            bytes.subarray(scale, scale + 4),
            source.subarray(scaleFrom, scaleFrom + 4),
            matrix.name,
          );
          used.fill(1, scale, scale + 4);
        }
      }
    }
    for (let i = sectorBytes; i < bytes.length; i++)
      assert.ok(used[i] === 1 || bytes[i] === 0, `padding at ${i}`);
    assert.equal(
      used.reduce((sum, flag) => sum + flag, 0),
      model.source.size,
    );
  });

  it('WEIGHTS.BIN reads the same in any pieces', async () => {
    const { bytes, digest } = await weightsOf(model, plan);
    const source = new WeightsSource(model, plan, digest);
    for (let offset = 0, length = 1; offset < bytes.length; offset += length, length = (length * 7) % 5003) {
      const piece = Math.min(length, bytes.length - offset);
      assert.deepEqual(await source.read(offset, piece), bytes.subarray(offset, offset + piece));
    }
  });

  it('the id and the CRCs are those of the bytes', async () => {
    const { bytes, digest } = await weightsOf(model, plan);
    const hash = createHash('sha256');
    const seen = new Set<number>();
    for (const read of [...plan.reads].sort((a, b) => a.sector - b.sector)) {
      const crc = zlibCrc32(
        bytes.subarray(read.sector * sectorBytes, (read.sector + read.sectors) * sectorBytes),
      );
      assert.equal(digest.crcs[read.index], crc);
      if (seen.has(read.sector)) continue;
      seen.add(read.sector);
      hash.update(new Uint8Array(Uint32Array.of(crc).buffer));
    }
    assert.deepEqual(digest.id, new Uint8Array(hash.digest()));
    assert.deepEqual(bytes.subarray(16, 48), digest.id);
  });

  it('PLAN.BIN says what the plan says, read by the offsets in the specification', async () => {
    const { digest } = await weightsOf(model, plan);
    const bytes = encodePlan(plan, digest);
    const view = new DataView(bytes.buffer);
    const u32 = (offset: number): number => view.getUint32(offset, true);
    assert.equal(new TextDecoder().decode(bytes.subarray(0, 8)), 'PS2MPLAN');
    assert.deepEqual(
      [view.getUint16(8, true), view.getUint16(10, true), u32(12), u32(16), u32(20)],
      [2, 0, 2, 512, bytes.length],
    );
    const withoutCrc = Uint8Array.from(bytes);
    withoutCrc.fill(0, 24, 28);
    assert.equal(u32(24), zlibCrc32(withoutCrc));
    const { config } = plan;
    const shape = [
      config.dim,
      config.hiddenDim,
      config.layers,
      config.uniqueLayers,
      config.heads,
      config.kvHeads,
    ];
    shape.push(
      config.headDim,
      config.kvDim,
      config.vocabSize,
      config.seqLen,
      config.registers,
      config.seqLen + config.registers,
    );
    assert.deepEqual(
      shape.map((_, i) => u32(104 + 4 * i)),
      shape,
    );
    const table = (index: number): { offset: number; count: number; entry: number } => ({
      offset: u32(192 + index * 12),
      count: u32(196 + index * 12),
      entry: u32(200 + index * 12),
    });
    const strings = table(9).offset;
    const text = (offset: number): string => {
      const start = strings + offset;
      return new TextDecoder().decode(bytes.subarray(start, bytes.indexOf(0, start)));
    };
    const operations = table(6);
    assert.equal(operations.count, plan.operations.length);
    for (const operation of plan.operations) {
      const at = operations.offset + operation.index * operations.entry;
      assert.equal(text(u32(at)), operation.id);
      assert.equal(u32(at + 32 + 8), operation.output.address);
      const inputs = operation.kind === 'mix' ? 2 : operation.inputs.length;
      assert.equal(u32(at + 28), inputs);
      for (let i = 0; i < inputs; i++)
        assert.equal(u32(at + 56 + 24 * i + 8), operation.inputs[i]?.address, operation.id);
      if (operation.kind !== 'mix') continue;
      operation.inputs.slice(1).forEach((input, j) => {
        assert.ok(j < u32(at + 176));
        assert.equal(u32(at + 56 + 24 + 8) + j * u32(at + 180), input.address, operation.id);
      });
    }
    const reads = table(5);
    for (const read of plan.reads) {
      const at = reads.offset + read.index * reads.entry;
      assert.deepEqual([u32(at + 12), u32(at + 16), u32(at + 24)], [read.sector, read.sectors, read.address]);
    }
    const firstCos = plan.rope.cosAddress - plan.planAddress;
    const cos = new Float32Array(bytes.slice(firstCos, firstCos + plan.rope.cos.byteLength).buffer);
    assert.deepEqual(cos, plan.rope.cos);
    assert.equal(plan.rope.sinAddress + plan.rope.sin.byteLength, plan.planAddress + bytes.length);
    const region = plan.regions.find(({ kind }) => kind === 'plan');
    assert.ok(region && plan.planAddress + bytes.length <= plan.run.start && plan.run.end <= region.end);
  });

  it('RUN.BIN refuses prompts that the model cannot take', () => {
    const run = { ...greedy, prompt: [1, 2, 3] };
    assert.equal(new DataView(encodeRun(plan, run).buffer).getUint32(24, true), 3);
    const wrong: [object, RegExp][] = [
      [{ prompt: [] }, /no token/],
      [{ prompt: Array<number>(25).fill(1) }, /25 tokens, but .* takes at most 24/],
      [{ prompt: [70] }, /Token 70 is not in the vocabulary of random\.psnt \(0 to 69\)/],
      [{ stopIds: [-1] }, /Token -1/],
      [{ stopIds: Array<number>(65).fill(1) }, /65 stop ids/],
    ];
    for (const [change, message] of wrong) {
      assert.throws(
        () => encodeRun(plan, { ...run, ...change }),
        (error: unknown) => error instanceof PlanError && message.test(error.message),
      );
    }
  });

  it('RUN.BIN carries the picture and the prompts to choose from, as many as there is room for', () => {
    const run = { ...greedy, prompt: [1, 2, 3] };
    const plain = encodeRun(plan, run);
    assert.deepEqual([isInteractive(plain), plain.length], [false, 512 + 12]);
    const choices = [[1, 2], [4, 5, 6, 7, 8], [9]];
    const bytes = encodeRun(plan, run, { tvRegion: 'pal', screenRight: 8, screenDown: -4 }, choices);
    const view = new DataView(bytes.buffer);
    const words = (from: number, count: number): number[] =>
      Array.from({ length: count }, (_, i) => view.getInt32(from + i * 4, true));
    assert.ok(isInteractive(bytes) && !isInteractive(bytes.slice(0, 500)));
    assert.deepEqual(words(68, 6), [2, 8, -4, 1, 3, 512 + 5 * 4]);
    assert.deepEqual(words(512, 3), run.prompt);
    assert.deepEqual(words(512 + 20, 11), [2, 1, 2, 5, 4, 5, 6, 7, 8, 1, 9]);
    assert.equal(bytes.length, 512 + 20 + 44);
    const many = Array.from({ length: 100 }, () => [1, 2, 3, 4, 5, 6, 7]);
    assert.throws(
      () => encodeRun(plan, run, undefined, many),
      /The prompts to choose from need .* "interactive"/,
    );
    const fitting = choicesThatFit(plan, run.prompt, many);
    assert.ok(fitting.length > 0 && fitting.length < many.length);
    encodeRun(plan, run, undefined, fitting);
    assert.throws(() => encodeRun(plan, run, undefined, many.slice(0, fitting.length + 1)), PlanError);
  });

  it('CRC-32 equals the one of zlib', () => {
    for (const length of [0, 1, 9, 4096]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + 11) & 0xff);
      assert.equal(crc32(bytes), zlibCrc32(bytes));
    }
  });

  it('the disc table adds up to the file and to the reads of a pass', () => {
    const { rows, sectors, sectorsPerPass, preloadSectors } = forecastDisc(plan);
    assert.equal(
      rows.reduce((sum, row) => sum + row.sectors, 0),
      sectors,
    );
    assert.equal(
      rows.reduce((sum, row) => sum + row.bytes + row.padding, 0),
      plan.weightsFile.bytes,
    );
    const inPass = plan.reads.filter((read) => !read.preload).reduce((sum, read) => sum + read.sectors, 0);
    assert.equal(sectorsPerPass, inPass);
    assert.equal(preloadSectors + 1, plan.weightsFile.residentSectors);
  });

  it('the listing has one line for each operation and header, beginning with its id', () => {
    const listing = renderListing(plan);
    const text = listing.text.split('\n');
    assert.equal(listing.lines.length, text.length - 1);
    for (const operation of plan.operations) {
      const line = listing.operationLines[operation.index] ?? 0;
      assert.equal(text[line - 1]?.split(' ')[0], operation.id);
      assert.deepEqual(listing.lines[line - 1], { kind: 'operation', operation: operation.index });
    }
    for (const layer of plan.layers)
      assert.equal(text[(listing.layerLines[layer.index] ?? 0) - 1]?.split(' ')[0], layer.id);
    assert.equal(text[listing.passLine - 1]?.split(' ')[0], 'pass');
  });
});
