import { basename } from 'node:path';
import { errorText } from '../common/errorText';
import type { ModelsAtHand } from '../debug-adapter/mailbox/described/model';
import { crcOf } from '../debug-adapter/mailbox/described/modelCrc';
import type { ByteSource } from '../disc/byteSource';
import type { FileSource } from '../disc/node/fileSource';
import { fileOfImage, findFile, type Volume } from '../disc/volume';
import { rawModelName } from '../image/bootFiles';
import type { Model } from '../model/model';
import { openTokenizerFile } from '../model/node/tokenizerFile';
import { openModel } from '../model/openModel';
import type { OpenPsntOptions } from '../model/psnt/file';
import { adjacentTokenizer, modelsBeside, openFile } from '../project/program/node/files';
import { OtherModels } from '../project/program/otherModels';
import type { NamedTokenizer } from '../project/program/program';
import type { Io } from './io';

/** The image whose program is run, and what the call says of it. */
interface Image {
  readonly path: string;
  readonly source: FileSource;
  readonly volume: Volume;
  readonly order: Pick<OpenPsntOptions, 'order'>;
  readonly tokenizer?: string;
  readonly io: Io;
}

/** The models that a program of the user's own may run. */
export interface ImageModels {
  readonly atHand: ModelsAtHand;
  close(): Promise<void>;
}

/** The model on the disc, and the `.psnt` files next to the image, with their tokenizers. @throws Error when the tokenizer of the call does not fit. */
export async function modelsOfImage(image: Image): Promise<ImageModels> {
  const { path, tokenizer } = image;
  const model = await modelOn(image);
  const named = model && (await tokenizerOf(image, model));
  const own = model && {
    model,
    ...(named && { tokenizer: named.tokenizer, tokenizerName: named.name }),
  };
  const others = new OtherModels(
    {
      openFile,
      others: {
        paths: (program) => modelsBeside.paths(program),
        tokenizer: (at, other) =>
          tokenizer === undefined ? modelsBeside.tokenizer(at, other) : tokenizerAt(tokenizer, other),
      },
    },
    path,
  );
  return { atHand: { own, others }, close: () => others.close() };
}

/** The model that a program of the user's own reads; undefined when there is none that can be read. */
async function modelOn({ source, volume, order, io }: Image): Promise<Model | undefined> {
  const file = findFile(volume, rawModelName);
  if (!file) return undefined;
  try {
    return await openModel(fileOfImage(source, file), rawModelName, order);
  } catch (error) {
    io.err(`${errorText(error)}\n`);
    return undefined;
  }
}

/** The tokenizer that the call names; else that of the model's own file, if it is next to the image; else the image's. */
async function tokenizerOf(
  { path, tokenizer, io }: Image,
  model: Model,
): Promise<NamedTokenizer | undefined> {
  if (tokenizer !== undefined) return tokenizerAt(tokenizer, model);
  try {
    for (const file of await modelsBeside.paths(path)) {
      if (!(await isSame(file, model.source))) continue;
      const found = await modelsBeside.tokenizer(file, model);
      if (found) return found;
    }
    return (await adjacentTokenizer(path, model)).found;
  } catch (error) {
    io.err(`${errorText(error)}\n`);
    return undefined;
  }
}

async function tokenizerAt(path: string, model: Model): Promise<NamedTokenizer> {
  return { name: basename(path), tokenizer: await openTokenizerFile(path, model) };
}

/** Whether a file has these bytes. */
async function isSame(path: string, source: ByteSource): Promise<boolean> {
  const file = await openFile(path);
  try {
    if (file.source.size !== source.size) return false;
    const crc = await crcOf(source);
    return crc !== undefined && crc === (await crcOf(file.source));
  } finally {
    await file.close();
  }
}
