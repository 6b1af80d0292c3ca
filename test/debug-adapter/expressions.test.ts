import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { after, before, describe, it } from 'mocha';
import { parseExpression, textOf, type Expression, type Pick } from '../../debug-adapter/expressions/syntax';
import { openModelFile } from '../../model/node/modelFile';
import { readRows, tensorOf } from '../../model/tensorRows';
import { Conversation, tiny } from './conversation';

/** An expression as text, written differently than it is shown. */
function written(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return `( ${expression.value})`;
    case 'text':
      return JSON.stringify(expression.text);
    case 'name':
      return expression.name;
    case 'index': {
      const { of, rows, cols } = expression;
      return `(${written(of)})[ ${pickText(rows)}${cols ? ` ,${pickText(cols)}` : ''} ]`;
    }
    case 'past':
      return `(${written(expression.of)}) @ - ${expression.passes}`;
    case 'call':
      return `${expression.name} (${expression.arguments.map(written).join(' , ')} )`;
    case 'unary':
      return `${expression.operator} (${written(expression.of)})`;
    case 'binary':
      return `(${written(expression.left)})${expression.operator}(${written(expression.right)})`;
  }
}

const pickText = (pick: Pick): string =>
  pick.kind === 'one'
    ? written(pick.at)
    : `${pick.from ? written(pick.from) : ''} : ${pick.to ? written(pick.to) : ''}`;

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.]{0,12}$/);
const { expression } = fc.letrec<{ expression: Expression; pick: Pick }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('name' as const), name }),
    fc.record({ kind: fc.constant('number' as const), value: fc.nat() }),
    fc.record({ kind: fc.constant('text' as const), text: fc.string() }),
    fc.record(
      { kind: fc.constant('index' as const), of: tie('expression'), rows: tie('pick'), cols: tie('pick') },
      { requiredKeys: ['kind', 'of', 'rows'] },
    ),
    fc.record({
      kind: fc.constant('past' as const),
      of: tie('expression'),
      passes: fc.nat().map((n) => n + 1),
    }),
    fc.record({
      kind: fc.constant('call' as const),
      name,
      arguments: fc.array(tie('expression'), { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('unary' as const),
      operator: fc.constant('!' as const),
      of: tie('expression'),
    }),
    fc.record({
      kind: fc.constant('binary' as const),
      operator: fc.constantFrom('+', '-', '*', '/', '%', '<', '<=', '==', '!=', '>=', '>', '&&', '||'),
      left: tie('expression'),
      right: tie('expression'),
    }),
  ),
  pick: fc.oneof(
    { depthSize: 'small' },
    fc.record({ kind: fc.constant('one' as const), at: tie('expression') }),
    fc.record(
      { kind: fc.constant('range' as const), from: tie('expression'), to: tie('expression') },
      { requiredKeys: ['kind'] },
    ),
  ),
}));

describe('expressions', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(expression, (meant) => {
        const text = written(meant);
        fc.pre(text.length < 2_000 && !/\({30}/.test(text.replace(/[^(]/g, '')));
        // Records of the generator have no prototype.
        assert.deepEqual(parseExpression(` ${text} `), structuredClone(meant));
        assert.deepEqual(parseExpression(textOf(meant)), structuredClone(meant));
      }),
    );
  });

  it('that cannot be read are refused in one sentence', () => {
    for (const text of [
      '',
      '[0]',
      'x[',
      'x[1',
      'x[]',
      'x[1,]',
      'x[,1]',
      'mean(',
      'mean(x',
      'x y',
      'x +',
      '"x',
      "'x'",
      ')',
      'x = 3',
      'x & 3',
      '1 < 2 < 3',
      'x@',
      'x@1',
      'x@-0',
      'x@-1.5',
      '('.repeat(50),
      '-'.repeat(50),
    ]) {
      assert.throws(
        () => parseExpression(text),
        /^ExpressionError: Invalid expression ".*Examples: [^\n]*\.$/,
        text,
      );
    }
    assert.throws(() => parseExpression(`x${'+1'.repeat(2_000)}`), /expected at most 1000/);
  });

  it('bind as in mathematics', () => {
    for (const [text, same] of [
      ['1 + 2 * 3 - 4', '(1 + (2 * 3)) - 4'],
      ['a || b && c == d + 1', 'a || (b && (c == (d + 1)))'],
      ['-x[0] * 2', '(-(x[0])) * 2'],
      ['!a && b', '(!a) && b'],
      ['x@-1[2]', '(x@-1)[2]'],
      ['1 - 2 - 3', '(1 - 2) - 3'],
    ] as const) {
      assert.deepEqual(parseExpression(text), parseExpression(same), text);
    }
  });
});

