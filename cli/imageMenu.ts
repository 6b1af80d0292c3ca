import { readWhole } from '../disc/readWhole';
import type { FileSource } from '../disc/node/fileSource';
import { fileOfImage, findFile, type Volume } from '../disc/volume';
import { sectorBytes } from '../disc/sector';
import { isInteractive } from '../model/plan/runFile';

/** The argument by which our program leaves out the menu of its disc. */
const withoutMenu = 'menu=no';

/** The arguments with which the program of an image runs by itself: none if the image has no menu. */
export async function wordsWithoutMenu(source: FileSource, volume: Volume): Promise<readonly string[]> {
  const file = findFile(volume, 'RUN.BIN');
  // What a truncated image lacks is reported when it boots.
  if (file === undefined || file.lba * sectorBytes + file.size > source.size) return [];
  const bytes = await readWhole(fileOfImage(source, file), 'RUN.BIN');
  return isInteractive(bytes) ? [withoutMenu] : [];
}
