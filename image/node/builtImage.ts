import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ImageFile } from '../../disc/imageBytes';
import { writeImage, type WriteImageOptions } from '../../disc/node/imageWriter';
import { outOfDateReasons, writeStamp } from './stamp';
import { imageParts } from '../imageName';

/** An image at the requested path. */
export interface BuiltImage {
  /** Why it was built; empty if it was up to date. */
  readonly reasons: readonly string[];
}

/**
 * Builds the image of these files at `path` if it is out of date; creates its folder.
 * @throws Error when it cannot be written, or the reason of the abort; an older image then stays.
 */
export async function buildImage(
  path: string,
  files: readonly ImageFile[],
  options: WriteImageOptions,
): Promise<BuiltImage> {
  const parts = await imageParts(files, options);
  const reasons = await outOfDateReasons(path, () => Promise.resolve(parts));
  if (reasons.length > 0) {
    await mkdir(dirname(path), { recursive: true });
    await writeImage(path, files, options);
    await writeStamp(path, parts);
  }
  return { reasons };
}