describe('the value of an expression', () => {
  let conversation: Conversation;
  before(async () => {
    conversation = await Conversation.launch(tiny);
    await conversation.stop('configurationDone');
    await conversation.client.request('setFunctionBreakpoints', {
      breakpoints: [{ name: 'L01.attn.attend' }],
    });
    await conversation.stop('continue');
  });
  after(() => conversation.close());

  async function value(text: string): Promise<string> {
    const response = await conversation.client.ask('evaluate', { expression: text, context: 'watch' });
    if (!response.success) return response.message ?? '';
    return (response.body as DebugProtocol.EvaluateResponse['body']).result;
  }

  const number = (text: string): number => Number(text.replace('−', '-'));

  it('of a function is what the values give', async () => {
    const data = Buffer.from(
      (await conversation.memory((await buffer('q')).memoryReference ?? '', 256, 256)) ?? '',
      'base64',
    );
    const values = Array.from({ length: 64 }, (_, i) => data.readFloatLE(i * 4));
    const sum = values.reduce((total, x) => total + x, 0);
    const close = async (text: string, expected: number): Promise<void> => {
      assert.ok(Math.abs(number(await value(text)) - expected) < 1e-5, text);
    };
    await close('sum(q[1])', sum);
    await close('mean(q[1])', sum / 64);
    await close('max(q[1])', Math.max(...values));
    await close('min(q[1])', Math.min(...values));
    await close('norm(q[1])', Math.hypot(...values));
    await close('std(q[1])', Math.sqrt(values.reduce((total, x) => total + (x - sum / 64) ** 2, 0) / 64));
    await close('q[1][7]', values[7] ?? NaN);
    assert.match(await value('topk(q[1], 2)'), new RegExp(`^${values.indexOf(Math.max(...values))}, \\d+$`));
  });

  it('of a result is there as long as nothing has overwritten it', async () => {
    assert.match(await value('L01.attn.rope.q'), /^f32\[8×64\] mean/);
    assert.match(await value('L01.attn.rope.k'), /^f32\[8×32\] mean/, 'the last result may lie in a cache');
    assert.match(await value('L01.attn.q'), /its result was overwritten/);
    assert.match(await value('L02.attn.q'), /it has not run in this pass/);
    assert.match(await value('L00.mix'), /^f32\[8×64\] mean/);
  });

  it('that is none is refused with what to write', async () => {
    assert.match(await value('wombat'), /^Unknown name "wombat"\. Use the name of a buffer \(x\), a matrix/);
    assert.match(await value('gate'), /gate has no valid contents at this point/);
    assert.match(await value('q[8]'), /q has no row 8: it has rows 0 to 7 here/);
    assert.match(await value('q[0][64]'), /no value 64: it has values 0 to 63 here/);
    assert.match(await value('q[0][0][0]'), /single value/);
    assert.match(await value('q[-9]'), /q has no row -9: it has rows 0 to 7 here/);
    assert.match(await value('q[2:2]'), /a slice goes from one of its rows 0 to 7 up to a later one/);
    assert.match(await value('q[0.5]'), /The index 0\.5 is 0\.5, expected a whole number/);
    assert.match(await value('q + x[0:2, 0:3]'), /needs two of the same shape, but q is f32\[8×64\]/);
    assert.match(await value('norm(q) + topk(q[0])'), /The value of topk is a list/);
    assert.match(await value('attn.q'), /Unknown name "attn\.q"\./);
    assert.match(await value('layers.00.atn.wq'), /Did you mean layers\.00\.attn\.wq\?/);
    assert.match(await value('q && 1'), /q is a tensor f32\[8×64\], expected a single number/);
    assert.match(await value('topk(q)'), /needs a single row, but q has 8/);
    assert.match(await value('median(q)'), /Unknown function "median"\. Did you mean mean\? Functions: mean/);
    assert.match(await value('foo(q)'), /^Unknown function "foo"\. Functions: mean/);
    assert.match(await value('foo(nothing)'), /^Unknown function "foo"/, 'before its argument');
    assert.match(
      await value('mean()'),
      /mean takes 1 argument, and has none: mean\(x\)\. Example: mean\(x\)/,
    );
    assert.match(await value('mean(q, 2)'), /mean takes 1 argument, and has 2/);
    assert.match(await value('mean(q[0][1])'), /must be a buffer, a row or a matrix/);
  });

  it('is computed value by value', async () => {
    const first = number(await value('q[0][3]'));
    const close = async (text: string, expected: number): Promise<void> => {
      assert.ok(Math.abs(number(await value(text)) - expected) < 1e-5, `${text} is ${await value(text)}`);
    };
    await close('2 * 3 + 10 % 4 - 1', 7);
    await close('-q[0][3] / 2', -first / 2);
    await close('(q * 2 - q)[0, 3]', first);
    await close('sum(q == q)', 512);
    await close('sum(abs(q) >= 0) - sum(q > 0) - sum(q <= 0)', 0);
    await close('sqrt(sum(q * q)) - norm(q)', 0);
    await close('max(abs(q - q[0]))', number(await value('diff(q - q[0], q * 0)')));
    await close('cosine(q[0], q[0] * 3)', 1);
    await close('cosine(q[0], -q[0])', -1);
    await close('sum(softmax(q[2]))', 1);
    await close('entropy(q[2] * 0)', 6);
    await close('argmax(q[1]) - argmax(q[1] * 2 + 1)', 0);
    await close('pass == 0 && token >= 0 || q', 1);
    await close(`q[0][3] == ${(await value('q[0][3]')).replace('−', '-')}`, 1);
    assert.match(await value('q[2:4, 8:16]'), /^f32\[2×8\] mean/);
    assert.match(await value('q[:, 0]'), /^f32\[8×1\] mean/);
    await close('sum(q[2:4, 8:16]) - sum(q[2, 8:16]) - sum(q[3][8:16])', 0);
    await close('q[-1][-1] - q[7][63]', 0);
  });

  it('has tokens by id or text', async () => {
    const id = number(await value('token'));
    assert.equal(await value('token == "e"'), '1');
    assert.equal(number(await value('"e"')), id);
    assert.match(
      await value('"time"'),
      /No token has the text "time"\. It is written as " t", "i", "m", "e"/,
    );
    assert.match(await value('"E "'), /No token has the text "E "\. Did you mean/);
  });

  it('of a slice lies where its values lie', async () => {
    const response = await conversation.client.request<DebugProtocol.EvaluateResponse>('evaluate', {
      expression: 'q[1:3, 7:9]',
    });
    const bytes = await conversation.memory(response.memoryReference ?? '', 0, 4);
    assert.equal(
      Math.fround(number(await value('q[1][7]'))),
      Buffer.from(bytes ?? '', 'base64').readFloatLE(0),
    );
  });

  it('on the reference engine is what it is there', async () => {
    assert.equal(await value('diff(q, ref(q))'), '0');
    assert.match(await value('ref(nothing)'), /Unknown name "nothing"/);
  });

  it('is explained by help', async () => {
    assert.match(await value('help topk'), /^topk\(x, count\?\): the largest values/);
    assert.match(await value('help'), /\n {2}cosine\(a, b\) {2}/);
    assert.match(await value('help tpok'), /There is no help on "tpok"\. Did you mean topk\?/);
    assert.match(await value('help pass'), /^pass: number of the pass/);
  });

  it('of a matrix needs no RAM of it', async () => {
    assert.match(await value('layers.00.ffn.w2[3]'), /^q8\[172\] mean/);
    assert.match(await value('mean(embedding)'), /^−?\d/);
  });

  it('is completed from what has a value here', async () => {
    const complete = async (text: string): Promise<string[]> => {
      const request = { text, column: text.length + 1 };
      const body = await conversation.client.request<DebugProtocol.CompletionsResponse>(
        'completions',
        request,
      );
      return body.targets.map(({ label }) => label);
    };
    assert.deepEqual(await complete('norm(values.L'), ['values.L00', 'values.L01']);
    assert.deepEqual(await complete('m'), ['mean', 'max', 'min']);
    assert.deepEqual(await complete('x > 1 && ent'), ['entropy']);
    assert.deepEqual(await complete('gat'), []);
  });

  async function buffer(wanted: string): Promise<DebugProtocol.Variable> {
    const found = (await conversation.scope('Activations')).find((variable) => variable.name === wanted);
    assert.ok(found);
    return found;
  }
});

