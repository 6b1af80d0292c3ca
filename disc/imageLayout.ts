import { checkFileName, identifierOf } from './fileName';
import { discCapacity, sectorBytes, sectorsFor, type DiscType } from './sector';

/**
 * Where the structures of an image are, in sectors. The console's driver always reads the path table of a DVD at 257;
 * the optional second copies are where discs of the time have them.
 */
export const fixedSectors = {
  volumeDescriptor: 16,
  terminator: 17,
  pathTableL: 257,
  pathTableLCopy: 258,
  pathTableM: 259,
  pathTableMCopy: 260,
  rootDirectory: 261,
  firstFile: 262,
} as const;

/**
 * Empty sectors after the last file, as mkisofs adds them: a drive that reads ahead, or a CD burnt track at
 * once, may not reach the very last sectors.
 */
export const trailingSectors = 150;

/** A file that goes onto the disc. */
export interface FileToPlace {
  /** 8.3, upper case, such as `WEIGHTS.BIN`. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
}

/** A file and the sectors `lba` … `lba + sectors - 1` that it has. */
export interface PlacedFile extends FileToPlace {
  readonly lba: number;
  readonly sectors: number;
}

/** A planned image; with the files' bytes it determines every byte. */
export interface ImageLayout {
  readonly discType: DiscType;
  readonly volume: string;
  readonly date: Date;
  /** In the order of their sectors. */
  readonly files: readonly PlacedFile[];
  /** Of the whole image, with the trailing empty sectors. */
  readonly sectors: number;
}

export interface ImageOptions {
  readonly discType: DiscType;
  /** Volume name: at most 32 characters from A–Z, 0–9 and _. */
  readonly volume: string;
  /** Recording date of the volume and every file; a fixed date unless given, so that images can be compared. */
  readonly date?: Date;
  /** Where the last file goes; `inner` unless given. */
  readonly placement?: Placement;
  /** The file that comes last; the largest when not given. */
  readonly lastFile?: string;
}

/**
 * `inner`: the last file follows the others, and the image is as short as it can be. `outer`: it ends at the edge of
 * the medium, where a drive of constant angular velocity is fastest; the space between is empty.
 */
export type Placement = 'inner' | 'outer';

/** Bytes of the directory record of a file or folder, by the length of its identifier. */
export const recordBytes = (identifierLength: number): number => (33 + identifierLength + 1) & ~1;

/**
 * Places every file: contiguous from sector 262, each at the start of a sector, in the given order. Only
 * `options.lastFile`, by default the largest file, moves to the end, where the disc is fastest.
 * @throws Error for an invalid name, too many files, or files that do not fit.
 */
export function planImage(files: readonly FileToPlace[], options: ImageOptions): ImageLayout {
  checkVolume(options.volume);
  checkFiles(files);
  checkRootDirectory(files);
  const largest = files.reduce((best, file, i) => (file.size > (files[best]?.size ?? 0) ? i : best), 0);
  const last =
    options.lastFile === undefined ? largest : files.findIndex(({ name }) => name === options.lastFile);
  if (last < 0)
    throw new Error(`"${options.lastFile ?? ''}" is set as the last file but is not on the disc.`);
  const order = [...files.filter((_, i) => i !== last), ...files.slice(last, last + 1)];
  let next: number = fixedSectors.firstFile;
  const placed = order.map((file, index) => {
    const sectors = sectorsFor(file.size);
    const isAtEdge = options.placement === 'outer' && index === order.length - 1;
    const lba = isAtEdge ? Math.max(next, edgeOf(options.discType) - sectors) : next;
    next = lba + sectors;
    return { name: file.name, size: file.size, lba, sectors };
  });
  const sectors = next + trailingSectors;
  checkCapacity(placed, sectors, options.discType);
  return {
    discType: options.discType,
    volume: options.volume,
    date: options.date ?? new Date(Date.UTC(2000, 2, 4)),
    files: placed,
    sectors,
  };
}

/** The sector after the last one that a file may have. */
const edgeOf = (discType: DiscType): number => discCapacity[discType] - trailingSectors;

/** @throws Error when `volume` is not a valid volume name. */
export function checkVolume(volume: string): void {
  if (!/^[A-Z0-9_]{1,32}$/.test(volume)) {
    throw new Error(`"${volume}" is not a valid volume name: use 1 to 32 characters from A–Z, 0–9 and _.`);
  }
}

function checkFiles(files: readonly FileToPlace[]): void {
  const seen = new Set<string>();
  for (const { name, size } of files) {
    checkFileName(name);
    const identifier = identifierOf(name);
    if (seen.has(identifier)) throw new Error(`Two disc files are called ${name}.`);
    seen.add(identifier);
    if (!Number.isSafeInteger(size) || size < 0) throw new Error(`${name} has an invalid size: ${size}.`);
    if (size >= 2 ** 32) {
      throw new Error(`${name} has ${size} bytes; the limit for a disc file is 4,294,967,295.`);
    }
  }
}

/** The console's driver reads one sector of a directory and at most 64 entries, including itself and its parent. */
function checkRootDirectory(files: readonly FileToPlace[]): void {
  if (files.length > 62) {
    throw new Error(`Too many files: ${files.length}. The console reads at most 62 per directory.`);
  }
  const bytes = files.reduce((sum, file) => sum + recordBytes(identifierOf(file.name).length), 2 * 34);
  if (bytes > sectorBytes) {
    throw new Error(
      `Too many files: ${files.length}. Their directory needs ${bytes} bytes; the console reads only the first ${sectorBytes}.`,
    );
  }
}

function checkCapacity(files: readonly PlacedFile[], sectors: number, discType: DiscType): void {
  const capacity = discCapacity[discType];
  if (sectors <= capacity) return;
  const largest = files.reduce((best, file) => (file.size > best.size ? file : best), {
    name: 'none',
    size: 0,
  });
  const over = (sectors - capacity) * sectorBytes;
  const medium = discType === 'cd' ? 'CD' : 'DVD';
  throw new Error(
    `The files do not fit on a ${medium}: ${sectors} sectors needed, ${capacity} available (${over} bytes too large). The largest file is ${largest.name} with ${largest.size} bytes.${discType === 'cd' ? ' Choose a DVD or a smaller model.' : ' Choose a smaller model.'}`,
  );
}
