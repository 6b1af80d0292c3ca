import { viewOf } from '../../common/littleEndian';
import { PagedSource } from '../../disc/pagedSource';
import type { ByteSource } from '../../disc/byteSource';
import { fileOfImage, type Volume, type VolumeFile } from '../../disc/volume';
import type { ModelConfig, Tensor } from '../../model/model';
import { PsntError } from '../../model/psnt/error';
import { magic } from '../../model/psnt/fields';
import { openPsnt, type OpenPsntOptions, type PsntFile } from '../../model/psnt/file';

/** A PSNT on a disc, whatever its file is called. */
export interface DiscModel {
  readonly file: VolumeFile;
  /** Present if it is known where each tensor is. */
  readonly body?: {
    readonly config: ModelConfig;
    readonly headerBytes: number;
    readonly tensors: readonly Tensor[];
    /** The tensor order with its variant. */
    readonly order: string;
  };
  /** Why it is not known, as a sentence that says what to do. */
  readonly problem?: string;
}

/** More models than a disc has; each is opened and looked at. */
const mostModels = 16;

/** Files that begin with the magic of a PSNT, read as such. @param wanted a tensor order to read them with */
export async function findDiscModels(
  image: ByteSource,
  volume: Volume,
  wanted: Pick<OpenPsntOptions, 'order'> = {},
): Promise<DiscModel[]> {
  const models: DiscModel[] = [];
  for (const file of await modelFilesOf(image, volume)) {
    if (models.length === mostModels) {
      const problem = `${file.path} and the models after it: only the first ${mostModels} models of a disc are read, so their reads are shown by file.`;
      models.push({ file, problem });
      break;
    }
    models.push(await readDiscModel(fileOfImage(image, file), file, wanted));
  }
  return models;
}

/** The files that begin with the magic of a PSNT, whatever they are called. */
export async function modelFilesOf(image: ByteSource, { files }: Volume): Promise<VolumeFile[]> {
  const found: VolumeFile[] = [];
  for (const file of files) {
    if (file.size < 4) continue;
    const start = await fileOfImage(image, file).read(0, 4);
    if (viewOf(start).getUint32(0, true) === magic) found.push(file);
  }
  return found;
}

async function readDiscModel(
  source: ByteSource,
  file: VolumeFile,
  wanted: Pick<OpenPsntOptions, 'order'>,
): Promise<DiscModel> {
  try {
    const opened = await openPsnt(source, file.path, { ...wanted, samples: new PagedSource(source) });
    if (opened.layout.ambiguous) return { file, problem: ambiguity(file, opened) };
    const { header, model, tensors, layout } = opened;
    const order = layout.variant ?? layout.order ?? '';
    return { file, body: { config: model.config, headerBytes: header.bytes, tensors, order } };
  } catch (error) {
    if (!(error instanceof PsntError)) throw error;
    return { file, problem: `${error.message} Its reads are shown by file.` };
  }
}

function ambiguity(file: VolumeFile, { layout }: PsntFile): string {
  return `${file.path}: more than one tensor order fits, ${layout.variant ?? 'unnamed'} and others, so its reads are shown by file: name the order with --order; ps2ml inspect of the .psnt lists those that fit.`;
}
