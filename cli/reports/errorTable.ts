import type { TensorReport } from '../../model/convert/report';
import type { TextReport } from '../../model/convert/textReport';
import { formatShare, textTable } from '../../model/textTable';

/** The errors of a conversion for each tensor with a loss. */
export function errorTable(tensors: readonly TensorReport[]): string {
  const lossy = tensors.filter(({ rmsError }) => rmsError > 0);
  if (lossy.length === 0) return 'No loss: all values are equal.\n';
  const rows = lossy.map(({ name, type, maxError, rmsError, snrDb, worstRows }) => [
    name,
    type,
    maxError.toExponential(2),
    rmsError.toExponential(2),
    snrDb.toFixed(1),
    worstRows.map(({ row }) => String(row)).join(' '),
  ]);
  const head = ['matrix', 'type', 'max error', 'RMS error', 'SNR dB', 'worst rows'];
  return `${textTable([head, ...rows], [2, 3, 4])}\n`;
}

/** The model's predictions on a text, before and after. */
export function textLines(report: TextReport): string {
  const rows = [
    ['tokens predicted', String(report.positions)],
    ['perplexity before', report.perplexityBefore.toFixed(4)],
    ['perplexity after', report.perplexityAfter.toFixed(4)],
    ['top-1 agreement', formatShare(report.top1Agreement, 1)],
    ['mean KL divergence', `${report.meanKl.toExponential(2)} nats`],
    ['largest logit error', report.largestLogitError.toExponential(2)],
  ];
  return `${textTable(rows, [1])}\n`;
}
