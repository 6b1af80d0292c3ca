import type * as vscode from 'vscode';
import type { ModelConfig } from '../../model/model';
import type { Vocabulary } from '../../model/inspect/tokens';
import { tokensName } from '../../image/bootFiles';
import type { PrintedTokens } from '../../model/plan/tokensFile';
import type { KnownTokenizer, TokenizerAnswer, TokenizerChoice } from '../debug/tokenizerChoice';
import { errorText } from '../../common/errorText';
import { printedTokensOnDisc } from '../image/discTokenizer';
import { partsInImage } from '../image/imageUri';
import type { Platform } from '../platform';
import { fitsVocabulary } from '../../model/tokenizer/vocabulary';
import { openTokenizerAt } from '../tokenizer/openTokenizerAt';
import { fileNameOf } from '../uris';

/** A model's tokenizer, and where it came from. */
export interface ModelTokenizer {
  /** Its file's name. */
  readonly name: string;
  /** Where it is: `on disc.iso`. */
  readonly from: string;
  /** How it compares with the tokenizer data on the disc, in one sentence. */
  readonly remark?: string;
  readonly tokenizer: Vocabulary;
}

/**
 * The tokenizer of a model. A disc of PS2 ML holds TOKENS.BIN: what the console prints for each token, and nothing of
 * how a text is cut into tokens. A tokenizer that prints the same therefore says more, and one that does not is not
 * the one that the disc was made with.
 * @param answer what the resolver says about it
 * @throws Error when the tokenizer that was found cannot be read.
 */
export async function tokenizerOf(
  platform: Platform,
  choice: TokenizerChoice,
  model: vscode.Uri,
  config: ModelConfig,
  answer: TokenizerAnswer,
): Promise<ModelTokenizer | undefined> {
  const image = partsInImage(model)?.image;
  const imageName = image && fileNameOf(image);
  const { printed, problem } = await printedTokens(platform, model, config);
  const known = await choice.known(model, config, answer);
  const onDisc = `on ${imageName ?? ''}`;
  if (known === undefined) return printed && { name: tokensName, from: onDisc, tokenizer: printed };
  const tokenizer = await openTokenizerAt(platform, known.uri);
  const name = fileNameOf(known.uri);
  const found = { name, from: placeOf(known, imageName), tokenizer };
  if (printed === undefined) return { ...found, ...(problem !== undefined && { remark: problem }) };
  const difference = printed.differsFrom(tokenizer);
  if (difference === undefined)
    return { ...found, remark: `${tokensName} ${onDisc} has the same text for every token.` };
  const differs = `has a different text for token ${difference}`;
  if (known.found !== 'beside') return { ...found, remark: `${tokensName} ${onDisc} ${differs}.` };
  const remark = `${name} next to the image ${differs}, so the disc was built with another tokenizer.`;
  return { name: tokensName, from: onDisc, remark, tokenizer: printed };
}

/** TOKENS.BIN next to the model on its disc; absent when it belongs to another model, with the problem when it cannot be read. */
async function printedTokens(
  platform: Platform,
  model: vscode.Uri,
  { vocabSize }: ModelConfig,
): Promise<{ readonly printed?: PrintedTokens; readonly problem?: string }> {
  try {
    const printed = await printedTokensOnDisc(platform, model);
    return printed !== undefined && fitsVocabulary(printed.vocabSize, vocabSize) ? { printed } : {};
  } catch (error) {
    return { problem: errorText(error) };
  }
}

function placeOf({ found }: KnownTokenizer, imageName: string | undefined): string {
  if (found === 'project') return 'named by ps2ml.json';
  if (found === 'chosen') return 'chosen for this model';
  if (found === 'on disc') return `on ${imageName ?? ''}`;
  return imageName === undefined ? 'next to the model' : `next to ${imageName}`;
}
