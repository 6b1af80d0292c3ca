import * as vscode from 'vscode';
import { openModel } from '../../model/openModel';
import type { ModelConfig } from '../../model/model';
import { compilePlan } from '../../model/plan/compile';
import { renderListing } from '../../model/plan/listing';
import type { Plan } from '../../model/plan/plan';
import type { OpenPsntOptions } from '../../model/psnt/file';
import type { Platform } from '../platform';
import { orderOptions } from '../psntOrder';
import { listingHash, listingUriParts } from './listingUri';

/** The forward pass of a model as text, and what it was made from. */
export interface ModelListing {
  readonly uri: vscode.Uri;
  readonly text: string;
  readonly plan: Plan;
  readonly config: ModelConfig;
}

/** Makes a model's listing and sees to it that its breakpoints are where they belong. */
export type ListingMaker = (model: vscode.Uri, options?: OpenPsntOptions) => Promise<ModelListing>;

/**
 * Makes the listing of the model at `model`.
 * @param options how to read a PSNT: as the settings say when not given.
 * @throws Error whose message is a sentence for the user.
 */
export async function makeListing(
  platform: Platform,
  model: vscode.Uri,
  options: OpenPsntOptions = orderOptions(model),
): Promise<ModelListing> {
  const file = await platform.openFile(model);
  try {
    const plan = compilePlan(await openModel(file.source, file.label, options));
    const { text } = renderListing(plan);
    const name = { model: model.toString(), hash: await listingHash(text) };
    return { uri: vscode.Uri.from(listingUriParts(name)), text, plan, config: plan.config };
  } finally {
    await file.close();
  }
}
