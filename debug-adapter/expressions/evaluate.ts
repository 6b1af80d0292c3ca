import type { Stop } from '../debuggee/stop';
import { AdapterError } from '../errors/adapterError';
import { formatFloat } from '../values/format';
import { partOf, rowOf, shapeOf, type TensorView } from '../values/tensorView';
import type { Item } from '../variables/item';
import { elementItem, tensorItem } from '../variables/tensorItem';
import { rankingItem } from '../variables/tokenItem';
import { checkExpression } from './check';
import { ExpressionError } from './error';
import { functions } from './functions';
import { helpFor } from './help';
import { facts, lookUp, plusName } from './names';
import { negated, operated } from './operators';
import { parseExpression, textOf, type Expression, type Pick } from './syntax';
import { tokenOfText } from './tokenIds';
import { number, numberIn, type Value } from './value';
import { Work } from './work';

/**
 * The value of an expression at a stop, or what `help` says.
 * @throws ExpressionError when it is invalid, contains an unknown name, or has no value at this stop.
 */
export async function evaluate(text: string, stop: Stop): Promise<Item> {
  const name = text.trim();
  const help = helpFor(name);
  if (help !== undefined) return { name, value: help };
  return itemOf(name, await valueOf(parseExpression(name), stop), stop);
}

/** The value of an expression. @throws ExpressionError as `evaluate` does. */
export function valueOf(expression: Expression, stop: Stop): Promise<Value> {
  checkExpression(expression);
  return new Evaluation(stop, new Work()).value(expression);
}

/**
 * The value of an expression that is a single number.
 * @throws ExpressionError when the value is not a single number, or as `evaluate` does.
 */
export async function numberOf(expression: Expression, stop: Stop): Promise<number> {
  return numberIn(await valueOf(expression, stop), textOf(expression));
}

async function itemOf(name: string, value: Value, stop: Stop): Promise<Item> {
  switch (value.kind) {
    case 'number': {
      const { element } = value;
      if (element) return { ...elementItem(element.view, element.column, value.value), name };
      const text = Number.isInteger(value.value)
        ? String(value.value).replace(/^-/, '−')
        : formatFloat(value.value);
      return { name, value: text, type: 'number' };
    }
    case 'tensor':
      return { ...(await tensorItem(value.view)), name };
    case 'ranking':
      return rankingItem(name, value.tokens, value.areTokens ? stop.facts.tokenizer : undefined);
  }
}

/** Evaluates at one stop. @param passes how many passes ago names have their values. */
class Evaluation {
  constructor(
    private readonly stop: Stop,
    private readonly work: Work,
    private readonly passes = 0,
  ) {}

  async value(expression: Expression): Promise<Value> {
    this.work.step();
    switch (expression.kind) {
      case 'number':
        return number(expression.value);
      case 'text':
        return number(tokenOfText(expression.text, this.stop.facts.tokenizer));
      case 'name':
        return this.named(expression.name);
      case 'index':
        return this.indexed(expression);
      case 'past':
        return this.past(expression);
      case 'call':
        return this.called(expression);
      case 'unary':
        return negated(expression.operator, await this.value(expression.of), textOf(expression), this.work);
      case 'binary':
        return this.binary(expression);
    }
  }

  private async named(name: string): Promise<Value> {
    const fact = facts.get(name);
    if (fact && this.passes === 0) return number(fact.of(this.stop));
    if (fact) throw new ExpressionError(`${name} is where the run is now and has no value of a pass ago.`);
    if (this.passes === 0) return { kind: 'tensor', view: lookUp(name, this.stop) };
    await this.keepForLater(name);
    const view = this.stop.pastView(name, this.passes);
    if (view) return { kind: 'tensor', view };
    const pass = this.stop.position.pass - this.passes;
    throw new ExpressionError(
      pass < 0
        ? `There was no pass ${pass}: this is pass ${this.stop.position.pass}.`
        : `${name} was not read at this line in pass ${pass}, so its value there is not known. Stop here in every pass, or set a breakpoint here whose condition or log message reads ${name}.`,
    );
  }

  /** Reads a name, so that it is known at this line in later passes. */
  private async keepForLater(name: string): Promise<void> {
    const view = lookUp(name, this.stop);
    this.work.sees(view.rows * view.cols);
    await view.read(0, view.rows);
  }

  private past({ of, passes }: Expression & { kind: 'past' }): Promise<Value> {
    return new Evaluation(this.stop, this.work, this.passes + passes).value(of);
  }

