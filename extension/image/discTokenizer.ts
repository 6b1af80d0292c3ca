import type * as vscode from 'vscode';
import type { ModelConfig } from '../../model/model';
import { tokensName } from '../../image/bootFiles';
import { readTokens, type PrintedTokens } from '../../model/plan/tokensFile';
import { firstTokenizerOf, type AdjacentTokenizer } from '../../model/tokenizer/adjacent';
import { discTokenizerCandidates } from '../../model/tokenizer/onDisc';
import type { Platform } from '../platform';
import { fileNameOf } from '../uris';
import { lookIntoImage } from './imageFiles';
import { partsInImage, uriInImage } from './imageUri';

/**
 * The tokenizer of matching vocabulary on the image that holds the model; undefined for a model elsewhere.
 * @param dismiss receives the reason why a file does not fit.
 * @throws Error when the image cannot be read.
 */
export async function tokenizerOnDisc(
  platform: Platform,
  model: vscode.Uri,
  config: ModelConfig,
  dismiss: (dismissed: AdjacentTokenizer['dismissed'][number]) => void,
): Promise<vscode.Uri | undefined> {
  const parts = partsInImage(model);
  if (parts === undefined) return undefined;
  const { image, path } = parts;
  return lookIntoImage(platform, image, async (files, open) => {
    const listed = files.map((file) => ({ path: file.path, bytes: file.size }));
    const candidates = discTokenizerCandidates(path, config.vocabSize, listed);
    const byPath = new Map(files.map((file) => [file.path, file]));
    const { found, dismissed } = await firstTokenizerOf(
      { label: fileNameOf(model), config },
      candidates,
      (name) => {
        const file = byPath.get(name);
        if (file === undefined) throw new Error(`${fileNameOf(image)} does not contain ${name}.`);
        return Promise.resolve(open(file));
      },
    );
    dismissed.forEach(dismiss);
    return found && uriInImage(image, found.name);
  });
}

/**
 * What the console prints for each token of a model on an image, where TOKENS.BIN there says so.
 * @throws Error when the image or the file cannot be read.
 */
export async function printedTokensOnDisc(
  platform: Platform,
  model: vscode.Uri,
): Promise<PrintedTokens | undefined> {
  const image = partsInImage(model)?.image;
  if (image === undefined) return undefined;
  return lookIntoImage(platform, image, async (files, open) => {
    const file = files.find(({ path }) => path === tokensName);
    if (file === undefined) return undefined;
    return readTokens(open(file), `${tokensName} of ${fileNameOf(image)}`);
  });
}
