import * as vscode from 'vscode';

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
  readonly name:
    'inspector' | 'tokenizer' | 'compare' | 'discReads' | 'ram' | 'timeline' | 'trace' | 'doctor';
  readonly title: string;
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
  const script = webview.asWebviewUri(vscode.Uri.joinPath(folder, `${page.name}.js`));
  const style = webview.asWebviewUri(vscode.Uri.joinPath(folder, `${page.name}.css`));
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    // The nonce is for an empty sheet by which the control library finds out how focus can be shown.
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  webview.html = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta property="csp-nonce" content="${nonce}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${page.title}</title>
    <link rel="stylesheet" href="${style.toString()}">
  </head>
  <body data-page="${page.name}">
    <script nonce="${nonce}" src="${script.toString()}"></script>
  </body>
</html>`;
}
