import { sectorBytes } from '../../disc/sector';
import type { Plan, Read, Tile } from '../plan/plan';
import { rowPlace } from '../plan/rowRead';
import { unitRows } from '../plan/tileCodec';
import type { TraceEvent } from '../trace/events';
import { EngineError } from './error';
import type { EngineState } from './state';

/** The bytes of one part of a matrix, exactly as in WEIGHTS.BIN (`packPart`). */
export type WeightsLoader = (matrix: number, part: number) => Promise<Uint8Array>;

/** Loads weights from WEIGHTS.BIN to the addresses of the plan's reads. */
export class Weights {
  constructor(
    private readonly plan: Plan,
    private readonly loader: WeightsLoader,
    private readonly state: EngineState,
  ) {}

  /** Executes the reads before the first pass. */
  async preload(): Promise<TraceEvent[]> {
    const events: TraceEvent[] = [];
    for (const read of this.plan.reads.filter(({ preload }) => preload)) {
      await this.load(read, read.sector);
      events.push({ type: 'read', pass: -1, read: read.index, sectors: read.sectors });
    }
    return events;
  }

  /**
   * Makes sure that a tile is at its address.
   * @returns the event of the read, if one was needed. Nothing is reused across passes, so that each pass performs
   * the reads of the plan.
   * @throws EngineError when the plan has no such read, or Error when the read fails.
   */
  async bring(tile: Tile): Promise<TraceEvent | undefined> {
    const { progress } = this.state;
    if (tile.read === undefined || progress.inPlace.includes(tile.read)) return undefined;
    const read = this.readOf(tile.read);
    this.forgetUnder(read);
    await this.load(read, read.sector);
    progress.inPlace.push(read.index);
    return { type: 'read', pass: progress.pass, read: read.index, sectors: read.sectors };
  }

  /**
   * Makes sure that one row of a tile is in RAM: by a read of its own if the tile's rows are read one by one.
   * @returns the address of the row or of its band, and the event of the read, if one was needed.
   */
  async bringRow(tile: Tile, row: number): Promise<{ readonly data: number; readonly event?: TraceEvent }> {
    const read = tile.read === undefined ? undefined : this.readOf(tile.read);
    if (read?.row !== true) {
      const event = await this.bring(tile);
      const unit = Math.floor(row / unitRows[this.plan.matrices[tile.matrix]?.arrangement ?? 'rows']);
      return { data: tile.dataAddress + unit * tile.stride, ...(event && { event }) };
    }
    const matrix = this.plan.matrices[tile.matrix];
    const part = matrix?.parts[tile.part];
    if (!matrix || !part) throw new EngineError(`The plan of ${this.plan.model} has no part ${tile.part}.`);
    const { sector, offset } = rowPlace(matrix, part, row, read.sectors, this.plan.weightsFile.sectors);
    this.forgetUnder(read);
    await this.load(read, sector);
    const { pass } = this.state.progress;
    return {
      data: read.address + offset,
      event: { type: 'read', pass, read: read.index, sectors: read.sectors },
    };
  }

  private readOf(index: number): Read {
    const read = this.plan.reads[index];
    if (!read) throw new EngineError(`The plan of ${this.plan.model} has no read ${index}.`);
    return read;
  }

  /** Forgets the reads whose bytes this one overwrites. */
  private forgetUnder(read: Read): void {
    const { progress } = this.state;
    progress.inPlace = progress.inPlace.filter((other) => !overlap(read, this.plan.reads[other]));
  }

  /** Copies what the sectors contain of the parts; a preload of vectors has several, a row read has less than one. */
  private async load({ sectors, address }: Read, sector: number): Promise<void> {
    const start = sector * sectorBytes;
    const end = start + sectors * sectorBytes;
    for (const matrix of this.plan.matrices) {
      for (const [index, part] of matrix.parts.entries()) {
        const from = Math.max(start, part.fileOffset);
        const to = Math.min(end, part.fileOffset + part.bytes);
        if (from >= to) continue;
        const bytes = await this.loader(matrix.index, index);
        if (bytes.length !== part.bytes) {
          throw new EngineError(
            `Part ${index} of ${matrix.name} has ${bytes.length} bytes, but the plan of ${this.plan.model} expects ${part.bytes}. Rebuild the plan from this model.`,
          );
        }
        const { fileOffset } = part;
        this.state.memory.write(address + from - start, bytes.subarray(from - fileOffset, to - fileOffset));
      }
    }
  }
}

function overlap(a: Read, b: Read | undefined): boolean {
  if (!b) return true;
  return a.address < b.address + b.sectors * sectorBytes && b.address < a.address + a.sectors * sectorBytes;
}
