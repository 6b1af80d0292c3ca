import type { InspectorDocument } from '../inspector/inspectorDocument';
import { layoutOf } from '../layout/modelLayout';
import type { ListingMaker } from '../listing/listings';
import type { Figures } from './figures';

/** Shows the forecasts of the model in front, in the layout of its settings and linked to its listing. */
export class ShownModel {
  /** Counts what came to the front, so that a plan that is late does not replace a newer one. */
  private turn = 0;

  constructor(
    private readonly figures: Figures,
    private readonly listingOf: ListingMaker,
  ) {}

  async show({ uri, label, plan }: Pick<InspectorDocument, 'uri' | 'label' | 'plan'>): Promise<void> {
    const turn = ++this.turn;
    const { figures } = this;
    if (plan === undefined) {
      figures.showFile(label, undefined);
      return;
    }
    try {
      const listing = await this.listingOf(uri);
      if (turn === this.turn) figures.showFile(label, listing.plan, listing.uri, layoutOf(uri));
    } catch {
      // The inspector, or the settings, say what is wrong.
      if (turn === this.turn) figures.showFile(label, plan);
    }
  }
}
