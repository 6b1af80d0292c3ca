import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import type { TraceStore } from '../traceStore';
import type { Figures } from './figures';

/** Interval of the mark while a program runs. A step that ends sooner shows no mark. */
const lookMs = 400;

/** Marks the operation in the listing that a running program has reached, so that a long step shows where it is. */
export class RunningLine implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly mark = this.owned.add(
    vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor('editor.lineHighlightBackground'),
      overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.rangeHighlightForeground'),
      overviewRulerLane: vscode.OverviewRulerLane.Full,
    }),
  );
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly figures: Figures) {
    this.owned.add(figures.onDidChange(() => this.follow()));
    this.owned.add({ dispose: () => this.stop() });
  }

  dispose(): void {
    this.owned.dispose();
  }

  private follow(): void {
    if (this.figures.run?.state !== 'running') this.stop();
    else this.timer ??= setInterval(() => this.draw(this.figures.run), lookMs);
  }

  private stop(): void {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.draw(undefined);
  }

  private draw(run: TraceStore | undefined): void {
    const reached = run?.reached;
    const line = reached && run.plan.operations[reached.operation]?.line;
    for (const editor of vscode.window.visibleTextEditors) {
      if (line === undefined || editor.document.uri.toString() !== run?.plan.listing.uri) {
        editor.setDecorations(this.mark, []);
        continue;
      }
      const { range } = editor.document.lineAt(Math.min(line, editor.document.lineCount) - 1);
      const contentText = ` ← running, pass ${reached?.pass}`;
      const color = new vscode.ThemeColor('editorCodeLens.foreground');
      editor.setDecorations(this.mark, [{ range, renderOptions: { after: { contentText, color } } }]);
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }
}
