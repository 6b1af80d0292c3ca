import type { Hover } from 'vscode-languageserver';
import type { TensorType } from '../../model/model';
import type { Operation } from '../../model/plan/plan';
import type { RunCosts } from './costs';
import type { ListingDocument, Place } from './document';
import { explain, explainMatrix } from './explanations';
import {
  bufferFacts,
  explanationText,
  formatMs,
  integer,
  markdown,
  matrixFacts,
  measuredFact,
  readFacts,
  shapeOf,
  type Fact,
} from './factTable';
import { multiplyAdds, type PassForecast } from './forecast';
import { rangeOf, type LayerLine, type OperandWord, type OperationLine } from './lines';
import { operationsOf, readersOf } from './navigation';
import type { ListedPlan } from './plans';

/** The data for a hover; without a plan only the text of the listing. */
export interface HoverSources {
  readonly listing: ListingDocument;
  readonly listed: ListedPlan | undefined;
  readonly costs: RunCosts | undefined;
}

/** The hover for a place in a listing. */
export function hoverOf(place: Place, sources: HoverSources): Hover | undefined {
  const [value, word] = textOf(place, sources);
  if (value === undefined) return undefined;
  return { contents: { kind: 'markdown', value }, range: rangeOf(place.line.line, word) };
}

function textOf(
  place: Place,
  sources: HoverSources,
): [string | undefined, { readonly start: number; readonly end: number }] {
  switch (place.kind) {
    case 'operation':
      return [operationText(place.line, sources), place.word];
    case 'operand':
      return [operandText(place.line, place.operand, sources), place.operand];
    case 'layer':
    case 'unique':
      return [layerText(place.line, sources), place.word];
    case 'pass':
      return [passText(sources), place.word];
  }
}

function operationText(line: OperationLine, sources: HoverSources): string | undefined {
  const { listing, listed, costs } = sources;
  const matrix = line.operands.find(({ role, isMatrix }) => role === 'input' && isMatrix);
  const explanation = explain(line.operation.text, matrix?.type as TensorType | undefined);
  if (explanation === undefined) return undefined;
  const facts: Fact[] = [];
  const operation = listed?.operation(line.id.text, listing.texts[line.line] ?? '');
  if (listed && operation) facts.push(...planFacts(listed, operation));
  else
    facts.push(
      ...line.operands.slice(0, 1).map((word): Fact => ['Output', `${word.text}, ${dimensions(word)}`]),
    );
  const readers = [...new Set(readersOf(listing, line).map((mention) => idAt(listing, mention.line)))];
  facts.push(['Read by', readers.length === 0 ? 'nothing in this pass' : some(readers)]);
  facts.push(
    measuredFact(
      costs?.operations.find(({ id }) => id === line.id.text),
      costs?.source,
    ),
  );
  return markdown(`${line.id.text}: ${explanation.title}`, explanationText(explanation), facts);
}

function planFacts({ plan, forecast }: ListedPlan, operation: Operation): Fact[] {
  const output = plan.buffers[operation.output.buffer ?? -1];
  const matrix = plan.matrices[operation.matrix ?? -1];
  const work = multiplyAdds(plan, operation);
  return [
    ...(output ? [['Output', `${output.name}: ${shapeOf(output)}`] as const] : []),
    ...(matrix
      ? [['Matrix', `${matrix.name}: ${matrix.type}[${matrix.rows}][${matrix.cols}]`] as const]
      : []),
    ...(work > 0 ? [['Work', `${integer(work)} multiply-adds per position at most`] as const] : []),
    ...readFacts(plan, operation),
    forecastFact(forecast, [operation.index]),
    ...(operation.tail
      ? [['Runs', 'only for the last position of a pass that produces a token'] as const]
      : []),
  ];
}

