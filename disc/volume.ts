import { viewOf } from '../common/littleEndian';
import { checkRange, SliceSource, type ByteSource } from './byteSource';
import { nameOf } from './fileName';
import { fixedSectors } from './imageLayout';
import { mediumMark, mediumOfMark } from './mediumMark';
import { sectorBytes, sectorsFor, type DiscType } from './sector';

/** A file found on an image. */
export interface VolumeFile {
  /** Names joined by `/`, without version numbers, such as `WEIGHTS.BIN` or `DATA/A.BIN`. */
  readonly path: string;
  /** The last name as the directory has it, such as `WEIGHTS.BIN;1`. */
  readonly identifier: string;
  readonly lba: number;
  /** In bytes. */
  readonly size: number;
}

/** The content of an ISO 9660 image. */
export interface Volume {
  readonly systemId: string;
  readonly volumeId: string;
  readonly applicationId: string;
  /** The medium it says that it was built for. */
  readonly builtFor?: DiscType;
  /** Sectors of the volume according to its descriptor. */
  readonly sectors: number;
  readonly pathTable: { readonly lba: number; readonly bytes: number };
  readonly files: readonly VolumeFile[];
}

interface SectorRange {
  readonly lba: number;
  readonly count: number;
}

/** The console's driver follows paths of fewer than eight levels. */
const maxDepth = 8;
/** Largest directory read, in sectors: more than 40,000 files. */
const maxDirectorySectors = 1024;
/** Sectors of all directories together, and their entries: directories of a damaged image may overlap. */
const maxAllDirectorySectors = 16_384;
const maxEntries = 100_000;

/** Reads the directory of an image. @throws Error when it is not a readable ISO 9660 image. */
export async function readVolume(image: ByteSource): Promise<Volume> {
  const walk = walkVolume(Math.floor(image.size / sectorBytes));
  let step = walk.next();
  while (!step.done) {
    const { lba, count } = step.value;
    step = walk.next(await image.read(lba * sectorBytes, count * sectorBytes));
  }
  return step.value;
}

/** The same from sectors that are available at once. `imageSectors`: length of the image. */
export function readVolumeSync(
  imageSectors: number,
  readSectors: (lba: number, count: number) => Uint8Array,
): Volume {
  const walk = walkVolume(imageSectors);
  let step = walk.next();
  while (!step.done) step = walk.next(readSectors(step.value.lba, step.value.count));
  return step.value;
}

/** The file with that path, in upper or lower case, with or without `;1`. */
export function findFile(volume: Volume, path: string): VolumeFile | undefined {
  const wanted = nameOf(path.replaceAll('\\', '/').replace(/^\/+/, '')).toUpperCase();
  return volume.files.find((file) => file.path.toUpperCase() === wanted);
}

/** The bytes of a file of the image. @throws RangeError when the image is truncated. */
export function fileOfImage(image: ByteSource, file: VolumeFile): ByteSource {
  checkRange(file.lba * sectorBytes, file.size, image.size);
  return new SliceSource(image, file.lba * sectorBytes, file.size);
}

