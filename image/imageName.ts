import type { ImageFile } from '../disc/imageBytes';
import type { ImageOptions } from '../disc/imageLayout';
import { contentHash, textHash } from '../model/contentHash';
import { weightsName } from './bootFiles';

/** The parts that an image is made from, each with a text that changes whenever the part changes. */
export type ImageParts = Readonly<Record<string, string>>;

/**
 * The parts of an image: its files and the settings of the medium.
 * @param files of `bootFiles` or `rawFiles`.
 */
export async function imageParts(files: readonly ImageFile[], options: ImageOptions): Promise<ImageParts> {
  const parts: Record<string, string> = {
    disc: `${options.discType} ${options.volume} ${options.lastFile ?? ''} ${options.placement ?? ''}`,
  };
  for (const { name, source } of files) {
    // WEIGHTS.BIN is not hashed again: PLAN.BIN carries its digest.
    const hash = name === weightsName ? '' : await contentHash(source);
    parts[name] = `${source.size} ${hash}`;
  }
  return parts;
}

/** A name for a disc by its content: 32 hexadecimal digits, the same for the same parts in the same order. */
export async function imageName(files: readonly ImageFile[], options: ImageOptions): Promise<string> {
  const parts = await imageParts(files, options);
  return (await textHash(JSON.stringify(parts))).slice(0, 32);
}
