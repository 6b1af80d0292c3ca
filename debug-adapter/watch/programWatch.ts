import { ramBytes } from '../../common/ram';
import type { MemoryPort } from '../mailbox/memoryPort';
import { eeCyclesPerMs } from '../../disc/drive';
import type { ByteSource } from '../../disc/byteSource';
import { sectorBytes, type DiscType } from '../../disc/sector';
import type { Volume } from '../../disc/volume';
import type { Elf } from '../../ee/elf';
import { DiscMap } from '../../image/contents/discMap';
import { findDiscModels, type DiscModel } from '../../image/contents/discModels';
import { RamWrites } from '../../image/contents/ramWrites';
import { ReadSums } from '../../image/contents/readSums';
import type { OpenPsntOptions } from '../../model/psnt/file';
import type { ReadEvent } from '../../model/trace/events';
import type { SessionPlan } from '../../model/trace/session';
import type { DriveLogEntry } from '../../ps2/drive/drive';
import type { ThreadStack } from '../../ps2/worker/messages';
import { PieceTable, programPlan } from './programPlan';
import { programRam, type ProgramRam } from './programRam';

/** Bytes that are compared at a time. */
const pieceBytes = 1 << 20;

/** Reads that are kept one by one, so that a program may run for hours; a trace file has room for about as many. */
const mostEvents = 1_000_000;

/** The program that runs, once it is known. */
interface WatchedProgram {
  readonly name: string;
  readonly elf?: Elf;
}

/** Watches a program from outside: what it reads of its disc, and what that leaves in its RAM. */
export class ProgramWatch {
  readonly sums: ReadSums;
  /** The program's stacks, when they were last looked at. */
  stacks: readonly ThreadStack[] = [];
  program: WatchedProgram | undefined;
  private readonly table = new PieceTable();
  private readonly writes = new RamWrites();
  private readonly events: ReadEvent[] = [];
  private changed: Uint8Array | undefined;
  private left = 0;

  private constructor(
    private readonly map: DiscMap,
    readonly models: readonly DiscModel[],
  ) {
    this.sums = new ReadSums(map);
  }

  /** Reads what is on a disc. @param order the tensor order of its models, if the detected one is wrong */
  static async of(
    image: ByteSource,
    volume: Volume,
    order: Pick<OpenPsntOptions, 'order'>,
  ): Promise<ProgramWatch> {
    const models = await findDiscModels(image, volume, order);
    return new ProgramWatch(new DiscMap(volume, Math.floor(image.size / sectorBytes), models), models);
  }

  add(entries: readonly DriveLogEntry[]): void {
    for (const entry of entries) {
      // The pieces follow each other, each for its share of the time.
      let at = entry.startCycle / eeCyclesPerMs;
      for (const piece of this.sums.add(entry)) {
        this.writes.add(piece);
        // A mere seek is no read; it counts in the sums alone.
        if (entry.sectors === 0) continue;
        const event = this.table.eventOf(piece, at);
        at += piece.ms;
        if (event === undefined || this.events.length >= mostEvents) this.left++;
        else this.events.push(event);
      }
    }
  }

  /** Compares what was read with what the RAM has now. @param image the disc */
  async compare({ read }: Pick<MemoryPort, 'read'>, image: ByteSource): Promise<void> {
    const changed = new Uint8Array(ramBytes);
    for (const { start, end, disc } of this.writes.all) {
      for (let at = start; at < end; at += pieceBytes) {
        const bytes = Math.min(pieceBytes, end - at);
        const [now, then] = await Promise.all([read(at, bytes), image.read(disc + at - start, bytes)]);
        for (let i = 0; i < bytes; i++) if (now[i] !== then[i]) changed[at + i] = 1;
      }
    }
    this.changed = changed;
  }

  /** What is known of its RAM now. */
  get ram(): ProgramRam {
    const { stacks, writes, map, program, changed } = this;
    const more = { ...(program?.elf && { elf: program.elf }), ...(changed && { changed }) };
    return programRam({ stacks, writes: writes.all, map, ...more });
  }

  /** Its trace so far; `left` reads have no event. @param image the image's name */
  trace(
    image: string,
    medium: DiscType,
  ): { readonly plan: SessionPlan; readonly events: readonly ReadEvent[]; readonly left: number } {
    const { map, models, ram, program, events, left } = this;
    const { reads } = this.table;
    const isCompared = this.changed !== undefined;
    const facts = { isCompared, image, program: program?.name ?? '', medium, map, models, reads, ram };
    return { plan: programPlan(facts), events, left };
  }
}
