import type { TensorReport } from '../../model/convert/report';
import type { TextReport } from '../../model/convert/textReport';

type Row = readonly string[];

/** What a conversion cost, as Markdown that also reads well as text. */
export function errorReport(
  source: string,
  target: string,
  tensors: readonly TensorReport[],
  text?: TextReport,
): string {
  return weightErrors(source, target, tensors) + (text === undefined ? '' : `\n${textErrors(text)}`);
}

function weightErrors(source: string, target: string, tensors: readonly TensorReport[]): string {
  const lossy = tensors.filter(({ rmsError }) => rmsError > 0).toSorted((a, b) => a.snrDb - b.snrDb);
  const head = `# ${target}\n\nErrors of the weights against ${source}.`;
  if (lossy.length === 0) return `${head}\n\nNo loss: all values are equal.\n`;
  const rows = lossy.map(({ name, type, rows, cols, maxError, rmsError, snrDb, worstRows }) => [
    name,
    type,
    `${rows} × ${cols}`,
    maxError.toExponential(2),
    rmsError.toExponential(2),
    snrDb.toFixed(1),
    worstRows.map(({ row }) => String(row)).join(' '),
  ]);
  const exact = tensors.length - lossy.length;
  const rest = exact === 0 ? '' : `\n${exact} more without loss.\n`;
  const legend =
    'The matrices with the largest relative error come first. Max and RMS error are differences between weights. SNR is the signal-to-noise ratio; higher is better. Worst rows have the largest error, worst first.';
  return `${head}\n\n${table(titles, rows)}\n${legend}\n${rest}`;
}

/** How the model's output on a text differs, before and after. */
function textErrors(report: TextReport): string {
  const { positions, perplexityBefore, perplexityAfter, top1Agreement, meanKl, largestLogitError } = report;
  const change = (perplexityAfter / perplexityBefore - 1) * 100;
  return [
    `## On a text of ${positions + 1} tokens`,
    '',
    `* Perplexity ${perplexityBefore.toFixed(3)} before, ${perplexityAfter.toFixed(3)} after (${change >= 0 ? '+' : '−'}${Math.abs(change).toFixed(2)} %).`,
    `* The most likely token is the same at ${(top1Agreement * 100).toFixed(1)} % of the positions.`,
    `* Kullback-Leibler divergence ${meanKl.toExponential(2)} nats per token.`,
    `* Largest error of a logit ${largestLogitError.toExponential(2)}.`,
    '',
    'Measured with the reference engine in IEEE 754 arithmetic.',
    '',
  ].join('\n');
}

const titles: Row = ['Matrix', 'Type', 'Shape', 'Max error', 'RMS error', 'SNR dB', 'Worst rows'];
const numeric = new Set([2, 3, 4, 5]);

function table(head: Row, rows: readonly Row[]): string {
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((cells) => (cells[i] ?? '').length)),
  );
  const line = (cells: Row): string =>
    `| ${cells.map((cell, i) => pad(cell, widths[i] ?? 0, numeric.has(i))).join(' | ')} |\n`;
  const rule = widths.map((width, i) => (numeric.has(i) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return line(head) + line(rule) + rows.map(line).join('');
}

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}
