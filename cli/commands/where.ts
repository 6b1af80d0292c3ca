import { basename } from 'node:path';
import { sectorBytes } from '../../disc/sector';
import { findFile, readVolume } from '../../disc/volume';
import { FileSource } from '../../disc/node/fileSource';
import { weightPlace } from '../../model/plan/weightPlace';
import { textTable } from '../../model/textTable';
import type { Call, Command } from '../command';
import { planOfImage } from '../imagePlan';
import { UsageError } from '../io';

const mostIndex = 0xffff_ffff;

/** The place of a weight on an image. `ramAddress` is null while the weight is not resident. */
interface Found {
  readonly imageOffset: number;
  readonly lba: number;
  readonly fileOffset: number;
  readonly shift: number;
  readonly bits: number;
  readonly ramAddress: number | null;
}

export const whereCommand: Command = {
  name: 'where',
  operand: 'IMAGE',
  summary: 'Show where a weight is on a disc image and in RAM.',
  options: {
    matrix: { value: 'NAME', help: 'the matrix, such as layers.00.attn.wq' },
    row: { value: 'R', help: 'row, from 0' },
    column: { value: 'C', help: 'column, from 0' },
    json: { help: 'print one JSON object' },
  },
  async run(call, io) {
    const path = call.file ?? '';
    const matrix = call.text('matrix');
    if (matrix === undefined) throw new UsageError('--matrix NAME is missing.');
    const [row, column] = [indexOf(call, 'row'), indexOf(call, 'column')];
    const found = await find(path, matrix, row, column);
    io.out(call.has('json') ? `${JSON.stringify(found, undefined, 2)}\n` : report(path, found));
  },
};

function indexOf(call: Call, name: string): number {
  if (call.text(name) === undefined) throw new UsageError(`--${name} is missing.`);
  return call.integer(name, 0, 0, mostIndex);
}

async function find(path: string, matrix: string, row: number, column: number): Promise<Found> {
  const source = await FileSource.open(path);
  try {
    const volume = await readVolume(source);
    const plan = await planOfImage(path, source, volume, 'the place of a weight');
    const weights = findFile(volume, 'WEIGHTS.BIN');
    if (weights === undefined)
      throw new Error(`${basename(path)} has no WEIGHTS.BIN: build the image with ps2ml build.`);
    if (weights.size !== plan.weightsFile.bytes)
      throw new Error(
        `WEIGHTS.BIN of ${basename(path)} has ${weights.size} bytes, but its PLAN.BIN expects ${plan.weightsFile.bytes}: build the image again.`,
      );
    const { fileOffset, shift, bits, ramAddress = null } = weightPlace(plan, matrix, row, column);
    const imageOffset = weights.lba * sectorBytes + fileOffset;
    return {
      imageOffset,
      lba: Math.floor(imageOffset / sectorBytes),
      fileOffset,
      shift,
      bits,
      ramAddress,
    };
  } finally {
    await source.close();
  }
}

function report(path: string, { imageOffset, lba, fileOffset, shift, bits, ramAddress }: Found): string {
  const hex = (value: number): string => `0x${value.toString(16)}`;
  const rows = [
    [`in ${basename(path)}`, `byte ${hex(imageOffset)}`],
    ['sector', `${lba}, byte ${imageOffset % sectorBytes}`],
    ['in WEIGHTS.BIN', `byte ${hex(fileOffset)}`],
    ['bits', bits === 32 ? '32, a float of four bytes' : `${bits}, from bit ${shift} up`],
    ['in RAM', ramAddress === null ? 'not resident: it is read in each pass' : hex(ramAddress)],
  ];
  return `${textTable(rows, [])}\n`;
}
