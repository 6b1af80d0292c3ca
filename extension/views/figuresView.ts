import * as vscode from 'vscode';
import type { DiscReadsContent, RamContent, TimelineContent } from '../../webviews/messages';
import { Disposables } from '../disposables';
import { PullChannel, type Pulled } from '../webview/pullChannel';
import { loadPage, type PageName } from '../webview/webviewPage';
import type { Figures } from './figures';

/** A part of the figures that a view pulls. */
interface PulledFigures<Content> extends Pulled<Content> {
  readonly onDidChange: vscode.Event<void>;
  viewOpened(): void;
}

/** What the Disc Reads view pulls. */
export function discReadsOf(figures: Figures): PulledFigures<DiscReadsContent> {
  return partOf(figures, () => figures.discReads());
}

/** What the RAM view pulls. */
export function ramOf(figures: Figures): PulledFigures<RamContent> {
  return partOf(figures, () => figures.ram());
}

/** What the Timeline view pulls. */
export function timelineOf(figures: Figures): PulledFigures<TimelineContent> {
  return partOf(figures, () => figures.timeline());
}

function partOf<Content>(figures: Figures, content: () => Content | undefined): PulledFigures<Content> {
  return {
    onDidChange: figures.onDidChange,
    viewOpened: () => figures.viewOpened(),
    get revision() {
      return figures.revision;
    },
    content,
  };
}

/** Registers the view of the manifest with the page's name. */
export function registerView<Content>(
  extensionUri: vscode.Uri,
  page: PageName,
  pulled: PulledFigures<Content>,
): vscode.Disposable {
  return vscode.window.registerWebviewViewProvider(
    `ps2ml.${page.name}`,
    new FiguresView(extensionUri, page, pulled),
  );
}

/** A view in the panel that shows something of `Figures`. Its page exists only while it is visible. */
class FiguresView<Content> implements vscode.WebviewViewProvider {
  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly page: PageName,
    private readonly pulled: PulledFigures<Content>,
  ) {}

  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view;
    const channel = new PullChannel(this.pulled, (message) => void webview.postMessage(message));
    const owned = new Disposables();
    owned.add(channel);
    owned.add(webview.onDidReceiveMessage((message: unknown) => channel.receive(message)));
    owned.add(this.pulled.onDidChange(() => channel.changed()));
    // The page is gone while the view is hidden, and so is its question.
    owned.add(
      view.onDidChangeVisibility(() => {
        if (!view.visible) channel.forget();
      }),
    );
    view.onDidDispose(() => owned.dispose());
    this.pulled.viewOpened();
    loadPage(webview, this.extensionUri, this.page);
  }
}