/** Yields sector requests and receives their bytes, so that one reader serves synchronous and asynchronous sources. */
function* walkVolume(imageSectors: number): Generator<SectorRange, Volume, Uint8Array> {
  if (imageSectors <= fixedSectors.terminator) {
    throw new Error(
      `The image has only ${imageSectors} sectors of ${sectorBytes} bytes: an ISO 9660 image has its volume descriptor in sector 16, so this is truncated or not an image.`,
    );
  }
  const descriptor = yield { lba: fixedSectors.volumeDescriptor, count: 1 };
  checkDescriptor(descriptor);
  const view = viewOf(descriptor);
  const builtFor = mediumOfMark(textOf(descriptor, mediumMark.offset, mediumMark.length));
  const files: VolumeFile[] = [];
  const seen = new Set<number>();
  let [allSectors, allEntries] = [0, 0];
  const folders = [{ path: '', depth: 1, ...extentOf(view, 156) }];
  for (let folder = folders.shift(); folder; folder = folders.shift()) {
    if (seen.has(folder.lba)) {
      throw new Error(`The image is damaged: folder "/${folder.path}" is its own ancestor.`);
    }
    seen.add(folder.lba);
    const where = folder.path === '' ? 'the root directory' : `folder "${folder.path}"`;
    const count = sectorsFor(folder.size);
    if (count === 0 || count > maxDirectorySectors || folder.lba + count > imageSectors) {
      throw new Error(
        `The image is damaged or truncated: ${where} has ${folder.size} bytes at sector ${folder.lba}, but the image has ${imageSectors} sectors.`,
      );
    }
    allSectors += count;
    if (allSectors > maxAllDirectorySectors)
      throw new Error(
        `The image is damaged: its directories have more than ${maxAllDirectorySectors} sectors. Copy or build it again.`,
      );
    const bytes = yield { lba: folder.lba, count };
    const entries = directoryEntries(bytes, where);
    allEntries += entries.length;
    if (allEntries > maxEntries)
      throw new Error(`The image has more than ${maxEntries} files and folders, which is not supported.`);
    for (const entry of entries) {
      const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
      if (entry.folder) {
        if (folder.depth < maxDepth) folders.push({ ...entry, path, depth: folder.depth + 1 });
        continue;
      }
      if (entry.lba + sectorsFor(entry.size) > imageSectors) {
        throw new Error(
          `The image is damaged or truncated: ${path} has ${entry.size} bytes at sector ${entry.lba}, but the image has ${imageSectors} sectors.`,
        );
      }
      files.push({ path, identifier: entry.identifier, lba: entry.lba, size: entry.size });
    }
  }
  return {
    systemId: textOf(descriptor, 8, 32),
    volumeId: textOf(descriptor, 40, 32),
    applicationId: textOf(descriptor, 574, 128),
    ...(builtFor !== undefined && { builtFor }),
    sectors: view.getUint32(80, true),
    pathTable: { lba: view.getUint32(140, true), bytes: view.getUint32(132, true) },
    files,
  };
}

function checkDescriptor(descriptor: Uint8Array): void {
  if (descriptor[0] !== 1 || textOf(descriptor, 1, 5) !== 'CD001') {
    throw new Error(
      'Not an ISO 9660 image: sector 16 (offset 32768) does not start with 01 "CD001". An image of raw 2352-byte sectors (.bin) must be converted to 2048-byte sectors (.iso) first.',
    );
  }
  const blockBytes = viewOf(descriptor).getUint16(128, true);
  if (blockBytes !== sectorBytes) {
    throw new Error(
      `The image has blocks of ${blockBytes} bytes; only blocks of ${sectorBytes} bytes can be read.`,
    );
  }
}

interface DirectoryEntry {
  readonly identifier: string;
  readonly name: string;
  readonly folder: boolean;
  readonly lba: number;
  readonly size: number;
}

function directoryEntries(bytes: Uint8Array, where: string): DirectoryEntry[] {
  const view = viewOf(bytes);
  const entries: DirectoryEntry[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = view.getUint8(at);
    if (length === 0) {
      // Records do not cross sectors: the rest of this one is empty.
      at = (Math.floor(at / sectorBytes) + 1) * sectorBytes;
      continue;
    }
    const room = sectorBytes - (at % sectorBytes);
    const nameLength = length >= 34 && length <= room ? view.getUint8(at + 32) : 0;
    if (nameLength === 0 || 33 + nameLength > length) {
      throw new Error(`The image is damaged: ${where} has a bad record at offset ${at} (length ${length}).`);
    }
    const identifier = textOf(bytes, at + 33, nameLength);
    if (nameLength > 1 || view.getUint8(at + 33) > 1) {
      const flags = view.getUint8(at + 25);
      if ((flags & 0x80) !== 0) {
        throw new Error(
          `${nameOf(identifier)} in ${where} has more than one extent, which is not supported.`,
        );
      }
      const folder = (flags & 2) !== 0;
      entries.push({ identifier, name: nameOf(identifier), folder, ...extentOf(view, at) });
    }
    at += length;
  }
  return entries;
}

const extentOf = (view: DataView, record: number) => ({
  lba: view.getUint32(record + 2, true),
  size: view.getUint32(record + 10, true),
});

function textOf(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length)).trimEnd();
}
