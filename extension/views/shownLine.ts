import * as vscode from 'vscode';
import type { Moment } from '../../model/trace/moment';
import { Disposables } from '../disposables';
import { listingScheme } from '../listing/listingUri';
import type { Figures } from './figures';
import { momentText } from './momentText';

/** Marks the place in the listing of the moment that the views show. */
export class ShownLine implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly mark = this.owned.add(
    vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
      overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.rangeHighlightForeground'),
      overviewRulerLane: vscode.OverviewRulerLane.Full,
      outline: '1px dashed',
      outlineColor: new vscode.ThemeColor('editor.rangeHighlightBorder'),
    }),
  );

  constructor(private readonly figures: Figures) {
    this.owned.add(figures.onDidChangeMoment((moment) => void this.show(moment)));
    this.owned.add(vscode.window.onDidChangeVisibleTextEditors(() => this.draw(this.shown)));
  }

  dispose(): void {
    this.owned.dispose();
  }

  private shown: Moment | undefined;

  private async show(moment: Moment | undefined): Promise<void> {
    this.shown = moment;
    const uri = this.figures.plan?.listing.uri;
    const isOpen = vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === uri);
    if (moment !== undefined && uri !== undefined && !isOpen) {
      // The listing of a missing model cannot be shown; the views can.
      await vscode.window
        .showTextDocument(vscode.Uri.parse(uri), { preserveFocus: true, preview: true })
        .then(undefined, () => undefined);
    }
    this.draw(moment);
  }

  private draw(moment: Moment | undefined): void {
    const { plan } = this.figures;
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.scheme !== listingScheme) continue;
      const isOurs = editor.document.uri.toString() === plan?.listing.uri;
      const line = moment?.operation === undefined ? undefined : plan?.operations[moment.operation]?.line;
      if (moment === undefined || plan === undefined || !isOurs || line === undefined) {
        editor.setDecorations(this.mark, []);
        continue;
      }
      const { range } = editor.document.lineAt(Math.min(line, editor.document.lineCount) - 1);
      const renderOptions = {
        after: {
          contentText: ` ← shown in the views: ${momentText(plan, moment)}`,
          color: new vscode.ThemeColor('editorCodeLens.foreground'),
        },
      };
      editor.setDecorations(this.mark, [{ range, renderOptions }]);
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }
}
