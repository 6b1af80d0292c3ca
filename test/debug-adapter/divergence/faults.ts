import assert from 'node:assert/strict';
import { viewOf } from '../../../common/littleEndian';
import type { DivergenceKind } from '../../../debug-adapter/divergence/kinds';
import type { Disc, PlantedFault, Ram } from './planting';

/** A fault with what a comparison should say of it. */
export interface KnownFault extends PlantedFault {
  /** As docs/debugging.md lists it. */
  readonly name: string;
  readonly operation: string;
  readonly kind: DivergenceKind;
  readonly matrix?: string;
}

const one = new Uint8Array([0]);
const indexOf = ({ plan }: Ram, id: string): number =>
  plan.operations.find((operation) => operation.id === id)?.index ?? assert.fail(id);
const operationIn = ({ plan }: Pick<Ram, 'plan'>, id: string): Ram['plan']['operations'][number] =>
  plan.operations.find((operation) => operation.id === id) ?? assert.fail(id);
const bufferIn = ({ plan }: Pick<Ram, 'plan'>, name: string): Ram['plan']['buffers'][number] =>
  plan.buffers.find((buffer) => buffer.name === name) ?? assert.fail(name);

/** Exchanges two ranges of bytes. */
function exchange(bytes: Uint8Array, a: number, b: number, length: number): void {
  const kept = bytes.slice(a, a + length);
  bytes.copyWithin(a, b, b + length);
  bytes.set(kept, b);
}

const onDisc: readonly KnownFault[] = [
  {
    name: 'one bit of `layers.00.attn.wq` on the disc, CRC made right',
    ...{ operation: 'L00.attn.q', kind: 'bit', matrix: 'layers.00.attn.wq' },
    disc: (disc) => {
      const { at } = disc.value('layers.00.attn.wq', 5, 3);
      const { bytes } = disc.part('layers.00.attn.wq');
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      disc.seal();
    },
  },
  {
    name: 'one byte of `layers.00.attn.wo` on the disc, CRC left wrong',
    ...{ operation: 'L00.attn.o', kind: 'damaged', matrix: 'layers.00.attn.wo' },
    disc: (disc) => {
      const { bytes } = disc.part('layers.00.attn.wo');
      const { at } = disc.value('layers.00.attn.wo', 60, 60);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    },
  },
  {
    name: 'the scale of a row of `layers.00.ffn.w1` on the disc is that of the next row',
    ...{ operation: 'L00.ffn.w1', kind: 'scale', matrix: 'layers.00.ffn.w1' },
    disc: (disc) => {
      const { bytes } = disc.part('layers.00.ffn.w1');
      const next = disc.scale('layers.00.ffn.w1', 8);
      bytes.copyWithin(disc.scale('layers.00.ffn.w1', 7), next, next + 4);
      disc.seal();
    },
  },
  {
    name: 'the square matrix `layers.00.attn.wo` on the disc is transposed',
    ...{ operation: 'L00.attn.o', kind: 'rows', matrix: 'layers.00.attn.wo' },
    disc: (disc) => {
      const { bytes, matrix } = disc.part('layers.00.attn.wo');
      const right = bytes.slice();
      for (let row = 0; row < matrix.rows; row++)
        for (let column = 0; column < matrix.cols; column++) {
          const [to, from] = [
            disc.value('layers.00.attn.wo', row, column).at,
            disc.value('layers.00.attn.wo', column, row).at,
          ];
          bytes[to] = right[from] ?? 0;
        }
      disc.seal();
    },
  },
  {
    name: 'two heads of `layers.00.attn.wk` on the disc are exchanged',
    ...{ operation: 'L00.attn.k', kind: 'swap', matrix: 'layers.00.attn.wk' },
    disc: (disc) => {
      const { bytes, matrix } = disc.part('layers.00.attn.wk');
      const { dataOffset, stride } = matrix.parts[0] ?? assert.fail();
      exchange(bytes, dataOffset, dataOffset + 16 * stride, 16 * stride);
      exchange(bytes, 0, 16 * 4, 16 * 4);
      disc.seal();
    },
  },
  {
    name: 'the last rows of `layers.00.ffn.w2` on the disc are zero',
    ...{ operation: 'L00.ffn.w2', kind: 'truncated', matrix: 'layers.00.ffn.w2' },
    disc: (disc) => {
      const { bytes, matrix } = disc.part('layers.00.ffn.w2');
      const { dataOffset, stride } = matrix.parts[0] ?? assert.fail();
      bytes.fill(0, dataOffset + 48 * stride);
      disc.seal();
    },
  },
];

const planWord = (disc: Disc, offset: number, value: number): void => {
  viewOf(disc.planBytes).setUint32(offset, value, true);
  disc.sealPlan();
};

