import { layoutOf } from './shownModel';
import * as vscode from 'vscode';
import type { FiguresTab, LinkTarget, RevealArgument } from '../../webviews/messages/figures';
import { isRecord } from '../../common/guards';
import { operationLine, operationOfLine } from '../../model/trace/operationLine';
import type { SessionPlan } from '../../model/trace/session';
import { parseListingUri } from '../listing/listingUri';
import type { ListingMaker } from '../listing/listings';
import { sessionPlanOf } from '../../debug-adapter/session/sessionPlan';
import { renderListing } from '../../model/plan/listing';
import { forecast } from '../../targets/provenance';
import { fileNameOf } from '../uris';
import type { Figures } from './figures';
import { isFiguresTab } from './figuresTabs';
import type { LinePlace } from './showIn';
import { showTab } from './showTab';

/** What the commands ps2ml.reveal… take: a model's URI, and what is meant of it. */
interface ModelPlace extends LinkTarget {
  readonly uri: string;
}

/** Leads from one place to the others that are about the same: views, listing, inspector, bytes. */
export class Links {
  constructor(
    private readonly figures: Figures,
    private readonly listingOf: ListingMaker,
    private readonly rangeOf: (
      model: vscode.Uri,
      matrix: string,
    ) => Promise<{ readonly offset: number; readonly bytes: number }>,
  ) {}

  /** Follows a link of a view. @throws Error when the link leads nowhere. */
  async follow({ place, target }: RevealArgument): Promise<void> {
    if (isFiguresTab(place)) {
      await showTab(this.figures, place, target);
      return;
    }
    const { model } = this.figures;
    if (model === undefined) {
      throw new Error(
        'The location of this model is unknown. Open the model to go to its listing and bytes.',
      );
    }
    if (place === 'listing') await this.showOperation(model, target);
    else await this.showInFile(place, model, target.matrix ?? this.matrixOf(target.operation));
  }

  /**
   * `ps2ml.showIn`: the matrix or operation of the line under the cursor, in another place.
   * @throws Error when the line belongs to no operation.
   */
  async followLine(place: LinePlace): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const listing = editor && parseListingUri(editor.document.uri);
    if (editor === undefined || listing === undefined) {
      throw new Error('Place the cursor on a line of a forward pass first.');
    }
    const model = vscode.Uri.parse(listing.model, true);
    const { plan } = await this.planOf(model);
    const text = editor.document.lineAt(editor.selection.active.line).text;
    const operation = operationOfLine(plan, text);
    if (operation === undefined) {
      throw new Error(
        `"${text.trim()}" is not an operation. Place the cursor on a line that starts with an operation id.`,
      );
    }
    const index = plan.operations[operation]?.matrix;
    const matrix = index === undefined ? undefined : plan.matrices[index]?.name;
    if (place === 'inspector' || place === 'bytes') await this.showInFile(place, model, matrix);
    else await this.showModelIn(place, model, { operation, ...(matrix !== undefined && { matrix }) });
  }

  /** `ps2ml.revealOperation`: the line of an operation, or of the first one that uses a matrix. */
  async revealOperation(argument: unknown): Promise<void> {
    const place = placeOf(argument);
    await this.showOperation(vscode.Uri.parse(place.uri, true), place);
  }

  /** `ps2ml.revealInDisc` and the like. */
  async revealIn(tab: FiguresTab, argument: unknown): Promise<void> {
    const place = placeOf(argument);
    await this.showModelIn(tab, vscode.Uri.parse(place.uri, true), place);
  }

  /** @throws Error when the views show a run of another model. */
  private async showModelIn(tab: FiguresTab, model: vscode.Uri, target: LinkTarget): Promise<void> {
    const isShown = (): boolean => this.figures.model?.toString() === model.toString();
    if (!isShown()) {
      const listing = await this.listingOf(model);
      this.figures.showFile(fileNameOf(model), listing.plan, listing.uri, layoutOf(listing));
    }
    if (!isShown()) {
      throw new Error(
        `The views show a session of ${this.figures.plan?.model ?? 'another model'}. End it to see ${fileNameOf(model)}.`,
      );
    }
    await showTab(this.figures, tab, target);
  }

  /** Shows a matrix in the model's inspector, or its bytes there. @throws Error when there is no matrix. */
  private async showInFile(
    place: 'inspector' | 'bytes',
    model: vscode.Uri,
    matrix: string | undefined,
  ): Promise<void> {
    if (matrix === undefined) throw new Error('No bytes to show: this line uses no matrix.');
    if (place === 'bytes') await this.showBytes(model, matrix);
    else await vscode.commands.executeCommand('ps2ml.revealMatrix', { uri: model.toString(), matrix });
  }

  /** The bytes of a matrix in the model's file, scales and values. */
  private async showBytes(model: vscode.Uri, matrix: string): Promise<void> {
    const { offset, bytes } = await this.rangeOf(model, matrix);
    await vscode.commands.executeCommand('ps2ml.revealBytes', {
      uri: model.toString(),
      offset,
      length: bytes,
    });
  }

  private async showOperation(model: vscode.Uri, target: LinkTarget): Promise<void> {
    if (this.figures.plan?.modelPath !== undefined)
      throw new Error(
        'The program reported these operations itself. Their listing opens from the call stack of its session.',
      );
    const { uri, plan } = await this.planOf(model);
    const line = operationLine(plan, target);
    const place = new vscode.Position((line ?? 1) - 1, 0);
    await vscode.window.showTextDocument(uri, {
      preview: false,
      selection: new vscode.Range(place, place),
    });
  }

  /** The listing of the session that is shown, else the one that the model has by the settings. */
  private async planOf(model: vscode.Uri): Promise<{ readonly uri: vscode.Uri; readonly plan: SessionPlan }> {
    const { plan, model: shown } = this.figures;
    if (plan?.listing.uri !== undefined && shown?.toString() === model.toString()) {
      return { uri: vscode.Uri.parse(plan.listing.uri), plan };
    }
    const made = await this.listingOf(model);
    return { uri: made.uri, plan: sessionPlanOf(made.plan, renderListing(made.plan), {}, forecast) };
  }

  private matrixOf(operation: number | undefined): string | undefined {
    const { plan } = this.figures;
    const index = operation === undefined ? undefined : plan?.operations[operation]?.matrix;
    return index === undefined ? undefined : plan?.matrices[index]?.name;
  }
}

/** @throws TypeError when a caller gave something else. */
function placeOf(value: unknown): ModelPlace {
  const given = isRecord(value) ? value : {};
  const { uri, matrix, operation, pass } = given;
  if (typeof uri !== 'string') {
    throw new TypeError('Expected { uri, matrix?, operation?, pass? }, with the URI of a model file.');
  }
  return {
    uri,
    ...(typeof matrix === 'string' && { matrix }),
    ...(typeof operation === 'number' && { operation }),
    ...(typeof pass === 'number' && { pass }),
  };
}
