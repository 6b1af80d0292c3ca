import { mostWholeBytes } from '../../disc/readWhole';
import { sectorBytes } from '../../disc/sector';
import { readVolumeSync, type Volume, type VolumeFile } from '../../disc/volume';
import { MachineFault } from '../machine/fault';

/** An image with synchronous reads: the console cannot wait while it runs. */
export interface DiscImage {
  /** Length in sectors. */
  readonly sectors: number;
  /** The bytes of `count` sectors from `lba` on; the caller does not change them. */
  readSectors(lba: number, count: number): Uint8Array;
}

/** A disc in the drive: its sectors and its directory. */
export class Disc {
  private readonly content: Volume | undefined;

  /** @param image `noDisc` when the drive is empty. @throws Error when the image is invalid. */
  constructor(readonly image: DiscImage) {
    if (image === noDisc) return;
    this.content = readVolumeSync(image.sectors, (lba, count) => image.readSectors(lba, count));
  }

  /** @throws MachineFault when there is no disc. */
  get volume(): Volume {
    if (this.content === undefined) throw new MachineFault('No disc in the drive.');
    return this.content;
  }

  /**
   * A file, looked up as the console's driver does: path with `\`, upper case, compared with the identifier (with its
   * `;1`) over the first 12 characters.
   */
  find(path: string): VolumeFile | undefined {
    const parts = path.split(/[\\/]/).filter((part) => part !== '');
    return this.volume.files.find(({ path: folders, identifier }) => {
      const names = [...folders.split('/').slice(0, -1), identifier];
      return (
        names.length === parts.length &&
        names.every((name, i) => name.slice(0, 12) === parts[i]?.slice(0, 12))
      );
    });
  }

  /** A whole file. @throws Error when it is larger than a program or a text. */
  readFile(file: VolumeFile): Uint8Array {
    if (file.size > mostWholeBytes)
      throw new Error(`${file.path} has ${file.size} bytes, expected at most ${mostWholeBytes}.`);
    const sectors = Math.ceil(file.size / sectorBytes);
    return this.image.readSectors(file.lba, sectors).subarray(0, file.size);
  }
}

/** An empty drive. */
export const noDisc: DiscImage = {
  sectors: 0,
  readSectors: () => {
    throw new MachineFault('No disc in the drive.');
  },
};

/** An image in memory. A last incomplete sector is not part of it. */
export function memoryDisc(bytes: Uint8Array): DiscImage {
  return {
    sectors: Math.floor(bytes.length / sectorBytes),
    readSectors: (lba, count) => bytes.subarray(lba * sectorBytes, (lba + count) * sectorBytes),
  };
}
