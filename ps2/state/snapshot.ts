import { MEMORY_BYTES } from '../cpu/stateLayout';
import { localBytes, type LocalMemory } from '../gs/localMemory';
import type { InputEntry } from '../console/inputLog';
import type { DriveLog } from '../drive/driveLog';
import type { MachineState } from './state';

/** Bytes of the machine's buffer that are saved as one piece. */
export const pageBytes = 4096;

/** A snapshot of the console. Immutable; snapshots share equal pages. */
export interface Snapshot {
  readonly cycles: number;
  readonly pages: readonly Uint8Array[];
  /** Pages of the GS's local memory. */
  readonly local: readonly Uint8Array[];
  readonly state: MachineState;
  readonly driveLog: DriveLog | undefined;
  /** The inputs of its run, past and known future; see console/inputLog.ts. */
  readonly inputs: readonly InputEntry[];
  readonly dataCache: Uint8Array | undefined;
}

/**
 * The pages of the GS's local memory; only those that have changed since the last call are looked at.
 * @param earlier the pages of that call, or those that were restored since
 */
export function saveLocal(
  local: LocalMemory,
  earlier: readonly Uint8Array[] | undefined,
): readonly Uint8Array[] {
  const changed = local.takeChanged();
  if (earlier !== undefined && changed.length === 0) return earlier;
  const pages = earlier?.slice() ?? Array.from({ length: localBytes / pageBytes }, () => zeroPage);
  for (const number of changed) {
    const piece = local.piece(number);
    const known = pages[number] ?? zeroPage;
    if (!equalPage(new Int32Array(piece.buffer), piece.byteOffset >>> 2, known))
      pages[number] = piece.slice();
  }
  return pages;
}

/**
 * Restores the GS's local memory; equal pages are not written.
 * @param earlier the pages of the last save or restore: the same ones are not even compared
 */
export function restoreLocal(
  local: LocalMemory,
  pages: readonly Uint8Array[],
  earlier: readonly Uint8Array[] | undefined,
): void {
  const changed = new Set(local.takeChanged());
  pages.forEach((page, number) => {
    if (page === earlier?.[number] && !changed.has(number)) return;
    const piece = local.piece(number);
    if (!equalPage(new Int32Array(piece.buffer), piece.byteOffset >>> 2, page)) piece.set(page);
  });
}

/** The pages of a machine's buffer; those equal to the same page of `earlier` are shared with it. */
export function savePages(buffer: ArrayBuffer, earlier: readonly Uint8Array[] | undefined): Uint8Array[] {
  const pages: Uint8Array[] = [];
  const words = new Int32Array(buffer);
  for (let start = 0; start < MEMORY_BYTES; start += pageBytes) {
    const known = earlier?.[pages.length] ?? zeroPage;
    pages.push(
      equalPage(words, start >>> 2, known) ? known : new Uint8Array(buffer.slice(start, start + pageBytes)),
    );
  }
  return pages;
}

/** Restores pages; equal ones are not written. */
export function restorePages(buffer: ArrayBuffer, pages: readonly Uint8Array[]): void {
  const bytes = new Uint8Array(buffer);
  const words = new Int32Array(buffer);
  pages.forEach((page, i) => {
    const start = i * pageBytes;
    if (!equalPage(words, start >>> 2, page)) bytes.set(page, start);
  });
}

const zeroPage = new Uint8Array(pageBytes);

/** Four words at a time: a snapshot compares all 32 MB. */
function equalPage(words: Int32Array, start: number, page: Uint8Array): boolean {
  const other = new Int32Array(page.buffer, page.byteOffset, pageBytes >>> 2);
  for (let i = 0, at = start; i < other.length; i += 4, at += 4) {
    if (
      words[at] !== other[i] ||
      words[at + 1] !== other[i + 1] ||
      words[at + 2] !== other[i + 2] ||
      words[at + 3] !== other[i + 3]
    )
      return false;
  }
  return true;
}
