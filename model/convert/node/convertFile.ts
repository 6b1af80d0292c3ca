import { basename } from 'node:path';
import { writeFileAtomically } from '../../../disc/node/atomicFile';
import { FileSource } from '../../../disc/node/fileSource';
import { openModel } from '../../openModel';
import { writePsnt, type WritePsntOptions } from '../../psnt/writer';

/**
 * Converts a model file to PSNT version 3 Q8. The target appears whole or not at all; an older file there stays
 * as it was until then.
 * @returns bytes written.
 * @throws FormatError when the source cannot be read, Error when a file cannot be opened or written, the reason
 * of the abort when cancelled.
 */
export async function convertFile(
  sourcePath: string,
  targetPath: string,
  options: WritePsntOptions = {},
): Promise<number> {
  const source = await FileSource.open(sourcePath);
  try {
    const model = await openModel(source, basename(sourcePath));
    return await writeFileAtomically(
      targetPath,
      async (output) => {
        await writePsnt(model, (bytes) => output.write(bytes), options);
        return output.position;
      },
      options.signal,
    );
  } finally {
    await source.close();
  }
}
