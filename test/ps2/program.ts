import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { imageInMemory, type ImageFile } from '../../disc/imageBytes';
import { formatSystemCnf } from '../../disc/systemCnf';
import { Console } from '../../ps2/console/console';
import { memoryDisc } from '../../ps2/drive/disc';
import type { ConsoleOptions } from '../../ps2/console/options';
import type { Stop } from '../../ps2/console/stop';
import { memoryFile, patternBytes } from '../disc/files';

/** The programs of test/fixtures/ps2. */
export type ProgramName =
  'threads' | 'disc' | 'clock' | 'dma' | 'wrong' | 'divider' | 'serial' | 'endless' | 'model' | 'screen';

export const fixtures = resolve(__dirname, '../fixtures/ps2');

/** DATA.BIN on the test disc. */
export const dataBytes = patternBytes(50_000, 5);

export function programFile(name: ProgramName): Uint8Array {
  return new Uint8Array(readFileSync(resolve(fixtures, `${name}.elf`)));
}

/** A bootable disc with a test program and DATA.BIN. */
export async function testImage(program: Uint8Array): Promise<Uint8Array> {
  const files: ImageFile[] = [
    memoryFile(
      'SYSTEM.CNF',
      formatSystemCnf({ bootFile: 'PSML_000.01', version: '1.00', videoMode: 'NTSC' }),
    ),
    memoryFile('PSML_000.01', program),
    memoryFile('DATA.BIN', dataBytes),
  ];
  return (await imageInMemory(files, { discType: 'cd', volume: 'TEST' })).bytes;
}

/** A console that has booted a test program. */
export async function boot(
  name: ProgramName,
  words: readonly string[] = [],
  options: ConsoleOptions = {},
): Promise<Console> {
  const hostFiles = new Map([['in.txt', new TextEncoder().encode('read from host\n')]]);
  const image = await testImage(programFile(name));
  return Console.boot(memoryDisc(image), { arguments: words, hostFiles, ...options });
}

/** Runs to the end, which must come within ten seconds of console time. */
export function finish(console: Console): Exclude<Stop, { kind: 'budget' }> {
  const stop = console.run(2_949_120_000);
  if (stop.kind === 'budget') throw new Error(`The program does not end. It wrote: ${console.text}`);
  return stop;
}
