import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { viewOf } from '../../../common/littleEndian';
import { compareWithReference } from '../../../debug-adapter/divergence/comparison';
import type { Comparison } from '../../../debug-adapter/divergence/finding';
import { placesOf } from '../../../debug-adapter/divergence/places';
import { planDivergence } from '../../../debug-adapter/divergence/planFault';
import { planLike } from '../../../debug-adapter/divergence/planLike';
import { bitEqual } from '../../../debug-adapter/divergence/tolerances';
import { PlannedImage } from '../../../debug-adapter/node/imageConsole';
import type { Position, RunUntil } from '../../../debug-adapter/targets/target';
import { ConsoleTarget } from '../../../debug-adapter/targets/console';
import { sectorBytes } from '../../../disc/sector';
import { fileOfImage, findFile, readVolume } from '../../../disc/volume';
import { FileSource } from '../../../disc/node/fileSource';
import { readElf, type Elf } from '../../../ee/elf';
import type { Model } from '../../../model/model';
import { openModelFile, type ModelFile } from '../../../model/node/modelFile';
import { crc32 } from '../../../model/plan/crc32';
import { decodePlan } from '../../../model/plan/decodePlan';
import { planHeader, tablePlace } from '../../../model/plan/format/header';
import { operand, operation, tableNames, tables } from '../../../model/plan/format/tables';
import type { Plan } from '../../../model/plan/plan';
import { elementPlace, scaledColumns } from '../../../model/plan/tileCodec';
import { ps2ml } from '../../cli/terminal';
import { tiny } from '../conversation';

type TableKey = keyof typeof tables;

/** Offsets of fields in the bytes of PLAN.BIN, on the disc or in RAM. */
export class PlanFields {
  constructor(private readonly bytes: Uint8Array) {}

  header(key: Parameters<typeof planHeader.offsetOf>[0]): number {
    return planHeader.offsetOf(key);
  }

  entry(name: TableKey, index: number): number {
    const place = planHeader.offsetOf('tables') + tableNames.indexOf(name) * tablePlace.bytes;
    const start = viewOf(this.bytes).getUint32(place + tablePlace.offsetOf('offset'), true);
    return start + index * tables[name].bytes;
  }

  tile(index: number, key: Parameters<typeof tables.tiles.offsetOf>[0]): number {
    return this.entry('tiles', index) + tables.tiles.offsetOf(key);
  }

  read(index: number, key: Parameters<typeof tables.reads.offsetOf>[0]): number {
    return this.entry('reads', index) + tables.reads.offsetOf(key);
  }

  /** The address of an input. */
  input(op: number, input: number): number {
    const first = this.entry('operations', op) + operation.offsetOf('input');
    return first + input * operand.bytes + operand.offsetOf('address');
  }

  output(op: number): number {
    return this.entry('operations', op) + operation.offsetOf('output') + operand.offsetOf('address');
  }
}

/** A disc image in memory whose bytes can be changed. */
export class Disc {
  private constructor(
    readonly bytes: Uint8Array,
    readonly plan: Plan,
    readonly elf: Elf,
    private readonly starts: {
      readonly plan: number;
      readonly planBytes: number;
      readonly weights: number;
      readonly program: number;
    },
  ) {}

  static async of(image: string): Promise<Disc> {
    const bytes = new Uint8Array(readFileSync(image));
    const source = await FileSource.open(image);
    const volume = await readVolume(source);
    const place = (name: string): { readonly start: number; readonly size: number } => {
      const { lba, size } = findFile(volume, name) ?? assert.fail(name);
      return { start: lba * sectorBytes, size };
    };
    const [plan, weights, program] = ['PLAN.BIN', 'WEIGHTS.BIN', 'PSML_000.01'].map(place);
    assert.ok(plan && weights && program);
    const file = findFile(volume, 'PSML_000.01') ?? assert.fail();
    const elf = readElf(await fileOfImage(source, file).read(0, file.size), 'PSML_000.01');
    await source.close();
    const found = decodePlan(bytes.slice(plan.start, plan.start + plan.size), 'PLAN.BIN');
    const starts = { plan: plan.start, planBytes: plan.size, weights: weights.start, program: program.start };
    return new Disc(bytes, found, elf, starts);
  }

  /** PLAN.BIN, to be changed; `seal` makes its CRC right. */
  get planBytes(): Uint8Array {
    const { plan, planBytes } = this.starts;
    return this.bytes.subarray(plan, plan + planBytes);
  }

  get weights(): Uint8Array {
    return this.bytes.subarray(this.starts.weights, this.starts.weights + this.plan.weightsFile.bytes);
  }

  /** The bytes of the part of a matrix that begins its rows. */
  part(name: string): { readonly bytes: Uint8Array; readonly matrix: Plan['matrices'][number] } {
    const matrix = this.plan.matrices.find((one) => one.name === name) ?? assert.fail(name);
    const part = matrix.parts[0] ?? assert.fail();
    return { bytes: this.weights.subarray(part.fileOffset, part.fileOffset + part.bytes), matrix };
  }

  /** The bits of a value, as the byte of its part and the bits in it. */
  value(
    name: string,
    row: number,
    column: number,
  ): { readonly at: number; readonly shift: number; readonly bits: number } {
    const { matrix } = this.part(name);
    const { byte, shift, bits } = elementPlace(matrix, matrix.parts[0] ?? assert.fail(), row, column);
    return { at: byte, shift, bits };
  }

