import type { ByteSource } from './byteSource';

/** The largest file that is read as a whole: a program, a plan or a text. The console has 32 MiB of memory. */
export const mostWholeBytes = 64 << 20;

/**
 * All bytes of a source.
 * @param label its name in messages.
 * @throws Error when it has more bytes than anything of its kind.
 */
export async function readWhole(
  source: ByteSource,
  label: string,
  most = mostWholeBytes,
): Promise<Uint8Array> {
  if (source.size > most)
    throw new Error(
      `${label} has ${source.size} bytes, expected at most ${most}. It is damaged or another kind of file.`,
    );
  return source.read(0, source.size);
}
