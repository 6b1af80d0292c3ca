import { imageChunks, planImageOf, type ImageFile } from '../imageBytes';
import type { ImageLayout, ImageOptions } from '../imageLayout';
import { sectorBytes } from '../sector';
import { writeFileAtomically } from './atomicFile';

export interface WriteImageOptions extends ImageOptions {
  /** Called after every piece of at most 1 MiB, with bytes written and bytes in total. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Called when everything is written and before the image takes its name. If it fails, there is no image. */
  readonly check?: () => Promise<void>;
  /** Stops the writing; nothing is left behind and the reason of the abort is thrown. */
  readonly signal?: AbortSignal;
}

/**
 * Writes an ISO 9660 image of `files` to `path`, whole or not at all.
 * @returns where each file is.
 * @throws Error when the files do not fit on a disc, or when reading or writing fails.
 */
export async function writeImage(
  path: string,
  files: readonly ImageFile[],
  options: WriteImageOptions,
): Promise<ImageLayout> {
  const layout = planImageOf(files, options);
  const total = layout.sectors * sectorBytes;
  await writeFileAtomically(
    path,
    async (output) => {
      for await (const chunk of imageChunks(layout, files)) {
        if (chunk instanceof Uint8Array) await output.write(chunk);
        else output.skip(chunk.zeros);
        options.onProgress?.(output.position, total);
      }
      await options.check?.();
    },
    options.signal,
  );
  return layout;
}