  scale(name: string, row: number): number {
    const { matrix } = this.part(name);
    return scaledColumns(matrix, matrix.parts[0] ?? assert.fail(), row)[0]?.scale ?? assert.fail();
  }

  /** An instruction of the program, by its address. */
  code(address: number): DataView {
    const segment = this.elf.segments.find((one) => one.executable) ?? assert.fail();
    const at = this.starts.program + segment.fileOffset + (address - segment.address);
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + at, 4);
  }

  symbol(name: string): { readonly address: number; readonly bytes: number } {
    const { address, bytes } = this.elf.symbols.find((one) => one.name === name) ?? assert.fail(name);
    return { address, bytes };
  }

  /** Makes the CRCs of all reads and of the plan right. */
  seal(): void {
    const fields = new PlanFields(this.planBytes);
    for (const { index, sector, sectors } of this.plan.reads) {
      const content = this.weights.subarray(sector * sectorBytes, (sector + sectors) * sectorBytes);
      viewOf(this.planBytes).setUint32(fields.read(index, 'crc'), crc32(content), true);
    }
    this.sealPlan();
  }

  /** Makes the CRC of the plan right. */
  sealPlan(): void {
    const at = planHeader.offsetOf('crc');
    viewOf(this.planBytes).setUint32(at, 0, true);
    viewOf(this.planBytes).setUint32(at, crc32(this.planBytes), true);
  }
}

/** What a fault changes in the RAM of a running program. */
export interface Ram {
  readonly plan: Plan;
  readonly fields: PlanFields;
  /** Writes a word of the plan in RAM. */
  planWord(offset: number, value: number): Promise<void>;
  read(address: number, length: number): Promise<Uint8Array>;
  write(address: number, bytes: Uint8Array): Promise<void>;
}

/** When and how RAM is changed. */
export interface RamFault {
  /** Default: at the stop before the first operation. */
  readonly at?: { readonly pass: number; readonly operation: string };
  readonly change: (ram: Ram) => Promise<void>;
}

/** A console whose RAM is changed at a stop that nobody sees. */
export class FaultyConsole extends ConsoleTarget {
  fault: RamFault | undefined;
  private at: Position | undefined;

  override async resume(until: RunUntil): Promise<void> {
    const { fault } = this;
    const { pass, operation: id } = fault?.at ?? { pass: 0, operation: 'embed' };
    const isHere = this.at?.pass === pass && this.plan.operations[this.at.operation]?.id === id;
    if (fault && isHere) {
      this.fault = undefined;
      await fault.change(await this.ram());
    }
    await super.resume(until);
  }

  watch(): this {
    this.onEvent((event) => {
      if (event.type === 'stopped') this.at = event.position;
    });
    return this;
  }

  private async ram(): Promise<Ram> {
    const { plan } = this;
    const write = async (address: number, bytes: Uint8Array): Promise<void> => {
      assert.equal(await this.writeMemory(address, bytes), bytes.length);
    };
    const header = await this.readMemory(plan.planAddress, planHeader.bytes);
    return {
      plan,
      fields: new PlanFields(header),
      planWord: (offset, value) =>
        write(plan.planAddress + offset, new Uint8Array(new Uint32Array([value]).buffer)),
      read: (address, length) => this.readMemory(address, length),
      write,
    };
  }
}

/** Builds the image of the sample with some layout and arithmetic. */
export async function builtImage(folder: string, name: string, options: readonly string[]): Promise<string> {
  const image = path.join(folder, `${name}.iso`);
  const call = [
    'build',
    '--model',
    tiny.program,
    '--prompt',
    'One',
    '--tokens',
    '1',
    ...options,
    '-o',
    image,
  ];
  const { code, err } = await ps2ml(call);
  assert.equal(code, 0, err);
  return image;
}

/** A fault in an image or in the RAM of its program. */
export interface PlantedFault {
  readonly disc?: (disc: Disc) => void;
  readonly ram?: RamFault;
  readonly checksCache?: boolean;
}

let opened: ModelFile | undefined;
const tinyModel = async (): Promise<Model> => (opened ??= await openModelFile(tiny.program)).model;

/** Plants a fault into a copy of an image and compares it with the model. */
export async function compareWithFault(
  image: string,
  { disc, ram, checksCache = false }: PlantedFault,
): Promise<Comparison> {
  const model = await tinyModel();
  const copy = image.replace('.iso', '-fault.iso');
  const changed = await Disc.of(image);
  const { plan: asked } = changed;
  disc?.(changed);
  writeFileSync(copy, changed.bytes);
  const planned = await PlannedImage.open(copy);
  const { plan } = planLike(model, asked, planned.plan);
  const divergence = planDivergence(plan, planned.plan);
  if (divergence) {
    await planned.close();
    return { divergence, operations: 0, passes: 0, tokens: 0, drift: [], remarks: [] };
  }
  const starter = planned.starter(checksCache ? { dataCache: true } : undefined);
  const target = new FaultyConsole({ model, plan, arithmetic: 'ee' }, starter, true).watch();
  target.fault = ram;
  try {
    return await compareWithReference({
      ...{ model, plan, run: planned.run, target, arithmetic: 'ee', against: 'ee', tolerances: bitEqual },
      disc: (offset, bytes) => planned.readWeights(offset, bytes),
      placesOf: (name, row, column) => placesOf(model, plan, { name, row, column }),
      signal: new AbortController().signal,
    });
  } finally {
    await target.dispose();
    await planned.close();
  }
}
