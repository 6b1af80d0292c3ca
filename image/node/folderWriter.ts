import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageFile } from '../../disc/imageBytes';
import { writeFileAtomically } from '../../disc/node/atomicFile';

/** Name of the program in a folder: launchers list files that end like this. */
export const folderProgramName = 'PS2ML.ELF';
const pieceBytes = 1 << 20;

/**
 * Writes the files of a disc to a folder, for a USB stick or a memory card: the program finds the others beside itself.
 * @param code the program's name on a disc
 * @param onProgress bytes that are written, and all of them
 * @returns the names of the files.
 * @throws Error when a file cannot be written, or the reason of the abort; each file is whole or unchanged.
 */
export async function writeFolder(
  folder: string,
  files: readonly ImageFile[],
  code: string,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const wanted = files.filter(({ name }) => name !== 'SYSTEM.CNF');
  const total = wanted.reduce((sum, { source }) => sum + source.size, 0);
  let before = 0;
  const names: string[] = [];
  for (const { name, source } of wanted) {
    const target = name === code ? folderProgramName : name;
    await writeFileAtomically(
      join(folder, target),
      async (output) => {
        while (output.position < source.size) {
          await output.write(
            await source.read(output.position, Math.min(pieceBytes, source.size - output.position)),
          );
          onProgress(before + output.position, total);
        }
      },
      signal,
    );
    before += source.size;
    names.push(target);
  }
  return names;
}
