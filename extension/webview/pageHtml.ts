/** What the HTML of a page is made from; all of it the extension's own. */
interface PageParts {
  /** Folder of webviews/. */
  readonly name: string;
  /** What screen readers announce. */
  readonly title: string;
  /** The one of its tabs that the page shows. */
  readonly tab?: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** The source of the extension's files, in the words of the policy. */
  readonly cspSource: string;
  /** A text that nobody can know before. */
  readonly nonce: string;
}

/** The HTML of a page: one script and one style sheet, no inline code, nothing from elsewhere. */
export function pageHtml({ name, title, tab, scriptUri, styleUri, cspSource, nonce }: PageParts): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    // The nonce is for an empty sheet by which the control library finds out how focus can be shown.
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta property="csp-nonce" content="${nonce}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="stylesheet" href="${styleUri}">
  </head>
  <body data-page="${name}"${tab === undefined ? '' : ` data-tab="${tab}"`}>
    <script nonce="${nonce}" src="${scriptUri}"></script>
  </body>
</html>`;
}
