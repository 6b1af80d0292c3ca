import type { ByteSource } from '../disc/byteSource';

const pieceBytes = 1 << 20;

/**
 * A hash of a file's content, as 64 hexadecimal digits: SHA-256 over the SHA-256 of each piece of 1 MiB, so that a
 * file of any size needs little memory.
 * @throws Error when the file cannot be read, or the reason of the abort.
 */
export async function contentHash(source: ByteSource, signal?: AbortSignal): Promise<string> {
  const digests = new Uint8Array(Math.ceil(source.size / pieceBytes) * 32);
  for (let offset = 0, at = 0; offset < source.size; offset += pieceBytes, at += 32) {
    signal?.throwIfAborted();
    const piece = await source.read(offset, Math.min(pieceBytes, source.size - offset));
    digests.set(await sha256(piece), at);
  }
  return hex(await sha256(digests));
}

/** The same for a short text, synchronously. */
export async function textHash(text: string): Promise<string> {
  return hex(await sha256(new TextEncoder().encode(text)));
}

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  // A copy: `digest` does not accept shared memory.
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
}

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
