import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { GrowingFile } from '../trace/growingFile';

/** A new file on disk. @throws Error when it cannot be made or is there already. */
export async function growingFile(path: string): Promise<GrowingFile> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, 'ax');
  return {
    write: (bytes) => handle.appendFile(bytes),
    // What is written is with the system, where everybody sees it.
    flush: () => Promise.resolve(),
    close: () => handle.close(),
  };
}
