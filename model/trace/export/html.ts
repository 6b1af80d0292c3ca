/** Text escaped for HTML. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export type HtmlCell = string | number | undefined;

/** A table with a caption, a header row and rows; numbers are right-aligned. All cells are text. */
export function htmlTable(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly HtmlCell[])[],
): string {
  const cell = (value: HtmlCell): string =>
    typeof value === 'number'
      ? `<td class="number">${escapeHtml(formatNumber(value))}</td>`
      : `<td>${escapeHtml(value ?? '')}</td>`;
  // A heading is aligned like its column.
  const heading = (name: string, column: number): string => {
    const isNumber = rows.some((row) => typeof row[column] === 'number');
    return `<th scope="col"${isNumber ? ' class="number"' : ''}>${escapeHtml(name)}</th>`;
  };
  return [
    `<div class="wide" role="region" tabindex="0" aria-label="${escapeHtml(caption)}">`,
    '<table>',
    `<caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${head.map(heading).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`),
    '</tbody></table></div>',
  ].join('\n');
}

/** Whole numbers as they are, others with two digits. */
const formatNumber = (value: number): string =>
  value.toLocaleString(
    'en-US',
    Number.isInteger(value) ? {} : { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  );

/** A whole page that loads nothing and runs nothing: its policy allows only its own style sheet, by its hash. */
export async function htmlPage(title: string, style: string, body: readonly string[]): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style)));
  const hash = btoa(String.fromCharCode(...digest));
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body><main>',
    ...body,
    '</main></body>',
    '</html>',
    '',
  ].join('\n');
}
