import * as vscode from 'vscode';
import type { DiscReadsContent } from '../../webviews/messages/discReads';
import type { RamContent } from '../../webviews/messages/ram';
import type { TimelineContent } from '../../webviews/messages/timeline';
import { Disposables } from '../disposables';
import type { RequestHandlers } from '../webview/requestServer';
import type { Figures } from './figures';
import { FiguresPageServer, type FiguresPage, type PulledFigures } from './figuresPage';

/** The pages that show figures, by name. */
export const figuresPages = ['discReads', 'ram', 'timeline'] as const;
export type FiguresPageName = (typeof figuresPages)[number];

/** The commands that open them as editors. */
const openCommands: Readonly<Record<FiguresPageName, string>> = {
  discReads: 'ps2ml.openDiscReads',
  ram: 'ps2ml.openRam',
  timeline: 'ps2ml.openTimeline',
};

const titles: Readonly<Record<FiguresPageName, string>> = {
  discReads: 'Disc Reads',
  ram: 'RAM',
  timeline: 'Timeline',
};

/** The page of a name over some figures. */
export function figuresPage(
  figures: Figures,
  name: FiguresPageName,
  handlers: RequestHandlers,
): FiguresPage<DiscReadsContent | RamContent | TimelineContent> {
  const content = (): DiscReadsContent | RamContent | TimelineContent | undefined => {
    switch (name) {
      case 'discReads':
        return figures.discReads();
      case 'ram':
        return figures.ram();
      case 'timeline':
        return figures.timeline();
    }
  };
  return { page: { name, title: titles[name] }, pulled: partOf(figures, content), handlers };
}

function partOf<Content>(figures: Figures, content: () => Content | undefined): PulledFigures<Content> {
  return {
    onDidChange: figures.onDidChange,
    viewOpened: () => figures.viewOpened(),
    get revision() {
      return figures.revision;
    },
    get label() {
      return figures.label;
    },
    content,
  };
}

/** Registers the page as the view of the manifest with its name, and as an editor that a command opens. */
export function registerFiguresPage<Content>(
  extensionUri: vscode.Uri,
  name: FiguresPageName,
  shown: FiguresPage<Content>,
): { dispose(): void } {
  const owned = new Disposables();
  const { title } = shown.page;
  owned.add(
    vscode.window.registerWebviewViewProvider(`ps2ml.${name}`, {
      resolveWebviewView: (view) => {
        const server = new FiguresPageServer(view.webview, extensionUri, shown);
        // A low panel has no room for it inside, and a collapsed view no inside.
        const describe = (): void => {
          const label = shown.pulled.label ?? '';
          if (view.description !== label) view.description = label;
        };
        const changes = shown.pulled.onDidChange(describe);
        describe();
        const visibility = view.onDidChangeVisibility(() => {
          if (!view.visible) server.hidden();
        });
        view.onDidDispose(() => {
          visibility.dispose();
          changes.dispose();
          server.dispose();
        });
      },
    }),
  );
  const viewType = `ps2ml.${name}.editor`;
  let panel: vscode.WebviewPanel | undefined;
  const serve = (opened: vscode.WebviewPanel): void => {
    panel = opened;
    opened.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.png');
    const server = new FiguresPageServer(opened.webview, extensionUri, shown);
    const visibility = opened.onDidChangeViewState(() => {
      if (!opened.visible) server.hidden();
    });
    opened.onDidDispose(() => {
      visibility.dispose();
      server.dispose();
      if (panel === opened) panel = undefined;
    });
  };
  owned.add(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (opened) => {
        serve(opened);
        return Promise.resolve();
      },
    }),
  );
  owned.add(
    vscode.commands.registerCommand(openCommands[name], () => {
      if (panel !== undefined) panel.reveal();
      else serve(vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active));
    }),
  );
  return { dispose: () => owned.dispose() };
}
