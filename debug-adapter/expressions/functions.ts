import { softmaxOf, topTokens } from '../../model/trace/odds';
import type { Stop } from '../debuggee/stop';
import { StatisticsCollector, type Statistics } from '../values/statistics';
import { piecesOf, shapeOf, type TensorView } from '../values/tensorView';
import { ExpressionError } from './error';
import { lensOf } from './lens';
import { allOf, computed, number, numberIn, tensor, type Value } from './value';
import type { Work } from './work';

/** What a function may use besides its arguments. */
interface CallContext {
  /** The call as text. */
  readonly text: string;
  readonly stop: Stop;
  readonly work: Work;
}

/** A function of expressions. */
interface ExpressionFunction {
  /** What stands in its brackets, `logits, count`; what may be left out has a question mark. */
  readonly parameters: string;
  readonly least: number;
  readonly most: number;
  /** What it is worth, without a full stop. */
  readonly help: string;
  readonly example: string;
  readonly call: (values: readonly Value[], context: CallContext) => Promise<Value>;
}

const statistic = (
  help: string,
  example: string,
  of: (statistics: Statistics) => number,
): ExpressionFunction => ({
  parameters: 'x',
  least: 1,
  most: 1,
  help,
  example,
  call: async ([value], { text, work }) => {
    const view = tensorIn(value, text);
    const collector = new StatisticsCollector();
    for await (const piece of piecesOf(view)) {
      work.sees(piece.length);
      collector.add(piece);
    }
    const statistics = collector.result();
    if (!statistics) throw new ExpressionError(`${view.name} is empty, so there is no ${text}.`);
    return number(Math.fround(of(statistics)));
  },
});

/** A function of each value. */
const elementwise = (help: string, example: string, of: (x: number) => number): ExpressionFunction => ({
  parameters: 'x',
  least: 1,
  most: 1,
  help,
  example,
  call: async ([value], { text, work }) => {
    if (value?.kind === 'number') return number(of(value.value));
    const view = tensorIn(value, text);
    return tensor(computed(text, view, (await allOf(view, work)).map(of)));
  },
});

/** A function of one row. */
const ofRow = (
  help: string,
  example: string,
  of: (row: Float64Array, name: string) => number,
): ExpressionFunction => ({
  parameters: 'x',
  least: 1,
  most: 1,
  help,
  example,
  call: async ([value], { text, work }) => {
    const view = rowIn(value, text);
    return number(of(await allOf(view, work), view.name));
  },
});

/** A function of two tensors of the same size that gives one number. */
const ofTwo = (
  help: string,
  example: string,
  of: (a: Float64Array, b: Float64Array) => number,
): ExpressionFunction => ({
  parameters: 'a, b',
  least: 2,
  most: 2,
  help,
  example,
  call: async ([first, second], { text, work }) => {
    const [a, b] = [tensorIn(first, text), tensorIn(second, text)];
    if (a.rows !== b.rows || a.cols !== b.cols) {
      throw new ExpressionError(
        `${text} needs two of the same size, but ${a.name} is ${shapeOf(a)} and ${b.name} is ${shapeOf(b)}.`,
      );
    }
    return number(of(await allOf(a, work), await allOf(b, work)));
  },
});

