import { driveWith } from '../session/sessionDrive';
import { sectorBytes, type DiscType } from '../../disc/sector';
import type { DiscContent, DiscMap, DiscPart } from '../../image/contents/discMap';
import type { DiscModel } from '../../image/contents/discModels';
import type { DiscPiece } from '../../image/contents/discPieces';
import { grouped } from '../../model/grouped';
import type { DiscRow } from '../../model/plan/forecast';
import type { ReadEvent } from '../../model/trace/events';
import type { SessionPlan, SessionRead } from '../../model/trace/session';
import { builtIn } from '../../targets/builtIn';
import type { ProgramRam } from './programRam';

/** Different pieces in a trace: their table must fit into its first chunk. */
const mostPieces = 60_000;

/** Numbers the different pieces of a disc that a program reads, so that events can refer to them. */
export class PieceTable {
  private readonly indices = new Map<string, number>();
  readonly reads: SessionRead[] = [];

  /** The event of a piece; undefined if there are too many different ones. @param at when it began, in ms */
  eventOf(piece: DiscPiece, at: number): ReadEvent | undefined {
    const { content, offset, bytes, lba, sectors, ms, seek } = piece;
    const key = [content, offset, bytes, lba, sectors].join();
    let read = this.indices.get(key);
    if (read === undefined) {
      if (this.reads.length === mostPieces) return undefined;
      read = this.reads.length;
      this.indices.set(key, read);
      const place = { matrix: content, sector: lba, sectors, bytes, offset };
      this.reads.push({ index: read, preload: true, ...place, issuedBefore: 0, neededBy: 0 });
    }
    return { type: 'read', pass: -1, read, sectors, lba, ms, at, seek };
  }
}

/** What a trace says of a program without a plan. */
interface ProgramFacts {
  /** The image's name. */
  readonly image: string;
  /** The program's file on it. */
  readonly program: string;
  readonly medium: DiscType;
  readonly map: DiscMap;
  readonly models: readonly DiscModel[];
  readonly reads: readonly SessionRead[];
  readonly ram: ProgramRam;
  /** What was read was compared with the RAM at the end. */
  readonly isCompared: boolean;
}

const notCompared =
  'The run was interrupted: what the program has changed in RAM after it was read is not known.';

/** The contents of its disc, the pieces of them that it read and what is known of its RAM, in the form of a plan. */
export function programPlan(facts: ProgramFacts): SessionPlan {
  const { image, program, medium, map, models, reads, ram } = facts;
  const known = models.flatMap(({ body }) => body ?? []);
  const [only, ...others] = known;
  const wasRead = new Set(reads.map(({ matrix }) => matrix));
  const modelFiles = new Set(models.flatMap(({ file, body }) => (body ? [file.path] : [])));
  const rows = map.contents.filter(
    ({ index, file }) => wasRead.has(index) || (file !== undefined && modelFiles.has(file)),
  );
  const partsOf = grouped(map.parts, ({ content }) => content);
  const discRows = rows.map((content) => discRow(content, partsOf.get(content.index) ?? []));
  return {
    model: image,
    ...(only !== undefined && others.length === 0 && { config: only.config }),
    program: {
      name: program,
      notes: [
        ...models.flatMap(({ problem }) => problem ?? []),
        ...ram.overlaps,
        ...(facts.isCompared ? [] : [notCompared]),
      ],
    },
    drive: driveWith(medium),
    provenance: builtIn.id,
    listing: { lines: 0 },
    regions: ram.regions,
    buffers: ram.contents.map(({ name, kind, start, end }) => ({ name, kind, start, end })),
    matrices: map.contents.map(({ index, name, bytes, shape }) => ({
      index,
      name,
      ...(shape?.layer !== undefined && { layer: shape.layer }),
      rows: shape?.rows ?? 0,
      cols: shape?.cols ?? 0,
      type: shape?.type ?? 'f32',
      resident: false,
      bytes,
    })),
    reads,
    operations: [],
    forecast: {
      rows: discRows,
      sectors: discRows.reduce((sum, { sectors }) => sum + sectors, 0),
      sectorsPerPass: 0,
      preloadSectors: 0,
    },
  };
}

function discRow({ index, name, kind, bytes, shape }: DiscContent, parts: readonly DiscPart[]): DiscRow {
  return {
    name,
    matrix: index,
    ...(shape?.layer !== undefined && { layer: shape.layer }),
    content: kind,
    // A sector that two contents share belongs to the one that it begins in.
    sectors: parts.reduce(
      (sum, { start, end }) => sum + Math.ceil(end / sectorBytes) - Math.ceil(start / sectorBytes),
      0,
    ),
    bytes,
    padding: 0,
    preloads: 0,
    readsPerPass: 0,
    sectorsPerPass: 0,
  };
}
