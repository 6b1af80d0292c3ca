import { describedComments, describedOperation } from './describedListing';
import type { Matrix, Operand, Operation, Plan } from './plan';
import { sectorBytes } from './units';

/** The content of a line of the listing. */
type ListingLine =
  | { readonly kind: 'pass' }
  | { readonly kind: 'layer'; readonly layer: number }
  | { readonly kind: 'operation'; readonly operation: number }
  | { readonly kind: 'text' };

/** The forward pass as a text that users can read and set breakpoints in. Lines count from 1. */
export interface Listing {
  readonly text: string;
  /** Entry i describes line i + 1. */
  readonly lines: readonly ListingLine[];
  readonly passLine: number;
  /** Line of each logical layer's header. */
  readonly layerLines: readonly number[];
  /** Line of each operation. */
  readonly operationLines: readonly number[];
}

const idWidth = 16;
const kindWidth = 10;

/** Renders the listing of a plan. A line of code begins with its operation id; `#` begins a comment line. */
export function renderListing(plan: Plan): Listing {
  const text: string[] = [];
  const lines: ListingLine[] = [];
  const layerLines: number[] = [];
  const operationLines: number[] = [];
  const add = (line: string, meaning: ListingLine): number => {
    text.push(line.trimEnd());
    return lines.push(meaning);
  };

  const { described } = plan;
  for (const comment of described ? describedComments(plan) : comments(plan)) add(comment, { kind: 'text' });
  add('', { kind: 'text' });
  const passLine = add(
    `${'pass'.padEnd(idWidth)} ${described ? `${described.learned} operations in the first pass` : `${plan.operations.length} operations, up to ${plan.batch} positions`}`,
    { kind: 'pass' },
  );
  const layerAt = new Map(plan.layers.map((layer) => [layer.first, layer]));
  for (const operation of plan.operations) {
    const layer = layerAt.get(operation.index);
    if (operation.index === described?.learned && operation.index > 0) {
      add('', { kind: 'text' });
      add('# Reported after the first pass', { kind: 'text' });
    }
    if (layer) {
      add('', { kind: 'text' });
      const header = `${layer.id.padEnd(idWidth)} layer ${layer.index}, weights of unique layer ${layer.unique}`;
      layerLines.push(add(header, { kind: 'layer', layer: layer.index }));
    } else if (
      operation.layer === undefined &&
      operation.index > 0 &&
      plan.operations[operation.index - 1]?.layer !== undefined
    ) {
      add('', { kind: 'text' });
    }
    operationLines.push(
      add(operationLine(plan, operation), { kind: 'operation', operation: operation.index }),
    );
  }
  if (described && described.remarks.length > 0) {
    add('', { kind: 'text' });
    for (const remark of described.remarks) add(`# ${remark}`, { kind: 'text' });
  }
  return { text: `${text.join('\n')}\n`, lines, passLine, layerLines, operationLines };
}

function comments(plan: Plan): string[] {
  const { config } = plan;
  const extras = [
    config.denseformer && 'DenseFormer',
    config.valueResidual && 'value residual',
    config.registers > 0 && `${config.registers} registers`,
    config.sharedClassifier ? 'tied classifier' : 'separate classifier',
  ].filter((extra) => extra !== false);
  return [
    `# Forward pass of ${plan.model}`,
    `# dim ${config.dim}, hidden ${config.hiddenDim}, ${config.layers} layers over ${config.uniqueLayers} unique, ${config.heads} heads, ${config.kvHeads} KV heads, vocabulary ${config.vocabSize}, context ${config.seqLen}`,
    `# ${extras.join(', ')}; arithmetic version ${plan.arithmetic}`,
  ];
}

function operationLine(plan: Plan, operation: Operation): string {
  if (plan.described)
    return `${operation.id.padEnd(idWidth)} ${operation.kind.padEnd(kindWidth)} ${describedOperation(plan, operation)}`;
  const output = operandText(plan, operation.output);
  const matrix = operation.matrix === undefined ? undefined : plan.matrices[operation.matrix];
  const inputs = operation.inputs.filter((input) => !isScratch(plan, input));
  const shown = operation.kind === 'mix' ? [...inputs.slice(0, 2), ...inputs.slice(2).slice(-1)] : inputs;
  const from = shown.map((input) => operandText(plan, input));
  if (operation.kind === 'mix' && inputs.length > 3) from.splice(2, 0, '…');
  if (operation.kind === 'matmul' && matrix) from.unshift(matrixText(matrix));
  const cost = matrix && operation.kind === 'matmul' ? costText(plan, operation, matrix) : '';
  return `${operation.id.padEnd(idWidth)} ${operation.kind.padEnd(kindWidth)} ${output} <- ${from.join(', ')}${cost}`;
}

function isScratch(plan: Plan, operand: Operand): boolean {
  return operand.buffer !== undefined && plan.buffers[operand.buffer]?.kind === 'scratch';
}

function operandText(plan: Plan, operand: Operand): string {
  const name =
    operand.buffer === undefined
      ? plan.matrices[operand.matrix ?? -1]?.name
      : plan.buffers[operand.buffer]?.name;
  const rows = operand.buffer === undefined ? (plan.matrices[operand.matrix ?? -1]?.rows ?? 1) : 1;
  return rows > 1 ? `${name ?? '?'}[${rows}][${operand.cols}]` : `${name ?? '?'}[${operand.cols}]`;
}

function matrixText(matrix: Matrix): string {
  return `${matrix.name}[${matrix.rows}][${matrix.cols}] ${matrix.type}`;
}

function costText(plan: Plan, operation: Operation, matrix: Matrix): string {
  if (matrix.resident) return '  # resident';
  const tiles = plan.tiles.slice(operation.firstTile, operation.firstTile + operation.tiles);
  const reads = tiles.flatMap(({ read }) => (read === undefined ? [] : [plan.reads[read]]));
  const sectors = reads.reduce((sum, read) => sum + (read?.sectors ?? 0), 0);
  return `  # ${sectors} sectors, ${(sectors * sectorBytes).toLocaleString('en-US')} bytes from disc`;
}
