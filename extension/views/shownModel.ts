import { originText } from '../../project/program/origins';
import type * as vscode from 'vscode';
import { Disposables } from '../disposables';
import type { InspectorDocument } from '../inspector/inspectorDocument';
import { onPlanningChange } from '../project/resolutionWatch';
import type { SessionPlan } from '../../model/trace/session';
import type { ListingMaker, ModelListing } from '../listing/listings';
import type { Figures } from './figures';

type Shown = Pick<InspectorDocument, 'uri' | 'label' | 'plan'>;

/** Shows the forecasts of the model in front, in the layout of its settings and linked to its listing. */
export class ShownModel implements vscode.Disposable {
  private readonly owned = new Disposables();
  private last: Shown | undefined;
  /** Counts the forecasts, so that one that is late does not replace a newer one. */
  private turn = 0;
  /** Counts what came to the front, so that only the last of it is shown. */
  private showing = 0;

  constructor(
    private readonly figures: Figures,
    private readonly listingOf: ListingMaker,
  ) {
    this.owned.add(
      onPlanningChange(
        () => this.last?.uri,
        () => this.again(),
      ),
    );
  }

  dispose(): void {
    this.owned.dispose();
  }

  private again(): void {
    if (this.last !== undefined) void this.forecast(this.last);
  }

  /** A model has come to the front; a run of it that is shown stays. */
  async show(shown: Shown): Promise<void> {
    // A forecast of this model in another layout may be on its way, and stays.
    if (this.last?.uri.toString() !== shown.uri.toString()) this.turn++;
    this.last = shown;
    const showing = ++this.showing;
    if ((await this.figures.keepsRunOf(shown.uri)) || showing !== this.showing) return;
    await this.forecast(shown);
  }

  private async forecast(shown: Shown): Promise<void> {
    const { uri, label, plan } = shown;
    const turn = ++this.turn;
    const { figures } = this;
    if (plan === undefined) {
      figures.showFile(label, undefined);
      return;
    }
    try {
      const listing = await this.listingOf(uri);
      if (turn === this.turn) figures.showFile(label, listing.plan, listing.uri, layoutOf(listing));
    } catch {
      // The inspector or the settings show the problem.
      if (turn === this.turn) figures.showFile(label, plan);
    }
  }
}

/** The layout of a listing and where it comes from, as the views show them. */
export function layoutOf({ layout, resolved }: ModelListing): Pick<SessionPlan, 'layout' | 'layoutFrom'> {
  return { layout, layoutFrom: originText(resolved.answers.layout.from) };
}