describe('values of the passes before, and of layers by themselves', () => {
  let conversation: Conversation;
  before(async () => {
    conversation = await Conversation.launch(tiny);
    await conversation.stop('configurationDone');
  });
  after(() => conversation.close());

  async function value(expression: string): Promise<string> {
    const response = await conversation.client.ask('evaluate', { expression });
    return response.success
      ? (response.body as DebugProtocol.EvaluateResponse['body']).result
      : (response.message ?? '');
  }
  const number = (text: string): number => Number(text.replace('−', '-'));

  it('are known where the run has stopped and they were read', async () => {
    await conversation.client.request('setFunctionBreakpoints', {
      breakpoints: [{ name: 'norm', condition: 'pass >= 1' }],
    });
    await conversation.stop('continue');
    const before = number(await value('norm(x)'));
    await conversation.stop('continue');
    const now = number(await value('norm(x)'));
    assert.ok(Math.abs(number(await value('norm(x)@-1')) - before) < 1e-9);
    assert.ok(Math.abs(number(await value('norm(x) - norm(x@-1)')) - (now - before)) < 1e-6);
    assert.match(
      await value('x@-2'),
      /^x was not read at this line in pass \d+, so its value there is not known/,
    );
    assert.match(await value('x@-100'), /There was no pass/);
    assert.match(await value('pass@-1'), /^pass is where the run is now/);
  });

  it('make conditions of breakpoints', async () => {
    await conversation.client.request('setFunctionBreakpoints', {
      breakpoints: [
        { name: 'sample', condition: 'prob(argmax(logits)) > 0 && norm(x) > norm(x)@-1 * 0 + 1e9' },
      ],
    });
    const stop = await conversation.stop('continue');
    const said = (conversation.bodies('output') as DebugProtocol.OutputEvent['body'][]).at(-1)?.output;
    assert.equal(stop.reason, 'breakpoint');
    assert.match(said ?? '', /could not be evaluated: x was not read|could not be evaluated: x has no valid/);
  });

  it('have the tokens that a layer would write, by the final norm computed for that layer', async () => {
    await conversation.client.request('setFunctionBreakpoints', {
      breakpoints: [{ name: 'L03.ffn.norm' }, { name: 'norm' }, { name: 'sample' }],
    });
    await conversation.stop('continue');
    assert.match(await conversation.place(), /^L03\.ffn\.norm:/);
    const response = await conversation.client.request<DebugProtocol.EvaluateResponse>('evaluate', {
      expression: 'lens(L03.attn.add)',
    });
    const shown = await conversation.variables(response.variablesReference);
    const row = await conversation.client.request<DebugProtocol.EvaluateResponse>('evaluate', {
      expression: 'L03.attn.add[-1]',
    });
    const bytes = Buffer.from((await conversation.memory(row.memoryReference ?? '', 0, 256)) ?? '', 'base64');
    const expected = await lensByHand(Array.from({ length: 64 }, (_, i) => bytes.readFloatLE(i * 4)));
    assert.equal(shown.length, expected.length);
    expected.forEach((logit, i) => {
      assert.ok(
        Math.abs(number(shown[i]?.value ?? '') - logit) < 1e-4 * Math.max(1, Math.abs(logit)),
        `logit ${i}`,
      );
    });
    await conversation.stop('continue');
    const best = await value('argmax(lens(x))');
    const probability = number(await value(`prob(lens(x), ${best})`));
    await conversation.stop('continue');
    assert.equal(
      await value('argmax(logits)'),
      best,
      'before the last norm the lens shows the logits themselves',
    );
    assert.ok(Math.abs(number(await value(`prob(${best})`)) - probability) < 1e-5);
    assert.match(await value('lens(logits)'), /lens needs a residual stream of 64 values/);
  });

  /** From the matrices as the model's file has them, row by row. */
  async function lensByHand(residual: readonly number[]): Promise<number[]> {
    const file = await openModelFile(tiny.program);
    try {
      const { model } = file;
      const norm = await readRows(model, tensorOf(model, 'norm'), 0, 1);
      const squares = residual.map((x) => x * x).reduce((a, b) => a + b);
      const root = Math.sqrt(squares / residual.length + model.config.eps);
      const logits: number[] = [];
      for (let token = 0; token < model.config.vocabSize; token++) {
        const weights = await readRows(model, tensorOf(model, 'embedding'), token, 1);
        logits.push(residual.reduce((sum, x, i) => sum + (x / root) * (norm[i] ?? 0) * (weights[i] ?? 0), 0));
      }
      return logits;
    } finally {
      await file.close();
    }
  }
});
