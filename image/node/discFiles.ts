import type { ImageFile } from '../../disc/imageBytes';
import { FileSource } from '../../disc/node/fileSource';
import { bootFiles, rawFiles, type BootContents, type RawContents } from '../bootFiles';
import { defaultDisc, type DiscSettings } from '../discSettings';
import type { RunSettings } from '../../model/plan/runSettings';
import type { DigestProgress } from '../../model/plan/weightsFile';

/**
 * Gives the files of a program's disc to `use`; the additional files stay open meanwhile.
 * @param elf the program for the console.
 * @throws Error when a file cannot be opened, or the reason of the abort.
 */
export async function withDiscFiles<T>(
  {
    model,
    plan,
    tokenizer,
    disc = defaultDisc,
  }: Pick<BootContents, 'model' | 'plan' | 'tokenizer'> & { readonly disc?: DiscSettings },
  run: RunSettings,
  elf: Uint8Array,
  progress: DigestProgress,
  use: (files: readonly ImageFile[]) => Promise<T>,
): Promise<T> {
  return withExtraFiles(disc, async (extra) => {
    if (disc.reads === 'psnt')
      return use(rawFiles({ elf, ...bootOptionsOf(disc), extra, psnt: model.source }));
    const contents = {
      model,
      plan,
      run,
      elf,
      ...bootOptionsOf(disc),
      extra,
      ...(tokenizer && { tokenizer }),
    };
    return use(await bootFiles(contents, progress));
  });
}

/** The settings of a disc for the console that boots it. */
export function bootOptionsOf({ code, region }: DiscSettings): Pick<RawContents, 'serial' | 'videoMode'> {
  return { serial: code, videoMode: region === 'pal' ? 'PAL' : 'NTSC' };
}

/** Opens the additional files of a disc while `use` runs. */
export async function withExtraFiles<T>(
  { files }: DiscSettings,
  use: (extra: readonly ImageFile[]) => Promise<T>,
): Promise<T> {
  const opened: { readonly name: string; readonly source: FileSource }[] = [];
  try {
    for (const { file, name } of files) opened.push({ name, source: await FileSource.open(file) });
    return await use(opened);
  } finally {
    for (const { source } of opened) await source.close();
  }
}
