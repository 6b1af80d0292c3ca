import * as vscode from 'vscode';
import { openModel } from '../../model/openModel';
import type { ModelConfig } from '../../model/model';
import type { DiscLayout } from '../../model/plan/discLayout';
import { renderListing } from '../../model/plan/listing';
import type { Plan } from '../../model/plan/plan';
import { planOf } from '../../project/program/plan';
import type { ResolvedModel } from '../../project/program/resolveFile';
import type { Platform } from '../platform';
import type { ModelPlans } from '../project/modelPlans';
import type { Launched } from '../project/resolver';
import { listingHash, listingUriParts } from './listingUri';

/** The forward pass of a model as text, and what it was made from. */
export interface ModelListing {
  readonly uri: vscode.Uri;
  readonly text: string;
  readonly plan: Plan;
  readonly config: ModelConfig;
  readonly layout: DiscLayout;
  /** What holds for a run of it. */
  readonly resolved: ResolvedModel;
}

/** Makes a model's listing and sees to it that its breakpoints are where they belong. */
export type ListingMaker = (model: vscode.Uri, launch?: Launched) => Promise<ModelListing>;

/**
 * Makes the listing of the model at `model`.
 * @throws Error when it fails, with a message for the user.
 */
export async function makeListing(
  platform: Platform,
  plans: ModelPlans,
  model: vscode.Uri,
  launch?: Launched,
): Promise<ModelListing> {
  const resolved = await plans.resolved(model, launch);
  const { order } = resolved.answers;
  const file = await platform.openFile(model);
  try {
    const reading = order ? { order: order.value } : {};
    const opened = await openModel(file.source, file.label, reading);
    const request = await plans.requestOf(model, opened.config, resolved);
    const plan = planOf(opened, request);
    const { text } = renderListing(plan);
    const name = { model: model.toString(), hash: await listingHash(text) };
    const uri = vscode.Uri.from(listingUriParts(name));
    return { uri, text, plan, config: plan.config, layout: request.layout, resolved };
  } finally {
    await file.close();
  }
}
