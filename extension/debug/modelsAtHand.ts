import { fitsVocabulary } from '../../model/tokenizer/vocabulary';
import type { OtherModelFiles } from '../../project/program/program';
import type { Platform } from '../platform';
import type { ModelPlans } from '../project/modelPlans';
import { openTokenizerAt } from '../tokenizer/openTokenizerAt';
import { fileNameOf, fromLaunchPath, launchPath } from '../uris';
import { modelsOfWorkspace } from './modelChoice';
import type { TokenizerChoice } from './tokenizerChoice';

/** The models of the workspace, with the tokenizers that their sessions would use. */
export function modelsAtHand(
  platform: Platform,
  plans: ModelPlans,
  tokenizers: TokenizerChoice,
): OtherModelFiles {
  return {
    paths: async () => (await modelsOfWorkspace()).map(launchPath),
    tokenizer: async (path, { config }) => {
      const model = fromLaunchPath(path);
      const { answers, source } = await plans.resolved(model);
      const uri = await tokenizers.used(model, config, { tokenizer: answers.tokenizer, source });
      if (uri === undefined) return undefined;
      const tokenizer = await openTokenizerAt(platform, uri);
      return fitsVocabulary(tokenizer.vocabSize, config.vocabSize)
        ? { name: fileNameOf(uri), tokenizer }
        : undefined;
    },
  };
}
