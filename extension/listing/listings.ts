import * as vscode from 'vscode';
import { openModel } from '../../model/openModel';
import type { ModelConfig } from '../../model/model';
import { compilePlan } from '../../model/plan/compile';
import { planOptionsOf, type DiscLayout } from '../../model/plan/discLayout';
import { renderListing } from '../../model/plan/listing';
import type { Plan } from '../../model/plan/plan';
import type { OpenPsntOptions } from '../../model/psnt/file';
import { layoutOf } from '../layout/modelLayout';
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

/** How a model is to be read and laid out; what is not given is as the settings say. */
export interface ListingOptions extends OpenPsntOptions {
  readonly layout?: DiscLayout;
}

/** Makes a model's listing and sees to it that its breakpoints are where they belong. */
export type ListingMaker = (model: vscode.Uri, options?: ListingOptions) => Promise<ModelListing>;

/**
 * Makes the listing of the model at `model`.
 * @throws Error whose message is a sentence for the user.
 */
export async function makeListing(
  platform: Platform,
  model: vscode.Uri,
  { layout: given, ...reading }: ListingOptions = orderOptions(model),
): Promise<ModelListing> {
  const layout = given ?? (await layoutOf(model));
  const file = await platform.openFile(model);
  try {
    const plan = compilePlan(await openModel(file.source, file.label, reading), planOptionsOf(layout));
    const { text } = renderListing(plan);
    const name = { model: model.toString(), hash: await listingHash(text) };
    return { uri: vscode.Uri.from(listingUriParts(name)), text, plan, config: plan.config };
  } finally {
    await file.close();
  }
}
