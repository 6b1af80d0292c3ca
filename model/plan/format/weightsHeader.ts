import { sectorBytes } from '../units';
import { ascii, raw, u16, u32 } from './field';
import { FileRecord } from './record';

export const weightsMagic = 'PS2MWGTS';
export const weightsVersion = { major: 2, minor: 0 };

/** The first sector of WEIGHTS.BIN. */
export const weightsHeader = new FileRecord('weights_header', sectorBytes, {
  magic: ascii(8, `\`${weightsMagic}\``),
  major: u16(`version of the format: ${weightsVersion.major}`),
  minor: u16(`version of the format: ${weightsVersion.minor}`),
  sectors: u32('sectors of the file'),
  id: raw(32, 'id'),
});
