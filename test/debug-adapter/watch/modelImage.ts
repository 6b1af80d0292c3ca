import { readFileSync } from 'node:fs';
import { imageInMemory, type ImageFile } from '../../../disc/imageBytes';
import { formatSystemCnf } from '../../../disc/systemCnf';
import { tiny } from '../../debug-adapter/conversation';
import { memoryFile, patternBytes } from '../../disc/files';
import { programFile } from '../../ps2/program';

/** The small sample model. */
export const tinyBytes = (): Uint8Array => new Uint8Array(readFileSync(tiny.program));

/**
 * A disc that boots the program of somebody else in test/fixtures/ps2/model.c: MODEL.PSN, other files, and DATA.BIN at
 * the end.
 */
export async function modelImage(
  model: Uint8Array = tinyBytes(),
  others: readonly ImageFile[] = [],
): Promise<Uint8Array> {
  const files = [
    memoryFile(
      'SYSTEM.CNF',
      formatSystemCnf({ bootFile: 'SLUS_123.45', version: '1.00', videoMode: 'NTSC' }),
    ),
    memoryFile('SLUS_123.45', programFile('model')),
    memoryFile('MODEL.PSN', model),
    ...others,
    memoryFile('DATA.BIN', patternBytes(5000, 7)),
  ];
  const options = { discType: 'cd', volume: 'OWN', lastFile: 'DATA.BIN' } as const;
  return (await imageInMemory(files, options)).bytes;
}
