import { sectorBytes } from '../../../disc/sector';
import type { PsntFieldName } from '../../psnt/fields';
import type { PsntInspection } from '../../psnt/file';
import { describePsnt } from '../../psnt/describe';
import { fieldValue } from '../fieldValue';
import { roleOf } from '../role';
import type { TensorStatistics } from '../statistics';
import { csvOf } from './csv';
import { html, htmlHistogram, htmlPage, htmlTable, type Html } from './html';

/** Exported data about a file, in addition to its content. */
export interface ReportFacts {
  readonly fileName: string;
  readonly inspection: PsntInspection;
  readonly problem?: string | undefined;
  /** The forecast as a sentence. */
  readonly forecast?: string | undefined;
  /** First sector of the file on its disc image, if known. */
  readonly lba?: number | undefined;
  /** Statistics of the examined matrices, by name. */
  readonly statistics?: ReadonlyMap<string, TensorStatistics>;
}

/** Everything as JSON: the output of `ps2ml inspect --json`, with forecast and statistics. */
export function jsonReport({
  fileName,
  inspection,
  problem,
  forecast,
  lba,
  statistics,
}: ReportFacts): string {
  const report = {
    file: fileName,
    bytes: inspection.header.fileBytes,
    ...(problem !== undefined && { problem }),
    ...(forecast !== undefined && { forecast }),
    ...(lba !== undefined && { lba }),
    ...describePsnt(inspection),
    ...(statistics !== undefined && { statistics: [...statistics.values()] }),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** The matrices as comma-separated values. */
export function csvReport({ inspection, lba }: ReportFacts): string {
  const heads = ['name', 'role', 'layer', 'rows', 'cols', 'type', 'offset', 'bytes', 'share'];
  const { fileBytes } = inspection.header;
  const rows = inspection.tensors.map(({ name, layer, rows, cols, type, offset, bytes }) => [
    name,
    roleOf(name),
    layer ?? '',
    rows,
    cols,
    type,
    offset,
    bytes,
    bytes / fileBytes,
    ...(lba === undefined ? [] : [lba + Math.floor(offset / sectorBytes)]),
  ]);
  return csvOf(lba === undefined ? heads : [...heads, 'lba'], rows);
}

function valueInWords(name: PsntFieldName, number: number): string {
  const { value, reading } = fieldValue(name, number);
  return reading === undefined ? value : `${value} (${reading})`;
}

/** One page to share: header, tensor order, forecast, matrices with their statistics. */
export function htmlReport(facts: ReportFacts): string {
  const { fileName, inspection, problem, forecast } = facts;
  const { header, layout } = inspection;
  const sections: { title: string; body: Html }[] = [];
  if (problem !== undefined) sections.push({ title: 'Problem', body: html`<p class="bad">${problem}</p>` });
  if (forecast !== undefined) sections.push({ title: 'Forecast', body: html`<p>${forecast}</p>` });
  const fields = header.fields.map(({ name, value, offset, explanation, check }) => [
    name,
    valueInWords(name, value),
    offset,
    check.severity === 'ok' ? 'ok' : html`<span class="bad">${check.severity}: ${check.message}</span>`,
    explanation,
  ]);
  sections.push(
    { title: 'Header', body: htmlTable(['Field', 'Value', 'Offset', 'Check', 'Meaning'], fields) },
    {
      title: 'Tensor order',
      body: html`<p>${layout.variant ?? 'not recognised'}</p>
        <ul>
          ${layout.evidence.map((text) => html`<li>${text}</li>`)}
        </ul>`,
    },
    { title: `Matrices (${inspection.tensors.length})`, body: matrixTable(facts) },
  );
  return htmlPage(fileName, sections);
}

function matrixTable({ inspection, statistics, lba }: ReportFacts): Html {
  const heads = ['Matrix', 'Role', 'Shape', 'Type', 'Offset', ...(lba === undefined ? [] : ['LBA']), 'Bytes'];
  const figures =
    statistics === undefined ? [] : ['Mean', 'Deviation', 'Least', 'Largest', 'Odd', 'Histogram'];
  const rows = inspection.tensors.map(({ name, rows, cols, type, offset, bytes }) => {
    const found = statistics?.get(name);
    return [
      name,
      roleOf(name),
      `${rows} × ${cols}`,
      type,
      offset,
      ...(lba === undefined ? [] : [lba + Math.floor(offset / sectorBytes)]),
      bytes,
      ...(found === undefined ? [] : figuresOf(found)),
    ];
  });
  return htmlTable([...heads, ...figures], rows);
}

function figuresOf(found: TensorStatistics): (string | number | Html)[] {
  const round = (value: number): number => Number(value.toPrecision(4));
  const odd = [
    found.nan > 0 && `${found.nan} NaN`,
    found.zeroRows.count > 0 && `${found.zeroRows.count} zero rows`,
    found.saturatedRows.count > 0 && `${found.saturatedRows.count} saturated rows`,
  ].filter((text) => text !== false);
  return [
    ...[found.mean, found.deviation, found.min, found.max].map(round),
    odd.length === 0 ? '' : html`<span class="bad">${odd.join(', ')}</span>`,
    htmlHistogram(found.histogram),
  ];
}
