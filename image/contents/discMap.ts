import { sectorBytes, sectorsFor } from '../../disc/sector';
import type { Volume, VolumeFile } from '../../disc/volume';
import type { Tensor, TensorType } from '../../model/model';
import { scalesRange, valuesRange } from '../../model/inspect/places';
import type { DiscContentKind } from '../../model/plan/forecast';
import { firstEndingAfter } from './ascending';
import type { DiscModel } from './discModels';

/** Something on the disc that reads are counted for: a tensor, another part of a model, or a file. */
export interface DiscContent {
  readonly index: number;
  /** Unique on the disc. */
  readonly name: string;
  readonly kind: DiscContentKind;
  /** Path of its file; absent outside of files. */
  readonly file?: string;
  /** Its first sector. */
  readonly lba: number;
  readonly bytes: number;
  /** Of a tensor. */
  readonly shape?: {
    readonly layer?: number;
    readonly rows: number;
    readonly cols: number;
    readonly type: TensorType;
  };
}

/** Consecutive bytes of the disc that belong to one content. */
export interface DiscPart {
  /** Half-open, in bytes from sector 0. */
  readonly start: number;
  readonly end: number;
  /** Index of the content. */
  readonly content: number;
  /** Where it begins in the content. */
  readonly offset: number;
}

/** Name of everything outside of files: descriptors, directories and unused sectors. */
const directoryName = '(directory)';

/** All bytes of a disc as parts without gap or overlap. */
export class DiscMap {
  readonly contents: readonly DiscContent[];
  readonly parts: readonly DiscPart[];

  /**
   * @param sectors length of the image
   * @param models those whose tensors are known are split into them
   */
  constructor(volume: Volume, sectors: number, models: readonly DiscModel[]) {
    const builder = new MapBuilder(sectors * sectorBytes, models.filter(({ body }) => body).length > 1);
    const modelOf = new Map(models.map((model) => [model.file, model]));
    for (const file of [...volume.files].sort((a, b) => a.lba - b.lba))
      builder.addFile(file, modelOf.get(file));
    builder.finish();
    this.contents = builder.contents;
    this.parts = builder.parts;
  }

  /** Index of what is outside of files. */
  get directory(): number {
    return this.contents.length - 1;
  }

  /** The parts that `start` … `end - 1` touches, in order. */
  partsIn(start: number, end: number): readonly DiscPart[] {
    const first = firstEndingAfter(this.parts, start);
    let last = first;
    while ((this.parts[last]?.start ?? Infinity) < end) last++;
    return this.parts.slice(first, last);
  }
}

class MapBuilder {
  readonly contents: DiscContent[] = [];
  readonly parts: DiscPart[] = [];
  private readonly names = new Set<string>();
  /** The first byte that has no part yet. */
  private at = 0;
  private readonly gaps: { start: number; end: number }[] = [];

  constructor(
    private readonly discBytes: number,
    private readonly hasSeveralModels: boolean,
  ) {}

  addFile(file: VolumeFile, model: DiscModel | undefined): void {
    const start = file.lba * sectorBytes;
    const end = Math.min(this.discBytes, start + sectorsFor(file.size) * sectorBytes);
    // Two names of the same sectors, or sectors that files share: the first file has them.
    if (start < this.at || start >= end) return;
    this.gapTo(start);
    if (model?.body === undefined) {
      const content = this.content(file.path, 'file', { file: file.path, lba: file.lba, bytes: end - start });
      this.part(start, end, content, 0);
    } else this.addModel(file, model.body, start, end);
    this.at = end;
  }

  finish(): void {
    this.gapTo(this.discBytes);
    const bytes = this.gaps.reduce((sum, gap) => sum + gap.end - gap.start, 0);
    const lba = Math.floor((this.gaps[0]?.start ?? 0) / sectorBytes);
    const content = this.content(directoryName, 'directory', { lba, bytes });
    let offset = 0;
    for (const { start, end } of this.gaps) {
      this.part(start, end, content, offset);
      offset += end - start;
    }
    this.parts.sort((a, b) => a.start - b.start);
  }

  private addModel(
    file: VolumeFile,
    { headerBytes, tensors }: NonNullable<DiscModel['body']>,
    start: number,
    end: number,
  ): void {
    const inFile = { file: file.path, lba: file.lba };
    const header = this.content(`${file.path} header`, 'header', { ...inFile, bytes: headerBytes });
    this.part(start, start + headerBytes, header, 0);
    const pieces = tensors.flatMap((tensor) => this.tensorParts(file, tensor));
    pieces.sort((a, b) => a.start - b.start);
    const between: { start: number; end: number }[] = [];
    let at = start + headerBytes;
    for (const piece of [...pieces, { start: end, end }]) {
      if (piece.start > at) between.push({ start: at, end: piece.start });
      at = piece.end;
    }
    for (const piece of pieces) this.part(piece.start, piece.end, piece.content, piece.offset);
    if (between.length > 0) {
      const bytes = between.reduce((sum, gap) => sum + gap.end - gap.start, 0);
      const lba = Math.floor((between[0]?.start ?? 0) / sectorBytes);
      const padding = this.content(`${file.path} padding`, 'padding', { ...inFile, lba, bytes });
      let offset = 0;
      for (const gap of between) {
        this.part(gap.start, gap.end, padding, offset);
        offset += gap.end - gap.start;
      }
    }
    this.parts.sort((a, b) => a.start - b.start);
  }

  /** The scales and values of a tensor; they follow each other unless the scales of all tensors come first. */
  private tensorParts(file: VolumeFile, tensor: Tensor): DiscPart[] {
    const { name, layer, rows, cols, type, bytes, offset } = tensor;
    const start = file.lba * sectorBytes;
    const content = this.content(
      this.hasSeveralModels ? `${file.path}: ${name}` : name,
      type === 'f32' ? 'vectors' : 'matrix',
      {
        file: file.path,
        lba: Math.floor((start + offset) / sectorBytes),
        bytes,
        shape: { ...(layer !== undefined && { layer }), rows, cols, type },
      },
    );
    const [scales, values] = [scalesRange(tensor), valuesRange(tensor)];
    const at = (range: typeof values, inContent: number): DiscPart => ({
      start: start + range.start,
      end: start + range.end,
      content,
      offset: inContent,
    });
    if (scales === undefined) return [at(values, 0)];
    if (scales.end === values.start) return [at({ start: scales.start, end: values.end }, 0)];
    return [at(scales, 0), at(values, scales.end - scales.start)];
  }

  private gapTo(end: number): void {
    if (end > this.at) this.gaps.push({ start: this.at, end });
    this.at = Math.max(this.at, end);
  }

  private part(start: number, end: number, content: number, offset: number): void {
    if (end > start) this.parts.push({ start, end, content, offset });
  }

  private content(
    name: string,
    kind: DiscContentKind,
    rest: Omit<DiscContent, 'index' | 'name' | 'kind'>,
  ): number {
    const index = this.contents.length;
    // A damaged directory can have the same path twice.
    const unique = this.names.has(name) ? `${name} at sector ${rest.lba}` : name;
    this.names.add(unique);
    this.contents.push({ index, name: unique, kind, ...rest });
    return index;
  }
}