function operandText(line: OperationLine, operand: OperandWord, sources: HoverSources): string {
  const { listing, listed } = sources;
  const inPlan = listed?.operation(line.id.text, listing.texts[line.line] ?? '') !== undefined;
  if (operand.isMatrix) {
    const matrix = inPlan ? listed.matrix(operand.text) : undefined;
    const facts: Fact[] =
      matrix && listed
        ? matrixFacts(listed.plan, matrix, listed.tensor(matrix.name))
        : [['Shape', dimensions(operand)]];
    const users = listing.mentions(operand.text).map((mention) => idAt(listing, mention.line));
    const words = explainMatrix(operand.text);
    return markdown(operand.text, words === undefined ? [] : [words], [...facts, ['Used by', some(users)]]);
  }
  const buffer = inPlan ? listed.buffer(operand.text) : undefined;
  const facts: Fact[] =
    buffer && listed ? bufferFacts(listed.plan, buffer) : [['Shape', dimensions(operand)]];
  const by = (role: OperandWord['role']): string[] => [
    ...new Set(
      listing
        .mentions(operand.text)
        .filter((mention) => mention.operand.role === role)
        .map((mention) => idAt(listing, mention.line)),
    ),
  ];
  const written = by('output');
  const read = by('input');
  return markdown(
    operand.text,
    [],
    [
      ...facts,
      ['Written by', written.length === 0 ? 'the prompt' : some(written)],
      ['Read by', read.length === 0 ? 'nothing' : some(read)],
    ],
  );
}

function layerText(line: LayerLine, { listing, costs }: HoverSources): string {
  const same = listing
    .layers()
    .filter((other) => other !== line && other.unique?.text === line.unique?.text)
    .map(({ id }) => id.text);
  const operations = operationsOf(listing, line).map(({ id }) => id.text);
  const facts: Fact[] = [
    ['Operations', integer(operations.length)],
    [
      'Unique layer',
      line.unique ? `${line.unique.text}${same.length > 0 ? `, shared with ${some(same)}` : ''}` : '?',
    ],
    ['Measured', sumText(costs, operations)],
  ];
  return markdown(
    `${line.id.text}: layer`,
    ['Attention, then the feed-forward block, each added to the residual stream.'],
    facts,
  );
}

function passText({ listing, listed, costs }: HoverSources): string {
  const operations = listing.operations().map(({ id }) => id.text);
  const facts: Fact[] = [
    ['Operations', integer(operations.length)],
    ['Layers', integer(listing.layers().length)],
  ];
  if (listed) {
    facts.push(['Positions', `up to ${listed.plan.batch}`]);
    facts.push(
      forecastFact(
        listed.forecast,
        listed.plan.operations.map(({ index }) => index),
      ),
    );
    facts.push(['Planned with', listed.madeWith]);
  }
  facts.push(['Measured', sumText(costs, operations)]);
  return markdown('pass', ['All operations once, for one token or several prompt positions.'], facts);
}

/** The forecast for several operations together. */
function forecastFact({ storage, discMs, computeMs }: PassForecast, operations: readonly number[]): Fact {
  const sum = (ms: readonly number[]): number =>
    operations.reduce((total, index) => total + (ms[index] ?? 0), 0);
  const [disc, compute] = [sum(discMs), sum(computeMs)];
  const parts = disc === 0 ? 'no disc wait' : `of which ${storage.label} ${formatMs(disc)}`;
  return [
    'Forecast',
    `${formatMs(disc + compute)} per token, ${parts} (forecast with models of the drive and the EE)`,
  ];
}

function sumText(costs: RunCosts | undefined, ids: readonly string[]): string {
  const sum = sumOf(costs, ids);
  if (sum === undefined) return 'not measured: run or debug the model';
  return `${formatMs(sum.ms)} per pass, of which disc ${formatMs(sum.discMs)}, ${costs?.source ?? ''}`;
}

/** The means of several operations together; undefined when none of them was measured. */
export function sumOf(
  costs: RunCosts | undefined,
  ids: readonly string[],
): { readonly ms: number; readonly discMs: number } | undefined {
  const wanted = new Set(ids);
  const found = costs?.operations.filter(({ id, count }) => wanted.has(id) && count > 0) ?? [];
  if (found.length === 0) return undefined;
  return {
    ms: found.reduce((sum, { ms, count }) => sum + ms / count, 0),
    discMs: found.reduce((sum, { discMs, count }) => sum + discMs / count, 0),
  };
}

const idAt = (listing: ListingDocument, line: number): string => {
  const found = listing.lines[line];
  return found?.kind === 'operation' ? found.id.text : '';
};

const dimensions = ({ shape, type }: OperandWord): string =>
  `${type ?? ''}${shape.map((size) => `[${size}]`).join('')}` || 'not written';

/** The first few of many names. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 6).map((name) => `\`${name}\``);
  return names.length > 6 ? `${shown.join(', ')} and ${names.length - 6} more` : shown.join(', ');
}
