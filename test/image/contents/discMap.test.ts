import assert from 'node:assert/strict';
import { MemorySource } from '../../../disc/byteSource';
import { imageInMemory } from '../../../disc/imageBytes';
import { sectorBytes } from '../../../disc/sector';
import { readVolume, type Volume } from '../../../disc/volume';
import { DiscMap } from '../../../image/contents/discMap';
import { findDiscModels, type DiscModel } from '../../../image/contents/discModels';
import { piecesOf, type DriveRead } from '../../../image/contents/discPieces';
import { joined, RamWrites } from '../../../image/contents/ramWrites';
import { ReadSums } from '../../../image/contents/readSums';
import { matrixTypes, paddings, tensorOrders } from '../../../model/psnt/tensorOrders';
import { openPsnt } from '../../../model/psnt/file';
import { placeTensors, type BodyShape } from '../../../model/tensorOrder';
import { memoryFile, patternBytes } from '../../disc/files';
import { smallModel } from '../../model/psnt/fixture';
import { psntBytes } from '../../support/psntBytes';
import { randomNumbers } from '../../support/randomNumbers';

const imageOf = async (
  files: readonly (readonly [string, Uint8Array])[],
): Promise<{ source: MemorySource; volume: Volume; sectors: number }> => {
  const named = files.map(([name, bytes]) => memoryFile(name, bytes));
  const last = files.at(-1)?.[0] ?? '';
  const { bytes } = await imageInMemory(named, { discType: 'cd', volume: 'TEST', lastFile: last });
  const source = new MemorySource(bytes);
  return { source, volume: await readVolume(source), sectors: bytes.length / sectorBytes };
};

/** The content of each byte of a disc, from its parts one by one. */
function labels(map: DiscMap, sectors: number): Int32Array {
  const owners = new Int32Array(sectors * sectorBytes).fill(-1);
  for (const { start, end, content } of map.parts) {
    for (let at = start; at < end; at++) if (owners[at] !== -1) assert.fail('parts overlap');
    owners.fill(content, start, end);
  }
  assert.ok(!owners.includes(-1), 'a gap between parts');
  return owners;
}

