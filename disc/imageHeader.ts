import { viewOf } from '../common/littleEndian';
import { identifierOf } from './fileName';
import { fixedSectors, recordBytes, type ImageLayout } from './imageLayout';
import { mediumMark, mediumMarkOf } from './mediumMark';
import { sectorBytes } from './sector';

/** Bytes of the path table: the root directory alone. */
const pathTableBytes = 10;

/** Everything before the first file: descriptors, path tables and root directory (ECMA-119), sectors 0 … 261. */
export function imageHeader(layout: ImageLayout): Uint8Array {
  const header = new Uint8Array(fixedSectors.firstFile * sectorBytes);
  const sector = (lba: number) => header.subarray(lba * sectorBytes, (lba + 1) * sectorBytes);
  putVolumeDescriptor(sector(fixedSectors.volumeDescriptor), layout);
  putTerminator(sector(fixedSectors.terminator));
  putPathTable(sector(fixedSectors.pathTableL), true);
  putPathTable(sector(fixedSectors.pathTableLCopy), true);
  putPathTable(sector(fixedSectors.pathTableM), false);
  putPathTable(sector(fixedSectors.pathTableMCopy), false);
  putRootDirectory(sector(fixedSectors.rootDirectory), layout);
  return header;
}

function putVolumeDescriptor(out: Uint8Array, layout: ImageLayout): void {
  const view = viewOf(out);
  out[0] = 1;
  putText(out, 1, 'CD001', 5);
  out[6] = 1;
  putText(out, 8, 'PLAYSTATION', 32);
  putText(out, 40, layout.volume, 32);
  putBoth32(view, 80, layout.sectors);
  putBoth16(view, 120, 1); // volumes in the set
  putBoth16(view, 124, 1); // number of this volume
  putBoth16(view, 128, sectorBytes);
  putBoth32(view, 132, pathTableBytes);
  view.setUint32(140, fixedSectors.pathTableL, true);
  view.setUint32(144, fixedSectors.pathTableLCopy, true);
  view.setUint32(148, fixedSectors.pathTableM, false);
  view.setUint32(152, fixedSectors.pathTableMCopy, false);
  putDirectoryRecord(out.subarray(156), '\0', fixedSectors.rootDirectory, sectorBytes, true, layout.date);
  putText(out, 190, '', 128); // volume set
  putText(out, 318, '', 128); // publisher
  putText(out, 446, '', 128); // preparer
  putText(out, 574, 'PLAYSTATION', 128); // application
  putText(out, 702, '', 37); // copyright file
  putText(out, 739, '', 37); // abstract file
  putText(out, 776, '', 37); // bibliographic file
  putLongDate(out, 813, layout.date);
  putLongDate(out, 830, layout.date);
  putLongDate(out, 847, undefined);
  putLongDate(out, 864, undefined);
  out[881] = 1;
  putText(out, mediumMark.offset, mediumMarkOf(layout.discType), mediumMark.length);
}

function putTerminator(out: Uint8Array): void {
  out[0] = 255;
  putText(out, 1, 'CD001', 5);
  out[6] = 1;
}

function putPathTable(out: Uint8Array, little: boolean): void {
  const view = viewOf(out);
  out[0] = 1; // length of the root's identifier
  view.setUint32(2, fixedSectors.rootDirectory, little);
  view.setUint16(6, 1, little); // parent: itself
}

function putRootDirectory(out: Uint8Array, layout: ImageLayout): void {
  let at = 0;
  for (const identifier of ['\0', '\x01']) {
    at += putDirectoryRecord(
      out.subarray(at),
      identifier,
      fixedSectors.rootDirectory,
      sectorBytes,
      true,
      layout.date,
    );
  }
  const files = layout.files.map((file) => ({ ...file, identifier: identifierOf(file.name) }));
  files.sort((a, b) => (sortKey(a.name) < sortKey(b.name) ? -1 : 1));
  for (const file of files) {
    at += putDirectoryRecord(out.subarray(at), file.identifier, file.lba, file.size, false, layout.date);
  }
}

/** Name and extension padded with blanks: the order that ECMA-119 requires. */
function sortKey(name: string): string {
  const [base = '', extension = ''] = name.split('.');
  return base.padEnd(8) + extension.padEnd(3);
}

function putDirectoryRecord(
  out: Uint8Array,
  identifier: string,
  lba: number,
  size: number,
  folder: boolean,
  date: Date,
): number {
  const view = viewOf(out);
  const length = recordBytes(identifier.length);
  out[0] = length;
  putBoth32(view, 2, lba);
  putBoth32(view, 10, size);
  out.set(
    [
      date.getUTCFullYear() - 1900,
      date.getUTCMonth() + 1,
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
      0,
    ],
    18,
  );
  out[25] = folder ? 2 : 0;
  putBoth16(view, 28, 1); // volume number
  out[32] = identifier.length;
  for (let i = 0; i < identifier.length; i++) out[33 + i] = identifier.charCodeAt(i);
  return length;
}

/** `undefined` is "not specified": sixteen zeros. */
function putLongDate(out: Uint8Array, at: number, date: Date | undefined): void {
  const digits = date
    ? date
        .toISOString()
        .replace(/[^0-9]/g, '')
        .slice(0, 16)
    : '0'.repeat(16);
  putText(out, at, digits, 16);
  out[at + 16] = 0;
}

function putText(out: Uint8Array, at: number, text: string, length: number): void {
  for (let i = 0; i < length; i++) out[at + i] = i < text.length ? text.charCodeAt(i) : 0x20;
}

function putBoth32(view: DataView, at: number, value: number): void {
  view.setUint32(at, value, true);
  view.setUint32(at + 4, value, false);
}

function putBoth16(view: DataView, at: number, value: number): void {
  view.setUint16(at, value, true);
  view.setUint16(at + 2, value, false);
}