  private async called(expression: Expression & { kind: 'call' }): Promise<Value> {
    const { name, arguments: list } = expression;
    const [first] = list;
    if (name === 'ref' && first) {
      const reference = await this.referenceStop();
      return new Evaluation(reference, this.work, this.passes).value(first);
    }
    const values: Value[] = [];
    for (const argument of list) values.push(await this.value(argument));
    const found = functions.get(name);
    if (!found) throw new ExpressionError(`Unknown function "${name}".`);
    return found.call(values, { text: textOf(expression), stop: this.stop, work: this.work });
  }

  private async referenceStop(): Promise<Stop> {
    try {
      return await this.stop.facts.reference();
    } catch (error) {
      if (error instanceof AdapterError) throw new ExpressionError(error.message);
      throw error;
    }
  }

  private async binary(expression: Expression & { kind: 'binary' }): Promise<Value> {
    const { operator, left, right } = expression;
    // The operations of a program may have names such as "attn.q+k".
    const joined = plusName(expression, this.stop);
    if (joined !== undefined) return this.named(joined);
    const text = textOf(expression);
    if (operator === '&&' || operator === '||') {
      const isLeft = (await numberIn(await this.value(left), textOf(left))) !== 0;
      if (isLeft === (operator === '||')) return number(isLeft ? 1 : 0);
      return number((await numberIn(await this.value(right), textOf(right))) === 0 ? 0 : 1);
    }
    return operated(operator, [await this.value(left), await this.value(right)], text, this.work);
  }

  private async indexed({ of, rows, cols }: Expression & { kind: 'index' }): Promise<Value> {
    const value = await this.value(of);
    const text = textOf(of);
    if (value.kind !== 'tensor')
      throw new ExpressionError(`${text} is a single value and cannot be indexed.`);
    const { view } = value;
    if (view.isVector) {
      if (cols)
        throw new ExpressionError(
          `${view.name} is ${shapeOf(view)}: it takes one index. Example: ${text}[0].`,
        );
      const [first, end, isOne] = await this.range(rows, view.cols, `${view.name} has no value`);
      if (isOne) return this.element(view, first);
      const name = `${view.name}[${first}:${end}]`;
      return { kind: 'tensor', view: partOf(view, name, { from: 0, to: view.rows, first, end }) };
    }
    const [from, to, isRow] = await this.range(rows, view.rows, `${view.name} has no row`);
    if (!cols) {
      if (isRow) return { kind: 'tensor', view: rowOf(view, from) };
      const part = { from, to, first: 0, end: view.cols };
      return { kind: 'tensor', view: partOf(view, `${view.name}[${from}:${to}]`, part) };
    }
    const [first, end, isColumn] = await this.range(cols, view.cols, `${view.name} has no column`);
    if (isRow && isColumn) return this.element(rowOf(view, from), first);
    const columns = isColumn ? String(first) : `${first}:${end}`;
    if (isRow) {
      const row = rowOf(view, from);
      return { kind: 'tensor', view: partOf(row, `${row.name}[${columns}]`, { from: 0, to: 1, first, end }) };
    }
    const name = `${view.name}[${from}:${to}, ${columns}]`;
    return { kind: 'tensor', view: partOf(view, name, { from, to, first, end }) };
  }

  private async element(view: TensorView, column: number): Promise<Value> {
    this.work.sees(view.cols);
    const values = await view.read(0, 1);
    return { kind: 'number', value: values[column] ?? 0, element: { view, column } };
  }

  /** First and end of what an index picks, and whether it is a single one. */
  private async range(
    pick: Pick,
    size: number,
    missing: string,
  ): Promise<readonly [first: number, end: number, isOne: boolean]> {
    const at = async (expression: Expression | undefined, otherwise: number): Promise<number> => {
      if (!expression) return otherwise;
      const index = await numberIn(await this.value(expression), textOf(expression));
      if (Number.isInteger(index)) return index < 0 ? index + size : index;
      throw new ExpressionError(`The index ${textOf(expression)} is ${index}, expected a whole number.`);
    };
    const noun = missing.split(' ').at(-1) ?? '';
    if (pick.kind === 'one') {
      const index = await at(pick.at, 0);
      if (index >= 0 && index < size) return [index, index + 1, true];
      const written = index < 0 ? index - size : index;
      throw new ExpressionError(`${missing} ${written}: it has ${noun}s 0 to ${size - 1} here.`);
    }
    const first = await at(pick.from, 0);
    const end = await at(pick.to, size);
    if (first >= 0 && first < end && end <= size) return [first, end, false];
    throw new ExpressionError(
      `${missing}s ${first} to ${end}: a slice goes from one of its ${noun}s 0 to ${size - 1} up to a later one, as in [0:${Math.min(size, 4)}].`,
    );
  }
}
