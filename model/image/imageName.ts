import type { ImageFile } from '../../disc/imageBytes';
import type { ImageOptions } from '../../disc/imageLayout';

/** WEIGHTS.BIN is not hashed again: PLAN.BIN carries its digest. */
const weights = 'WEIGHTS.BIN';

/**
 * A name for a disc by what is on it: 32 hexadecimal digits, the same for the same files in the same order.
 * @param files of `bootFiles`.
 */
export async function imageName(
  files: readonly ImageFile[],
  { placement }: Pick<ImageOptions, 'placement'> = {},
): Promise<string> {
  const parts: Uint8Array[] = placement === 'outer' ? [new TextEncoder().encode('outer\n')] : [];
  for (const { name, source } of files) {
    parts.push(new TextEncoder().encode(`${name} ${source.size}\n`));
    if (name !== weights) parts.push(await source.read(0, source.size));
  }
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
