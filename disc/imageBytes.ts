import { errorText } from '../common/errorText';
import type { ByteSource } from './byteSource';
import { imageHeader } from './imageHeader';
import { fixedSectors, planImage, trailingSectors, type ImageLayout, type ImageOptions } from './imageLayout';
import { sectorBytes } from './sector';

/** A file for the disc with its bytes. */
export interface ImageFile {
  readonly name: string;
  readonly source: ByteSource;
}

/** Bytes read from a file at a time. */
const chunkBytes = 1 << 20;

/** The layout of an image of these files; see `planImage`. */
export function planImageOf(files: readonly ImageFile[], options: ImageOptions): ImageLayout {
  return planImage(
    files.map(({ name, source }) => ({ name, size: source.size })),
    options,
  );
}

/** A piece of an image: its bytes, or how many zeros it is. */
export type ImageChunk = Uint8Array | { readonly zeros: number };

/**
 * The image from its first byte to its last, in pieces of at most 1 MiB and runs of zeros of any length.
 * @throws Error when a file cannot be read or has changed its size.
 */
export async function* imageChunks(
  layout: ImageLayout,
  files: readonly ImageFile[],
): AsyncGenerator<ImageChunk, void, undefined> {
  yield imageHeader(layout);
  let sector: number = fixedSectors.firstFile;
  for (const placed of layout.files) {
    if (placed.lba > sector) yield { zeros: (placed.lba - sector) * sectorBytes };
    sector = placed.lba + placed.sectors;
    const source = files.find((file) => file.name === placed.name)?.source;
    if (source?.size !== placed.size) {
      throw new Error(
        `${placed.name} changed size from ${placed.size} to ${source?.size ?? 0} bytes during the build. Rebuild the image.`,
      );
    }
    for (let offset = 0; offset < placed.size; offset += chunkBytes) {
      yield await readPart(placed.name, source, offset, Math.min(chunkBytes, placed.size - offset));
    }
    yield { zeros: placed.sectors * sectorBytes - placed.size };
  }
  yield new Uint8Array(trailingSectors * sectorBytes);
}

/** A whole image in memory, for small ones. */
export async function imageInMemory(
  files: readonly ImageFile[],
  options: ImageOptions,
): Promise<{ layout: ImageLayout; bytes: Uint8Array }> {
  const layout = planImageOf(files, options);
  const bytes = new Uint8Array(layout.sectors * sectorBytes);
  let at = 0;
  for await (const chunk of imageChunks(layout, files)) {
    if (chunk instanceof Uint8Array) bytes.set(chunk, at);
    at += chunk instanceof Uint8Array ? chunk.length : chunk.zeros;
  }
  return { layout, bytes };
}

async function readPart(name: string, source: ByteSource, offset: number, length: number) {
  try {
    return await source.read(offset, length);
  } catch (error) {
    throw new Error(`Cannot write ${name} to the image: ${errorText(error)}`, { cause: error });
  }
}
