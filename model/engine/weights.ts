import { sectorBytes } from '../../disc/sector';
import type { Plan, Read, Tile } from '../plan/plan';
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
      await this.load(read);
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
    const read = this.plan.reads[tile.read];
    if (!read) throw new EngineError(`The plan of ${this.plan.model} has no read ${tile.read}.`);
    progress.inPlace = progress.inPlace.filter((other) => !overlap(read, this.plan.reads[other]));
    await this.load(read);
    progress.inPlace.push(read.index);
    return { type: 'read', pass: progress.pass, read: read.index, sectors: read.sectors };
  }

  /** Copies the parts in the read's sectors; a preload of vectors has several. */
  private async load(read: Read): Promise<void> {
    const start = read.sector * sectorBytes;
    const end = start + read.bytes;
    for (const matrix of this.plan.matrices) {
      for (const [index, part] of matrix.parts.entries()) {
        if (part.fileOffset < start || part.fileOffset >= end) continue;
        const bytes = await this.loader(matrix.index, index);
        if (bytes.length !== part.bytes) {
          throw new EngineError(
            `Part ${index} of ${matrix.name} has ${bytes.length} bytes, but the plan of ${this.plan.model} expects ${part.bytes}. Rebuild the plan from this model.`,
          );
        }
        this.state.memory.write(read.address + part.fileOffset - start, bytes);
      }
    }
  }
}

function overlap(a: Read, b: Read | undefined): boolean {
  if (!b) return true;
  return a.address < b.address + b.bytes && b.address < a.address + a.bytes;
}
