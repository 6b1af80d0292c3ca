import * as vscode from 'vscode';
import { projectFileName } from '../../model/project/project';
import { Disposables } from '../disposables';
import type { InspectorDocument } from '../inspector/inspectorDocument';
import { layoutOf, layoutSetting } from '../layout/modelLayout';
import { orderOptions } from '../psntOrder';
import type { ListingMaker } from '../listing/listings';
import type { Figures } from './figures';

type Shown = Pick<InspectorDocument, 'uri' | 'label' | 'plan'>;

/** Shows the forecasts of the model in front, in the layout of its settings and linked to its listing. */
export class ShownModel implements vscode.Disposable {
  private readonly owned = new Disposables();
  private last: Shown | undefined;
  /** Counts what came to the front, so that a plan that is late does not replace a newer one. */
  private turn = 0;

  constructor(
    private readonly figures: Figures,
    private readonly listingOf: ListingMaker,
  ) {
    this.owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        const { last } = this;
        if (last !== undefined && event.affectsConfiguration(`ps2ml.${layoutSetting}`, last.uri))
          this.again();
      }),
    );
    const projects = this.owned.add(vscode.workspace.createFileSystemWatcher(`**/${projectFileName}`));
    for (const event of [projects.onDidChange, projects.onDidCreate, projects.onDidDelete])
      this.owned.add(event(() => this.again()));
  }

  dispose(): void {
    this.owned.dispose();
  }

  private again(): void {
    if (this.last !== undefined) void this.forecast(this.last);
  }

  /** A model has come to the front; a run of it that is shown stays. */
  async show(shown: Shown): Promise<void> {
    this.last = shown;
    const turn = ++this.turn;
    if ((await this.figures.keepsRunOf(shown.uri)) || turn !== this.turn) return;
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
      const layout = await layoutOf(uri);
      const listing = await this.listingOf(uri, { ...orderOptions(uri), layout });
      if (turn === this.turn) figures.showFile(label, listing.plan, listing.uri, layout);
    } catch {
      // The inspector, or the settings, say what is wrong.
      if (turn === this.turn) figures.showFile(label, plan);
    }
  }
}
