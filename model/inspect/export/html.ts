import type { Histogram } from '../histogram';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A piece of HTML that was built here. Everything else is escaped. */
export class Html {
  private constructor(readonly text: string) {}

  /** Constant text of the program. */
  static fixed(text: string): Html {
    return new Html(text);
  }

  /** Escapes every value that is not HTML already. */
  static of(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
    return new Html(parts.reduce((all, part, i) => all + textOf(values[i - 1] ?? '') + part));
  }
}

type HtmlValue = string | number | Html | readonly Html[];

function textOf(value: HtmlValue): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Puts HTML together: `html`<p>${text}</p>``. */
export const html = (parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html =>
  Html.of(parts, ...values);

const style = `
  :root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
  html { background: Canvas; color: CanvasText; }
  body { max-width: 72em; margin: 2em auto; padding: 0 1em; }
  h1, p { overflow-wrap: anywhere; }
  table { border-collapse: collapse; }
  th, td { padding: 2px 12px 2px 0; border-bottom: 1px solid #8886; text-align: left; vertical-align: baseline; }
  .n { text-align: right; }
  td.n { font-family: ui-monospace, monospace; }
  section { overflow-x: auto; }
  .bad { color: light-dark(#b00, #f88); font-weight: 600; }
  svg { vertical-align: middle; }
`;

/** A table. Columns with only numbers are right-aligned. */
export function htmlTable(
  heads: readonly string[],
  rows: readonly (readonly (string | number | Html)[])[],
): Html {
  const isNumber = (column: number): boolean => rows.some((row) => typeof row[column] === 'number');
  const head = heads.map((text, column) =>
    isNumber(column) ? html`<th scope="col" class="n">${text}</th>` : html`<th scope="col">${text}</th>`,
  );
  const cellOf = (value: string | number | Html): Html =>
    typeof value === 'number' ? html`<td class="n">${value}</td>` : html`<td>${value}</td>`;
  const body = rows.map(
    (row) =>
      html`<tr>
        ${row.map(cellOf)}
      </tr> `,
  );
  return html`<table>
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`;
}

/** A small histogram. */
export function htmlHistogram({ counts }: Histogram): Html {
  const most = Math.max(1, ...counts);
  const step = 128 / Math.max(1, counts.length);
  const bars = counts.map((bar, i) => {
    const height = (bar / most) * 24;
    return html`<rect
      x="${(i * step).toFixed(1)}"
      y="${(24 - height).toFixed(1)}"
      width="${Math.max(0.5, step - 0.3).toFixed(1)}"
      height="${height.toFixed(1)}"
    />`;
  });
  return html`<svg width="128" height="24" fill="currentColor" aria-hidden="true">${bars}</svg>`;
}

/** A complete page in one file, without scripts and external resources. */
export function htmlPage(
  title: string,
  sections: readonly { readonly title: string; readonly body: Html }[],
): string {
  const parts = sections.map(
    ({ title: heading, body }) =>
      html`<section tabindex="0" aria-label="${heading}">
        <h2>${heading}</h2>
        ${body}
      </section>`,
  );
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${Html.fixed(style)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${parts}
        </main>
      </body>
    </html> `.text;
}
