import { formatFloat } from '../values/format';
import { StatisticsCollector, type Statistics } from '../values/statistics';
import { piecesOf, type TensorView } from '../values/tensorView';
import { topTokens } from '../../model/trace/odds';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import type { Item } from '../variables/item';
import { rankedTokenItem } from '../variables/tokenItem';
import { ExpressionError } from './syntax';

interface TensorFunction {
  readonly help: string;
  readonly of: (statistics: Statistics) => number;
}

/** Functions that compute one number from one tensor. */
export const tensorFunctions: ReadonlyMap<string, TensorFunction> = new Map([
  ['mean', { help: 'mean of all values', of: ({ mean }) => mean }],
  ['std', { help: 'standard deviation of all values', of: ({ deviation }) => deviation }],
  ['norm', { help: 'square root of the sum of squares', of: ({ norm }) => norm }],
  ['max', { help: 'largest value', of: ({ max }) => max }],
  ['min', { help: 'smallest value', of: ({ min }) => min }],
  ['sum', { help: 'sum of all values', of: ({ sum }) => sum }],
]);

/** The function that ranks logits. Its arguments are a tensor and the number of values to show. */
export const topFunction = {
  name: 'topk',
  help: 'the largest values of a row, with their tokens',
};

/** The value of a function of a tensor. */
export async function callTensorFunction(call: string, name: string, view: TensorView): Promise<Item> {
  return { name: call, value: formatFloat(await numberOf(name, view)), type: 'number' };
}

/** The value of a function of a tensor as a number. @throws ExpressionError when the function is unknown. */
export async function numberOf(name: string, view: TensorView): Promise<number> {
  const found = tensorFunctions.get(name);
  if (!found) {
    const known = [...tensorFunctions.keys(), topFunction.name].join(', ');
    throw new ExpressionError(`Unknown function "${name}". Functions: ${known}.`);
  }
  const collector = new StatisticsCollector();
  for await (const piece of piecesOf(view)) collector.add(piece);
  const statistics = collector.result();
  if (!statistics) throw new ExpressionError(`${view.name} is empty, so it has no ${found.help}.`);
  return Math.fround(found.of(statistics));
}

/** The `count` largest values of a row as a list of tokens. @throws ExpressionError when the view has several rows. */
export async function callTop(
  call: string,
  view: TensorView,
  count: number,
  tokenizer: Tokenizer | undefined,
): Promise<Item> {
  if (view.rows !== 1) {
    throw new ExpressionError(
      `${topFunction.name} needs a single row, but ${view.name} has ${view.rows}. Example: ${topFunction.name}(${view.name}[0], 5).`,
    );
  }
  const values = await view.read(0, 1);
  // Only a row over the vocabulary has a token for each value.
  const isOverVocabulary = tokenizer !== undefined && tokenizer.vocabSize === view.cols;
  const items = topTokens(values, count).map((token) =>
    rankedTokenItem(token, isOverVocabulary ? tokenizer : undefined),
  );
  return {
    name: call,
    value: items.map((item) => item.name).join(', '),
    type: `token[${items.length}]`,
    children: {
      kind: 'indexed',
      count: items.length,
      page: (start, n) => Promise.resolve(items.slice(start, start + n)),
    },
  };
}