/** How often each content is there; only bytes that `counts` names, if given. */
function countsOf(owners: Int32Array, counts?: Uint8Array): number[] {
  const result: number[] = [];
  for (let at = 0; at < owners.length; at++) {
    const owner = owners[at] ?? 0;
    result[owner] = (result[owner] ?? 0) + (counts === undefined ? 1 : (counts[at] ?? 0));
  }
  return result;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function randomRead(random: (below: number) => number, sectors: number): DriveRead {
  const lba = random(sectors);
  const count = random(10) === 0 ? 0 : 1 + random(Math.min(40, sectors - lba));
  const error = random(8) === 0 ? 0x30 : 0;
  const startCycle = random(1_000_000);
  const skip = random(2) * random(sectorBytes);
  const bytes = Math.max(0, count * sectorBytes - skip - random(sectorBytes));
  const to = { address: [0, 0x2000_0000, 0x8000_0000][random(3)] ?? 0, skip, bytes };
  return {
    lba,
    sectors: count,
    seek: random(2) === 1,
    startCycle,
    endCycle: startCycle + random(5_000_000),
    error,
    ...(error === 0 && count > 0 && { to: { ...to, address: to.address + random(1 << 20) } }),
  };
}

describe('the contents of a disc', () => {
  it('finds models by their first bytes, under any name, each named', async () => {
    const model = await psntBytes(smallModel());
    const { source, volume, sectors } = await imageOf([
      ['A.DAT', model],
      ['NOTES.TXT', patternBytes(3000, 1)],
      ['TINY', new Uint8Array(2)],
      ['B.BIN', model],
    ]);
    const models = await findDiscModels(source, volume);
    assert.deepEqual(
      models.map(({ file, body, problem }) => [file.path, body?.order, problem]),
      [
        ['A.DAT', 'resident-first', undefined],
        ['B.BIN', 'resident-first', undefined],
      ],
    );
    const { contents } = new DiscMap(volume, sectors, models);
    const names = contents.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.includes('A.DAT: layers.01.ffn.w2') && names.includes('B.BIN: layers.01.ffn.w2'));
  });

  it('says what is wrong with a model and keeps it as a file', async () => {
    const model = await psntBytes(smallModel());
    const zeros = new Uint8Array(model.length);
    zeros.set(model.subarray(0, 60));
    const { source, volume, sectors } = await imageOf([
      ['CUT.PSN', model.subarray(0, model.length - 5)],
      ['HEAD.PSN', model.subarray(0, 20)],
      ['ZEROS.PSN', zeros],
    ]);
    const models = await findDiscModels(source, volume);
    const problems = models.map(({ problem = '' }) => problem);
    assert.match(problems[0] ?? '', /^CUT\.PSN: the file size is .* Its reads are shown by file\.$/);
    assert.match(problems[1] ?? '', /^HEAD\.PSN: .* Its reads are shown by file\.$/);
    assert.match(problems[2] ?? '', /^ZEROS\.PSN: more than one tensor order fits, .*--order/);
    const files = new DiscMap(volume, sectors, models).contents.filter(({ kind }) => kind === 'file');
    assert.deepEqual(
      files.map(({ name }) => name),
      ['CUT.PSN', 'HEAD.PSN', 'ZEROS.PSN'],
    );
    // The same file with a named order is known.
    const [, , named] = await findDiscModels(source, volume, { order: 'llama2c-order' });
    assert.equal(named?.body?.order, 'llama2c-order');
  });

  it('gives each byte of the disc to one content, in every order and padding', async () => {
    const bytes = await psntBytes(smallModel());
    const { model } = await openPsnt(new MemorySource(bytes), 'a.psnt');
    let checked = 0;
    for (const { sections, scalesFirst } of tensorOrders)
      for (const padding of paddings)
        for (const types of matrixTypes.q4) {
          if (scalesFirst && padding.body.padding !== undefined) continue;
          const shape: BodyShape = {
            config: model.config,
            ropeTables: 2,
            scalesFirst,
            ...types.body,
            ...padding.body,
          };
          const tensors = placeTensors(sections, shape, 60);
          const end = Math.max(...tensors.map(({ dataOffset, bytes: all }) => dataOffset + all));
          const { volume, sectors } = await imageOf([
            ['OTHER.BIN', patternBytes(5000, 1)],
            ['MODEL.PSN', new Uint8Array(end)],
          ]);
          const file = volume.files.find(({ path }) => path === 'MODEL.PSN') ?? assert.fail();
          const known: DiscModel = {
            file,
            body: { config: model.config, headerBytes: 60, tensors, order: '' },
          };
          const map = new DiscMap(volume, sectors, [known]);
          const owners = labels(map, sectors);
          const counts = countsOf(owners);
          for (const { index, bytes: own, name } of map.contents) assert.equal(counts[index], own, name);
          for (const { name, bytes: all } of tensors)
            assert.equal(map.contents.find((one) => one.name === name)?.bytes, all);
          checked++;
        }
    assert.ok(checked >= 12, String(checked));
  });

  it('splits random reads into pieces that add up, byte by byte', async () => {
    const model = await psntBytes(smallModel());
    const { source, volume, sectors } = await imageOf([
      ['A.PSN', model],
      ['FILE.BIN', patternBytes(70_001, 2)],
      ['B.PSN', model],
    ]);
    const map = new DiscMap(volume, sectors, await findDiscModels(source, volume));
    const owners = labels(map, sectors);
    const random = randomNumbers(17);
    const sums = new ReadSums(map);
    const wanted = new Map<number, number>();
    const seen = new Uint8Array(owners.length);
    const total = { sectors: 0, ms: 0, errors: 0, reads: 0, seeks: 0 };
    for (let i = 0; i < 300; i++) {
      const read = randomRead(random, sectors);
      const pieces = sums.add(read);
      const good = read.error === 0 ? read.sectors : 0;
      const ms = (read.endCycle - read.startCycle) / 294_912;
      assert.equal(sum(pieces.map((piece) => piece.sectors)), good);
      assert.equal(sum(pieces.map(({ bytes }) => bytes)), good * sectorBytes);
      assert.ok(Math.abs(sum(pieces.map((piece) => piece.ms)) - ms) < 1e-9);
      assert.equal(pieces.filter(({ seek }) => seek).length, read.seek ? 1 : 0);
      total.sectors += good;
      total.ms += ms;
      total.errors += read.error === 0 ? 0 : 1;
      total.reads += read.sectors > 0 ? 1 : 0;
      total.seeks += read.seek ? 1 : 0;
      for (let at = read.lba * sectorBytes; at < (read.lba + good) * sectorBytes; at++) {
        const owner = owners[at] ?? -1;
        wanted.set(owner, (wanted.get(owner) ?? 0) + 1);
        seen[at] = 1;
      }
    }
    const rows = sums.byContent;
    const covered = countsOf(owners, seen);
    for (const { content, bytes, coveredBytes } of rows) {
      assert.equal(bytes, wanted.get(content.index) ?? 0, content.name);
      assert.equal(coveredBytes, covered[content.index], content.name);
    }
    for (const [owner, bytes] of wanted)
      assert.equal(rows.find(({ content }) => content.index === owner)?.bytes, bytes);
    for (const all of [rows, sums.byFile]) {
      assert.equal(sum(all.map((row) => row.sectors)), total.sectors);
      assert.equal(sum(all.map(({ seeks }) => seeks)), total.seeks);
      assert.equal(sum(all.map(({ errors }) => errors)), total.errors);
      assert.ok(Math.abs(sum(all.map(({ ms }) => ms)) - total.ms) < 1e-6);
    }
    assert.deepEqual(
      [sums.total.sectors, sums.total.reads, sums.total.errors],
      [total.sectors, total.reads, total.errors],
    );
  });

  it('counts a read behind the end of the disc, which fails, outside of files', async () => {
    const { volume, sectors } = await imageOf([['A.BIN', patternBytes(10, 1)]]);
    const sums = new ReadSums(new DiscMap(volume, sectors, []));
    sums.add({ lba: sectors + 9, sectors: 2, seek: false, startCycle: 0, endCycle: 0, error: 0x20 });
    assert.deepEqual(
      sums.byFile.map(({ file, reads, errors }) => [file, reads, errors]),
      [['(directory)', 1, 1]],
    );
  });

  it('knows the newest at each address of RAM, as a plain memory does', async () => {
    const model = await psntBytes(smallModel());
    const { source, volume, sectors } = await imageOf([
      ['A.PSN', model],
      ['FILE.BIN', patternBytes(70_001, 2)],
    ]);
    const map = new DiscMap(volume, sectors, await findDiscModels(source, volume));
    const random = randomNumbers(5);
    const writes = new RamWrites();
    const disc = new Int32Array(2 << 20).fill(-1);
    for (let i = 0; i < 120; i++) {
      const read = randomRead(random, sectors);
      for (const piece of piecesOf(map, read)) writes.add(piece);
      const { to } = read;
      if (to === undefined) continue;
      const first = read.lba * sectorBytes + to.skip;
      for (let at = 0; at < to.bytes; at++) disc[(to.address & 0x1ff_ffff) + at] = first + at;
    }
    const placeOf = (content: number, offset: number): number => {
      const part = map.parts.find(
        (one) => one.content === content && offset >= one.offset && offset < one.offset + one.end - one.start,
      );
      return part === undefined ? -2 : part.start + offset - part.offset;
    };
    const found = new Int32Array(disc.length).fill(-1);
    let end = 0;
    for (const write of joined(writes.all)) {
      assert.ok(write.start >= end, 'ascending, without overlap');
      ({ end } = write);
      assert.equal(placeOf(write.content, write.offset), write.disc);
      for (let at = write.start; at < write.end; at += 1)
        found[at] = placeOf(write.content, write.offset + at - write.start);
    }
    assert.deepEqual(found, disc);
  });
});