/** The functions that are not syntax of their own, by name. */
export const functions: ReadonlyMap<string, ExpressionFunction> = new Map<string, ExpressionFunction>([
  ['mean', statistic('mean of all values', 'mean(x)', ({ mean }) => mean)],
  ['std', statistic('standard deviation of all values', 'std(x[0])', ({ deviation }) => deviation)],
  ['norm', statistic('square root of the sum of squares', 'norm(x)', ({ norm }) => norm)],
  ['max', statistic('largest value', 'max(logits)', ({ max }) => max)],
  ['min', statistic('least value', 'min(x)', ({ min }) => min)],
  ['sum', statistic('sum of all values', 'sum(x > 100)', ({ sum }) => sum)],
  [
    'argmax',
    ofRow(
      'index of the largest value of a row; of logits, the most probable token',
      'argmax(logits)',
      (row) => row.reduce((best, x, i) => (x > (row[best] ?? -Infinity) ? i : best), 0),
    ),
  ],
  [
    'topk',
    {
      parameters: 'x, count?',
      least: 1,
      most: 2,
      help: 'the largest values of a row, 5 if no count is given; of logits, with tokens and probabilities',
      example: 'topk(logits, 5)',
      call: async ([value, count], { text, stop, work }) => {
        const view = rowIn(value, text);
        const most = count === undefined ? 5 : await numberIn(count, 'The count of topk');
        if (!Number.isInteger(most) || most < 1 || most > 1_000)
          throw new ExpressionError(`The count of topk is ${most}, expected a whole number from 1 to 1000.`);
        // Only a row over the vocabulary has a token for each value.
        const areTokens = stop.facts.tokenizer?.vocabSize === view.cols;
        return { kind: 'ranking', tokens: topTokens(await allOf(view, work), most), areTokens };
      },
    },
  ],
  [
    'softmax',
    {
      parameters: 'x',
      least: 1,
      most: 1,
      help: 'shares of a whole of 1, row by row: exp(x), divided by its sum',
      example: 'softmax(logits)',
      call: async ([value], { text, work }) => {
        const view = tensorIn(value, text);
        const values = await allOf(view, work);
        for (let row = 0; row < view.rows; row++) {
          const part = values.subarray(row * view.cols, (row + 1) * view.cols);
          const { largest, sum } = softmaxOf(part);
          part.forEach((x, i) => (part[i] = Math.exp(x - largest) / sum));
        }
        return tensor(computed(text, view, values));
      },
    },
  ],
  [
    'prob',
    {
      parameters: 'logits?, token',
      least: 1,
      most: 2,
      help: 'probability of a token, by id or text, under logits at temperature 1',
      example: 'prob(" the")',
      call: async (values, { text, stop, work }) => {
        const [first, second] = values;
        const view = second === undefined ? stop.logitsHere : rowIn(first, text);
        if (!view)
          throw new ExpressionError(`There are no logits here for ${text}. Step to the operation "sample".`);
        const id = await numberIn(second ?? first ?? number(0), 'The token of prob');
        if (!Number.isInteger(id) || id < 0 || id >= view.cols) {
          throw new ExpressionError(
            `There is no token ${id}: ${view.name} has those from 0 to ${view.cols - 1}. Example: prob(" the").`,
          );
        }
        const row = await allOf(view, work);
        const { largest, sum } = softmaxOf(row);
        return number(Math.exp((row[id] ?? -Infinity) - largest) / sum);
      },
    },
  ],
  [
    'entropy',
    ofRow('uncertainty of the softmax of a row, in bits', 'entropy(logits)', (row) => {
      const { largest, sum } = softmaxOf(row);
      return row.reduce((bits, x) => {
        const share = Math.exp(x - largest) / sum;
        return share > 0 ? bits - share * Math.log2(share) : bits;
      }, 0);
    }),
  ],
  [
    'cosine',
    ofTwo(
      'cosine of the angle between two tensors, 1 when they point the same way',
      'cosine(x, x@-1)',
      cosine,
    ),
  ],
  [
    'diff',
    ofTwo('largest difference between two tensors, without its sign', 'diff(x, ref(x))', (a, b) =>
      a.reduce((most, x, i) => {
        const distance = Object.is(x, b[i]) ? 0 : Math.abs(x - (b[i] ?? 0));
        // Not a number is a difference that is larger than any other.
        return Number.isNaN(most) || Number.isNaN(distance) ? NaN : Math.max(most, distance);
      }, 0),
    ),
  ],
  ['abs', elementwise('each value without its sign', 'max(abs(x))', Math.abs)],
  ['sqrt', elementwise('square root of each value', 'sqrt(mean(x * x))', Math.sqrt)],
  ['exp', elementwise('e to the power of each value', 'exp(x[0])', Math.exp)],
  ['log', elementwise('natural logarithm of each value', 'log(prob(" the"))', Math.log)],
  [
    'lens',
    {
      parameters: 'x',
      least: 1,
      most: 1,
      help: 'logit lens: logits that the last row of a residual stream would give, by the final norm, computed for that row, and the classifier',
      example: 'topk(lens(L03.attn.add), 5)',
      call: async ([value], { text, stop, work }) => {
        const view = tensorIn(value, text);
        return tensor(
          computed(
            text,
            { isVector: true, rows: 1, cols: stop.plan.config.vocabSize },
            await lensOf(view, stop, work),
          ),
        );
      },
    },
  ],
]);

/** The functions that are evaluated in another way than by their arguments' values. */
const specialFunctions: ReadonlyMap<string, Omit<ExpressionFunction, 'call'>> = new Map([
  [
    'ref',
    {
      parameters: 'expression',
      least: 1,
      most: 1,
      help: 'the same expression at the same line of the reference engine, in a run that nothing has changed',
      example: 'diff(x, ref(x))',
    },
  ],
]);

/** Everything that can be called. */
export const allFunctions: ReadonlyMap<string, Omit<ExpressionFunction, 'call'>> = new Map([
  ...functions,
  ...specialFunctions,
]);

function cosine(a: Float64Array, b: Float64Array): number {
  let [product, squaresA, squaresB] = [0, 0, 0];
  a.forEach((x, i) => {
    const y = b[i] ?? 0;
    product += x * y;
    squaresA += x * x;
    squaresB += y * y;
  });
  if (squaresA === 0 || squaresB === 0)
    throw new ExpressionError('A tensor of zeros points nowhere, so there is no cosine.');
  return product / Math.sqrt(squaresA * squaresB);
}

function tensorIn(value: Value | undefined, text: string): TensorView {
  if (value?.kind === 'tensor') return value.view;
  const found = value?.kind === 'number' ? 'a number' : 'a list of tokens';
  throw new ExpressionError(
    `The argument of ${text} must be a buffer, a row or a matrix, and is ${found}. Example: max(x).`,
  );
}

function rowIn(value: Value | undefined, text: string): TensorView {
  const view = tensorIn(value, text);
  if (view.rows === 1) return view;
  const name = /^\w+/.exec(text)?.[0] ?? '';
  throw new ExpressionError(
    `${name} needs a single row, but ${view.name} has ${view.rows}. Example: ${name}(${view.name}[-1]).`,
  );
}