const inPlan = (fieldsOf: (disc: Disc) => import('./planting').PlanFields): readonly KnownFault[] => [
  {
    name: 'another epsilon in the plan of the image',
    ...{ operation: 'L00.attn.norm', kind: 'plan' },
    disc: (disc) => planWord(disc, fieldsOf(disc).header('eps'), 0x358637bd),
  },
  {
    name: 'in the plan of the image, `L00.attn.attend` reads the keys of another layer',
    ...{ operation: 'L00.attn.attend', kind: 'plan' },
    disc: (disc) =>
      planWord(
        disc,
        fieldsOf(disc).input(operationIn(disc, 'L00.attn.attend').index, 1),
        bufferIn(disc, 'keys.L01').start,
      ),
  },
];

const inRam: readonly KnownFault[] = [
  {
    name: 'RoPE of the query takes the angles of the next position',
    ...{ operation: 'L00.attn.rope.q', kind: 'position' },
    ram: {
      change: async (ram) => {
        const { rope, config } = ram.plan;
        const row = (config.headDim / 2) * 4;
        await ram.planWord(ram.fields.header('cosAddress'), rope.cosAddress + row);
        await ram.planWord(ram.fields.header('sinAddress'), rope.sinAddress + row);
      },
    },
  },
  {
    name: 'attention of layer 1 reads the keys and values of layer 0',
    ...{ operation: 'L01.attn.attend', kind: 'kv' },
    ram: {
      change: async (ram) => {
        const index = indexOf(ram, 'L01.attn.attend');
        await ram.planWord(ram.fields.input(index, 1), bufferIn(ram, 'keys.L00').start);
        await ram.planWord(ram.fields.input(index, 2), bufferIn(ram, 'values.L00').start);
      },
    },
  },
  {
    name: 'an entry of `keys.L00` holds the keys of the position before it',
    ...{ operation: 'L00.attn.attend', kind: 'kv' },
    ram: {
      at: { pass: 0, operation: 'L00.attn.attend' },
      change: async (ram) => {
        const { start, stride } = bufferIn(ram, 'keys.L00');
        await ram.write(start + 3 * stride, await ram.read(start + 2 * stride, stride));
      },
    },
  },
  {
    name: 'the keys of layer 0 are written one position too far',
    ...{ operation: 'L00.attn.rope.k', kind: 'kv' },
    ram: {
      change: async (ram) => {
        const { start, stride } = bufferIn(ram, 'keys.L00');
        await ram.planWord(ram.fields.output(indexOf(ram, 'L00.attn.rope.k')), start + 16 * stride);
      },
    },
  },
  {
    name: 'the read of `layers.00.attn.wk` is left out: its slot holds `layers.00.attn.wq`',
    ...{ operation: 'L00.attn.k', kind: 'staleRead', matrix: 'layers.00.attn.wk' },
    ram: {
      change: async (ram) => {
        const { firstTile } = operationIn(ram, 'L00.attn.k');
        await ram.planWord(ram.fields.tile(firstTile, 'read'), 0xffffffff);
      },
    },
  },
  {
    name: 'the product with `layers.00.attn.wq` begins two rows too far',
    ...{ operation: 'L00.attn.q', kind: 'rows', matrix: 'layers.00.attn.wq' },
    ram: {
      change: async (ram) => {
        const { firstTile } = operationIn(ram, 'L00.attn.q');
        const { dataAddress, scalesAddress, stride, rows } = ram.plan.tiles[firstTile] ?? assert.fail();
        await ram.planWord(ram.fields.tile(firstTile, 'dataAddress'), dataAddress + 2 * stride);
        await ram.planWord(ram.fields.tile(firstTile, 'scalesAddress'), scalesAddress + 2 * 4);
        await ram.planWord(ram.fields.tile(firstTile, 'rows'), rows - 2);
      },
    },
  },
  {
    name: 'the product with `layers.00.attn.wv` takes the scale of the next row for each row',
    ...{ operation: 'L00.attn.v', kind: 'scale', matrix: 'layers.00.attn.wv' },
    ram: {
      change: async (ram) => {
        const { firstTile } = operationIn(ram, 'L00.attn.v');
        const { scalesAddress, rows } = ram.plan.tiles[firstTile] ?? assert.fail();
        await ram.planWord(ram.fields.tile(firstTile, 'scalesAddress'), scalesAddress + 4);
        await ram.planWord(ram.fields.tile(firstTile, 'rows'), rows - 1);
      },
    },
  },
  {
    name: 'the product with `layers.00.ffn.w3` leaves out its last rows',
    ...{ operation: 'L00.ffn.w3', kind: 'truncated', matrix: 'layers.00.ffn.w3' },
    ram: {
      change: async (ram) => {
        const { firstTile } = operationIn(ram, 'L00.ffn.w3');
        await ram.planWord(ram.fields.tile(firstTile, 'rows'), 160);
      },
    },
  },
  {
    name: 'another epsilon in the running program',
    ...{ operation: 'L00.attn.norm', kind: 'scale' },
    ram: { change: (ram) => ram.planWord(ram.fields.header('eps'), 0x3a83126f) },
  },
  {
    name: 'SwiGLU exchanges gate and up',
    ...{ operation: 'L00.ffn.swiglu', kind: 'swap' },
    ram: {
      change: async (ram) => {
        const index = indexOf(ram, 'L00.ffn.swiglu');
        const [gate, up] = operationIn(ram, 'L00.ffn.swiglu').inputs;
        await ram.planWord(ram.fields.input(index, 0), up?.address ?? 0);
        await ram.planWord(ram.fields.input(index, 1), gate?.address ?? 0);
      },
    },
  },
  {
    name: 'the tokens begin one position too late',
    ...{ operation: 'embed', kind: 'position' },
    ram: {
      at: { pass: 0, operation: 'embed' },
      change: async (ram) => {
        const { start } = bufferIn(ram, 'history');
        const ids = await ram.read(start, 16);
        await ram.write(start, new Uint8Array([...ids.slice(4), ...ids.slice(0, 4)]));
      },
    },
  },
  {
    name: 'one bit of a resident weight of the first norm in RAM',
    ...{ operation: 'L00.attn.norm', kind: 'bit', matrix: 'layers.00.attn.norm' },
    ram: {
      change: async (ram) => {
        const [, weights] = operationIn(ram, 'L00.attn.norm').inputs;
        const address = (weights?.address ?? 0) + 6;
        const [byte = 0] = await ram.read(address, one.length);
        await ram.write(address, new Uint8Array([byte ^ 0x40]));
      },
    },
  },
];

