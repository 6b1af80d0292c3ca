import * as vscode from 'vscode';
import type { OpenFile } from '../../project/program/program';
import { SliceSource, type ByteSource } from '../../disc/byteSource';
import { fileOfImage, findFile, readVolume, type Volume, type VolumeFile } from '../../disc/volume';
import { modelFilesOf } from '../../image/contents/discModels';
import type { ImagePlace } from '../../webviews/messages/inspector';
import { errorText } from '../../common/errorText';
import type { Platform } from '../platform';
import { fileNameOf } from '../uris';
import { partsInImage } from './imageUri';

/** An open file on a disc image, and where it is on the image. */
interface FileInImage {
  readonly file: OpenFile;
  readonly place: ImagePlace;
}

/** The same platform, which also opens files on disc images. */
export function withImages(platform: Platform): Platform {
  return {
    ...platform,
    openFile: async (uri) => (await openInImage(platform, uri))?.file ?? platform.openFile(uri),
  };
}

/**
 * Opens a file on an image; undefined for a URI of another kind.
 * @throws Error when the image does not contain the file.
 */
export async function openInImage(platform: Platform, uri: vscode.Uri): Promise<FileInImage | undefined> {
  const parts = partsInImage(uri);
  if (parts === undefined) return undefined;
  const { image, path } = parts;
  const opened = await platform.openFile(image);
  try {
    const found = findFile(await volumeOf(opened), path);
    if (found === undefined) throw new Error(`${opened.label} does not contain ${path}.`);
    return {
      file: {
        label: fileNameOf(uri),
        source: fileOfImage(opened.source, found),
        close: () => opened.close(),
      },
      place: placeOf(opened.label, found),
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/**
 * Looks at the files of an image.
 * @param look is given them, and what opens one; the image is closed when it ends.
 * @throws Error when it is not a disc image.
 */
export async function lookIntoImage<Result>(
  platform: Platform,
  image: vscode.Uri,
  look: (files: readonly VolumeFile[], open: (file: VolumeFile) => ByteSource) => Promise<Result>,
): Promise<Result> {
  const opened = await platform.openFile(image);
  try {
    return await look((await volumeOf(opened)).files, (file) => fileOfImage(opened.source, file));
  } finally {
    await opened.close();
  }
}

/** The PSNT files on an image. @throws Error when it is not a disc image. */
export async function modelsInImage(platform: Platform, image: vscode.Uri): Promise<VolumeFile[]> {
  const opened = await platform.openFile(image);
  try {
    return await modelFilesOf(opened.source, await volumeOf(opened));
  } finally {
    await opened.close();
  }
}

/** @throws Error that names the image when it is not a disc image. */
async function volumeOf({ label, source }: OpenFile): Promise<Volume> {
  try {
    return await readVolume(source);
  } catch (error) {
    throw new Error(`${label}: ${errorText(error)}`, { cause: error });
  }
}

/** How much of two files is compared before they are taken for the same. */
const sameBytes = 4096;

/**
 * Where an image holds a file like `source`: as large, with the same beginning and end.
 * @throws Error when it is not a disc image.
 */
export function placeInImage(
  platform: Platform,
  image: vscode.Uri,
  source: ByteSource,
): Promise<ImagePlace | undefined> {
  return lookIntoImage(platform, image, async (files, open) => {
    for (const file of files) {
      if (file.size !== source.size) continue;
      if (await haveSameEnds(open(file), source)) return placeOf(fileNameOf(image), file);
    }
    return undefined;
  });
}

async function haveSameEnds(a: ByteSource, b: ByteSource): Promise<boolean> {
  const length = Math.min(sameBytes, a.size);
  for (const start of [0, a.size - length]) {
    const first = await new SliceSource(a, start, length).read(0, length);
    const second = await b.read(start, length);
    if (first.some((byte, i) => byte !== second[i])) return false;
  }
  return true;
}

const placeOf = (name: string, { path, lba }: VolumeFile): ImagePlace => ({ name, path, lba });
