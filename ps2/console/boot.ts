import { driveTimings } from '../../disc/drive';
import { parseSystemCnf } from '../../disc/systemCnf';
import { findFile } from '../../disc/volume';
import type { Elf } from '../../ee/elf';
import type { Disc } from '../drive/disc';
import { loadElf, startProgram } from '../kernel/programs';
import type { Machine } from '../machine/machine';
import { sectorsFor } from '../../disc/sector';

/** Where the driver of a DVD reads the path table; it ignores the volume descriptor. */
const dvdPathTable = 257;

/** The program that the disc boots. */
export interface BootedProgram {
  /** Name of the file, such as `PSML_000.01`. */
  readonly file: string;
  readonly elf: Elf;
}

/**
 * Does what the BIOS does with a disc: finds SYSTEM.CNF, loads the program that it names and starts it.
 * @throws Error when SYSTEM.CNF or its program is missing or invalid.
 */
export function bootDisc(machine: Machine, words: readonly string[]): BootedProgram {
  const { disc, state } = machine;
  checkPathTable(disc, state.drive.discType);
  const configuration = findFile(disc.volume, 'SYSTEM.CNF');
  if (configuration === undefined) throw new Error('The disc has no SYSTEM.CNF: nothing to boot.');
  const { bootFile } = parseSystemCnf(disc.readFile(configuration));
  const program = findFile(disc.volume, bootFile);
  if (program === undefined) throw new Error(`SYSTEM.CNF boots ${bootFile}, which is not on the disc.`);
  const elf = loadElf(machine, disc.readFile(program), bootFile);
  startProgram(machine, elf.entry, 0, [`cdrom0:\\${bootFile};1`, ...words]);
  state.drive.head = { lba: program.lba + sectorsFor(program.size), spinning: true };
  return { file: bootFile, elf };
}

function checkPathTable(disc: Disc, discType: keyof typeof driveTimings): void {
  const { lba } = disc.volume.pathTable;
  if (discType !== 'dvd' || lba === dvdPathTable) return;
  throw new Error(
    `The console cannot find files on this DVD: its path table is at sector ${lba}, expected ${dvdPathTable}.`,
  );
}
