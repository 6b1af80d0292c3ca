import type * as vscode from 'vscode';
import { tokensBytesOf } from '../../image/bootFiles';
import type { ModelConfig } from '../../model/model';
import { planRequestOf, type PlanAnswers, type PlanRequest } from '../../project/program/plan';
import { tieText } from '../../project/program/origins';
import type { Origin, Resolution } from '../../project/program/resolve';
import type { ResolvedModel } from '../../project/program/resolveFile';
import type { TokenizerChoice } from '../debug/tokenizerChoice';
import { fitsVocabulary } from '../../model/tokenizer/vocabulary';
import type { Platform } from '../platform';
import { openTokenizerAt } from '../tokenizer/openTokenizerAt';
import { resolved, type Launched, type Memory } from './resolver';

/** What a model's plan is made of. */
export interface Planned extends Pick<ResolvedModel, 'source' | 'project'> {
  readonly answers: PlanAnswers & Pick<Resolution, 'order' | 'tokenizer'>;
}

/** Says how a model is planned, so that listing, views and inspector show the plan that a session executes. */
export class ModelPlans {
  constructor(
    private readonly platform: Platform,
    private readonly tokenizers: TokenizerChoice,
    private readonly memory: Memory,
  ) {}

  /** What holds for a model, with what is remembered for it. @throws Error when a setting is invalid. */
  resolved(model: vscode.Uri, launch?: Launched): Promise<ResolvedModel> {
    return resolved(model, this.memory, launch);
  }

  /** What the plan of a model is made of. Never asks, and never fails for a tokenizer that cannot be read. */
  async requestOf(
    model: vscode.Uri,
    config: ModelConfig,
    planned: Planned,
  ): Promise<Required<PlanRequest> & { readonly layoutFrom: Origin; readonly tie?: string }> {
    const tokensBytes = await this.tokensBytesOf(model, config, planned).catch(() => 0);
    const { answers, project } = planned;
    const tie = project && tieText(project);
    const request = { ...planRequestOf(answers, tokensBytes), layoutFrom: answers.layout.from };
    return tie === undefined ? request : { ...request, tie };
  }

  private async tokensBytesOf(
    model: vscode.Uri,
    config: ModelConfig,
    { answers, source }: Planned,
  ): Promise<number> {
    const uri = await this.tokenizers.used(model, config, { tokenizer: answers.tokenizer, source });
    if (uri === undefined) return 0;
    const tokenizer = await openTokenizerAt(this.platform, uri);
    return fitsVocabulary(tokenizer.vocabSize, config.vocabSize) ? tokensBytesOf(tokenizer) : 0;
  }
}