const isSubtraction = (word: number): boolean => (word & 0xffe0003f) >>> 0 === 0x46000001;
const jumpAndLink = (address: number): number => 0x0c000000 + address / 4;
const returnAtOnce = new Uint8Array(new Uint32Array([0x03e00008, 0]).buffer);
const doNothing = new Uint8Array(4);
/** Addresses of the program's functions. */
const functions = new Map<string, { readonly address: number; readonly bytes: number }>();

const inProgram: readonly KnownFault[] = [
  {
    name: 'the program adds where RoPE subtracts',
    ...{ operation: 'L00.attn.rope.q', kind: 'rope' },
    disc: (disc) => {
      const { address, bytes } = disc.symbol('rope');
      let changed = 0;
      for (let at = address; at < address + bytes; at += 4) {
        const code = disc.code(at);
        const word = code.getUint32(0, true);
        if (!isSubtraction(word)) continue;
        code.setUint32(0, word - 1, true);
        changed++;
      }
      assert.equal(changed, 1, 'RoPE subtracts once');
    },
  },
  {
    name: 'the program does not drop its data cache before it reads into a slot again',
    ...{ operation: 'L00.attn.k', kind: 'checker' },
    checksCache: true,
    disc: (disc) => {
      for (const name of ['disc_read', 'cache_release', 'platform_flush'])
        functions.set(name, disc.symbol(name));
    },
    ram: {
      change: async (ram) => {
        const [read, release, flush] = ['disc_read', 'cache_release', 'platform_flush'].map(
          (name) => functions.get(name) ?? assert.fail(name),
        );
        assert.ok(read && release && flush);
        await ram.write(flush.address, returnAtOnce);
        const code = viewOf(await ram.read(read.address, read.bytes));
        for (let at = 0; at < read.bytes; at += 4)
          if (code.getUint32(at, true) === jumpAndLink(release.address))
            await ram.write(read.address + at, doNothing);
      },
    },
  },
];

/** Every fault that is planted, one at a time. */
export const faults = (fieldsOf: (disc: Disc) => import('./planting').PlanFields): readonly KnownFault[] => [
  ...onDisc,
  ...inPlan(fieldsOf),
  ...inRam,
  ...inProgram,
];

/** Faults in an image whose matrices stay in RAM, in bands, and are multiplied in integers. */
export const faultsInBands: readonly KnownFault[] = [
  ...onDisc.filter(({ kind }) => kind === 'bit' || kind === 'scale' || kind === 'rows'),
  {
    name: 'one bit of the resident `layers.00.attn.wk` in RAM',
    ...{ operation: 'L00.attn.k', kind: 'bit', matrix: 'layers.00.attn.wk' },
    ram: {
      change: async (ram) => {
        const { partAddresses } =
          ram.plan.matrices.find(({ name }) => name === 'layers.00.attn.wk') ?? assert.fail();
        const address = (partAddresses[0] ?? assert.fail()) + 77;
        const [byte = 0] = await ram.read(address, 1);
        await ram.write(address, new Uint8Array([byte ^ 0x20]));
      },
    },
  },
  ...inRam.filter(({ kind }) => kind === 'kv' || kind === 'swap'),
];
