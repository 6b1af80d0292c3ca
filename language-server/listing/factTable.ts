import type { Tensor } from '../../model/model';
import type { Buffer, Matrix, Operation, Plan } from '../../model/plan/plan';
import { formatBytes, sectorBytes } from '../../model/plan/units';
import type { Explanation } from './explanations';
import { meanOf, type OperationCost } from './costs';

/** Rows of a two-column table. */
export type Fact = readonly [name: string, text: string];

/** A hover: a title, paragraphs, a table. */
export function markdown(title: string, paragraphs: readonly string[], facts: readonly Fact[]): string {
  const table = facts.map(([name, text]) => `| ${name} | ${text.replaceAll('|', '\\|')} |`);
  return [`**${title}**`, ...paragraphs, ['| | |', '|:--|:--|', ...table].join('\n')].join('\n\n');
}

export const explanationText = ({ formula, words }: Explanation): string[] => [`\`${formula}\``, words];

export const integer = (value: number): string => value.toLocaleString('en-US');
export const address = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;
const bytesText = (bytes: number): string =>
  bytes < 1024 ? `${bytes} bytes` : `${formatBytes(bytes)} (${integer(bytes)} bytes)`;

/** `2.31 ms`, `0.04 ms`, `312 ms` */
export function formatMs(ms: number): string {
  if (ms === 0) return '0 ms';
  return `${ms >= 100 ? integer(Math.round(ms)) : ms.toFixed(ms >= 10 ? 1 : 2)} ms`;
}

/** `f32[8][64]` */
export function shapeOf({ type, rows, cols }: Pick<Buffer, 'type' | 'rows' | 'cols'>): string {
  return rows > 1 ? `${type}[${rows}][${cols}]` : `${type}[${cols}]`;
}

const rowsText: Readonly<Record<Buffer['rowMeaning'], string>> = {
  'position in pass': 'one row per position of the pass',
  position: 'one row per position of the context',
  head: 'one row per head',
  none: 'one row',
};

export function bufferFacts(plan: Plan, buffer: Buffer): Fact[] {
  const region = plan.regions.find(({ start, end }) => buffer.start >= start && buffer.start < end);
  return [
    ['Shape', `${shapeOf(buffer)}, ${rowsText[buffer.rowMeaning]}`],
    ['Size', `${bytesText(buffer.end - buffer.start)}, ${integer(buffer.stride)} from row to row`],
    ['In RAM', `${address(buffer.start)} … ${address(buffer.end - 1)}${region ? `, ${region.name}` : ''}`],
    ['On disc', 'not stored: computed'],
  ];
}

export function matrixFacts(plan: Plan, matrix: Matrix, tensor: Tensor | undefined): Fact[] {
  const { parts, rows, cols, type } = matrix;
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const reads = plan.reads.filter((read) => read.matrix === matrix.index && !read.preload);
  const facts: Fact[] = [['Shape', `${type}[${rows}][${cols}], ${integer(rows * cols)} weights`]];
  if (tensor) facts.push(['In the file', `${bytesText(tensor.bytes)} from byte ${integer(tensor.offset)}`]);
  facts.push(['On disc', placeOnDisc(parts, bytes)]);
  if (matrix.resident)
    facts.push(['In RAM', `${address(matrix.address)}, loaded once before the first pass`]);
  else {
    const slots = [...new Set(reads.map((read) => address(read.address)))];
    facts.push(['In RAM', `only during use${slots.length > 0 ? `, at ${slots.join(', ')}` : ''}`]);
  }
  if (reads.length > 0) {
    const sectors = reads.reduce((sum, read) => sum + read.sectors, 0);
    facts.push([
      'Reads per token',
      `${integer(reads.length)} ${reads.length === 1 ? 'read' : 'reads'}, ${integer(sectors)} sectors, ${bytesText(sectors * sectorBytes)}`,
    ]);
  }
  return facts;
}

function placeOnDisc(parts: Matrix['parts'], bytes: number): string {
  const first = parts[0];
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return 'nowhere';
  const sector = Math.floor(first.fileOffset / sectorBytes);
  const end = Math.ceil((last.fileOffset + last.bytes) / sectorBytes);
  const cut = parts.length > 1 ? `, in ${parts.length} parts` : '';
  return `${bytesText(bytes)} with scales and padding, sectors ${integer(sector)} … ${integer(end - 1)} of WEIGHTS.BIN${cut}`;
}

/** The source and destination of an operation's reads. */
export function readFacts(plan: Plan, operation: Operation): Fact[] {
  const reads = plan.reads.filter(({ preload, neededBy }) => !preload && neededBy === operation.index);
  if (reads.length === 0) return [];
  const sectors = reads.reduce((sum, read) => sum + read.sectors, 0);
  const [first] = reads;
  const from = first
    ? ` from sector ${integer(first.sector)} of WEIGHTS.BIN to ${address(first.address)}`
    : '';
  return [['Disc', `${integer(sectors)} sectors, ${bytesText(sectors * sectorBytes)}${from}`]];
}

/** The time of an operation in the last run. */
export function measuredFact(cost: OperationCost | undefined, source: string | undefined): Fact {
  const mean = meanOf(cost);
  if (mean === undefined || cost === undefined) return ['Measured', 'not measured: run or debug the model'];
  const passes = cost.count === 1 ? 'one pass' : `the mean of ${integer(cost.count)} passes`;
  return [
    'Measured',
    `${formatMs(mean.ms)}, of which disc ${formatMs(mean.discMs)}: ${passes}${source === undefined ? '' : `, ${source}`}`,
  ];
}
