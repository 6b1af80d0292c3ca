import { MemorySource } from '../../disc/byteSource';
import type { ImageFile } from '../../disc/imageBytes';
import { formatSystemCnf } from '../../disc/systemCnf';

/** Bytes that differ from place to place and between seeds. */
export function patternBytes(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = (seed * 2654435761 + 1) >>> 0;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

export const memoryFile = (name: string, bytes: Uint8Array): ImageFile => ({
  name,
  source: new MemorySource(bytes),
});

/** Files like those of a real disc, small. */
export function sampleFiles(): { file: ImageFile; bytes: Uint8Array }[] {
  const contents: [string, Uint8Array][] = [
    ['SYSTEM.CNF', formatSystemCnf({ bootFile: 'PSML_000.01', version: '1.00', videoMode: 'NTSC' })],
    ['PSML_000.01', patternBytes(70_001, 1)],
    ['WEIGHTS.BIN', patternBytes(300_000, 2)],
    ['PLAN.BIN', patternBytes(4096, 3)],
    ['EMPTY', new Uint8Array(0)],
    ['RUN.BIN', patternBytes(1, 4)],
  ];
  return contents.map(([name, bytes]) => ({ file: memoryFile(name, bytes), bytes }));
}
