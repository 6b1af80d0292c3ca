import { lstat, mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { planImageOf, type ImageFile } from '../../disc/imageBytes';
import type { ImageOptions } from '../../disc/imageLayout';
import { sweepTemporaries, writeFileAtomically } from '../../disc/node/atomicFile';
import { FileSource } from '../../disc/node/fileSource';
import { contentHash } from '../../model/contentHash';
import { writeImage, type WriteImageOptions } from '../../disc/node/imageWriter';
import { sectorBytes } from '../../disc/sector';
import { imageName } from '../imageName';

/** Number of images that are kept, the last used ones. */
const kept = 4;
const imagePattern = /^[0-9a-f]{32}\.iso$/;

/** An image in the folder. */
interface StoredImage {
  readonly path: string;
  /** It existed already. */
  readonly isReused: boolean;
}

/** Disc images by content: an image is built once and used again; the oldest are removed. */
export class ImageFolder {
  /** @param folder is created if it is missing, for this user only. */
  constructor(readonly folder: string) {}

  /**
   * The image of these files, built if it is missing.
   * @throws Error when it cannot be written, or the reason of the abort; then no file is left.
   */
  async imageOf(
    files: readonly ImageFile[],
    options: ImageOptions & Pick<WriteImageOptions, 'onProgress' | 'signal'>,
  ): Promise<StoredImage> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, `${await imageName(files, options)}.iso`);
    await sweepTemporaries(this.folder);
    const isReused = await this.isWhole(path, files, options);
    if (isReused) await utimes(path, new Date(), new Date());
    else {
      // What is not a file, such as a link, is replaced and never followed.
      await this.discard({ path });
      await writeImage(path, files, options);
      const hash = new TextEncoder().encode(await hashOf(path, options.signal));
      await writeFileAtomically(hashFile(path), (file) => file.write(hash));
    }
    await this.evict(path);
    return { path, isReused };
  }

  /** Removes a faulty image. */
  async discard({ path }: Pick<StoredImage, 'path'>): Promise<void> {
    for (const file of [path, hashFile(path)]) await rm(file, { force: true, recursive: true });
  }

  /** Whether an image is as it was written, to the byte. */
  private async isWhole(
    path: string,
    files: readonly ImageFile[],
    options: ImageOptions & Pick<WriteImageOptions, 'signal'>,
  ): Promise<boolean> {
    const found = await lstat(path).catch(() => undefined);
    if (found?.isFile() !== true || found.size !== planImageOf(files, options).sectors * sectorBytes)
      return false;
    const [isHash, hash] = await Promise.all([
      lstat(hashFile(path)).then((file) => file.isFile()),
      readFile(hashFile(path), 'utf8'),
    ]).catch(() => [false, ''] as const);
    return isHash && hash === (await hashOf(path, options.signal));
  }

  private async evict(present: string): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => imagePattern.test(name));
    const paths = names.map((name) => join(this.folder, name)).filter((path) => path !== present);
    const used = await Promise.all(paths.map(async (path) => ({ path, time: await lastUse(path) })));
    used.sort((a, b) => b.time - a.time);
    // An image in use may not be removable; a later call removes it.
    for (const image of used.slice(kept - 1)) await this.discard(image).catch(() => undefined);
  }
}

const hashFile = (path: string): string => path.replace(/\.iso$/, '.sha256');

async function hashOf(path: string, signal: AbortSignal | undefined): Promise<string> {
  const source = await FileSource.open(path);
  try {
    return await contentHash(source, signal);
  } finally {
    await source.close();
  }
}

async function lastUse(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
