import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../disc/node/temporaryFolder';
import { FileSource } from '../disc/node/fileSource';
import { UsageError, type Io } from './io';

/** The name that stands for standard output. */
const standardOutput = '-';

/** Bytes of a file that are copied to standard output at once. */
const pieceBytes = 1 << 20;

/** Whether an output goes to standard output. */
export function isStandardOutput(output: string): boolean {
  return output === standardOutput;
}

/**
 * Runs `write` with the path of the file to write. For `-` it is a temporary file, which is copied to standard output
 * once it is complete, and removed.
 * @param name of the temporary file, because the name of a model becomes part of messages.
 */
export async function withOutput<T>(
  output: string,
  name: string,
  io: Io,
  write: (path: string) => Promise<T>,
): Promise<T> {
  if (!isStandardOutput(output)) return write(output);
  const folder = await temporaryFolder('output');
  try {
    const path = join(folder, name);
    const result = await write(path);
    await copyOut(path, io);
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws UsageError when two results would go to standard output. */
export function refuseStandardOutput(output: string | undefined, option: string, because: string): void {
  if (output !== undefined && isStandardOutput(output))
    throw new UsageError(`${option} - is not possible ${because}: set the path of a file.`);
}

async function copyOut(path: string, io: Io): Promise<void> {
  const source = await FileSource.open(path);
  try {
    for (let offset = 0; offset < source.size; offset += pieceBytes)
      await io.outBytes(await source.read(offset, Math.min(pieceBytes, source.size - offset)));
  } finally {
    await source.close();
  }
}
