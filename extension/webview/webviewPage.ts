import * as vscode from 'vscode';
import { pageHtml } from './pageHtml';

/** Commands that pages may link to. */
const linkableCommands = [
  'ps2ml.openSample',
  'ps2ml.stepSample',
  'ps2ml.chooseOrder',
  'ps2ml.chooseTokenizer',
  'ps2ml.reopenInHexEditor',
];

/** A page of webviews/: its folder's name and the title that screen readers announce. */
export interface PageName {
  readonly name: 'inspector' | 'tokenizer' | 'compare' | 'figures' | 'trace' | 'doctor' | 'television';
  readonly title: string;
  /** The one of its tabs that it shows. */
  readonly tab?: string;
}

/** Loads dist/webviews/NAME.{js,css} into a webview: no inline code, nothing from elsewhere. */
export function loadPage(webview: vscode.Webview, extensionUri: vscode.Uri, page: PageName): void {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webviews');
  webview.options = {
    enableScripts: true,
    enableForms: false,
    localResourceRoots: [folder],
    enableCommandUris: linkableCommands,
  };
  const uriOf = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
  webview.html = pageHtml({
    ...page,
    scriptUri: uriOf(`${page.name}.js`),
    styleUri: uriOf(`${page.name}.css`),
    cspSource: webview.cspSource,
    nonce: crypto.randomUUID().replaceAll('-', ''),
  });
}
