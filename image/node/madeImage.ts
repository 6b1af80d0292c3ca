import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ImageFile } from '../../disc/imageBytes';
import { writeImage, type WriteImageOptions } from '../../disc/node/imageWriter';
import { staleReasons, writeStamp } from './stamp';
import { imageParts } from '../imageName';

/** An image that is where it was asked for. */
export interface MadeImage {
  /** Why it was built; empty when it was up to date. */
  readonly reasons: readonly string[];
}

/**
 * Sees to it that `path` is the image of these files, and builds it when it is not; its folder is made.
 * @throws Error in words when it cannot be written, or the reason of the abort; an older image then stays.
 */
export async function makeImage(
  path: string,
  files: readonly ImageFile[],
  options: WriteImageOptions,
): Promise<MadeImage> {
  const parts = await imageParts(files, options);
  const reasons = await staleReasons(path, () => Promise.resolve(parts));
  if (reasons.length > 0) {
    await mkdir(dirname(path), { recursive: true });
    await writeImage(path, files, options);
    await writeStamp(path, parts);
  }
  return { reasons };
}
