import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { errorText, systemCode, systemReason } from '../../common/errorText';
import { sectorBytes } from '../../disc/sector';
import type { DiscImage } from '../drive/disc';

/** An image file, read synchronously: the console cannot wait while it runs. `close` ends it. */
export interface FileDisc extends DiscImage {
  close(): void;
}

/** @throws Error when the file cannot be opened. */
export function openFileDisc(path: string): FileDisc {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    const why = systemCode(error) === 'ENOENT' ? 'file not found' : (systemReason(error) ?? errorText(error));
    throw new Error(`Cannot open the image ${path}: ${why}.`, { cause: error });
  }
  const sectors = Math.floor(fstatSync(file).size / sectorBytes);
  return {
    sectors,
    close: () => closeSync(file),
    readSectors: (lba, count) => {
      const bytes = new Uint8Array(count * sectorBytes);
      let done = 0;
      while (done < bytes.length) {
        const read = readSync(file, bytes, done, bytes.length - done, lba * sectorBytes + done);
        if (read === 0) throw new Error(`Sector ${lba} is beyond the end of ${path} (${sectors} sectors).`);
        done += read;
      }
      return bytes;
    },
  };
}
