import type * as vscode from 'vscode';
import { tokensBytesOf } from '../../image/bootFiles';
import type { ModelConfig } from '../../model/model';
import type { PlanRequest } from '../../project/program/plan';
import type { Resolution } from '../../project/program/resolve';
import type { TokenizerChoice } from '../debug/tokenizerChoice';
import { fitsVocabulary } from '../../model/tokenizer/vocabulary';
import type { Platform } from '../platform';
import { openTokenizerAt } from '../tokenizer/openTokenizerAt';
import { fromLaunchPath } from '../uris';

/** Says how a model is planned, so that listing, views and inspector show the plan that a session executes. */
export class ModelPlans {
  constructor(
    private readonly platform: Platform,
    private readonly tokenizers: TokenizerChoice,
  ) {}

  /** What the plan of a model is made of. Never asks, and never fails for a tokenizer that cannot be read. */
  async requestOf(
    model: vscode.Uri,
    config: ModelConfig,
    { layout, ram, tokenizer }: Pick<Resolution, 'layout' | 'ram' | 'tokenizer'>,
  ): Promise<Required<PlanRequest>> {
    const path = tokenizer?.value ?? undefined;
    const tokensBytes = await this.tokensBytesOf(model, config, path).catch(() => 0);
    return { layout: layout.value, ram: ram.value, tokensBytes };
  }

  private async tokensBytesOf(
    model: vscode.Uri,
    config: ModelConfig,
    path: string | undefined,
  ): Promise<number> {
    const uri = path === undefined ? await this.tokenizers.used(model, config) : fromLaunchPath(path);
    if (uri === undefined) return 0;
    const tokenizer = await openTokenizerAt(this.platform, uri);
    return fitsVocabulary(tokenizer.vocabSize, config.vocabSize) ? tokensBytesOf(tokenizer) : 0;
  }
}
