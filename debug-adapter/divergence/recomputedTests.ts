import type { Operand, Operation, Plan } from '../../model/plan/plan';
import { encodePart } from '../../model/plan/tileCodec';
import { readStoredRows, tensorOf, type StoredRows } from '../../model/tensorRows';
import { explains, valueInputs, type Culprit, type Variant, type Verdict } from './culprit';
import type { Judge } from './judge';
import { rowBytes, rowsOf, type OperandRow } from './operandRows';
import { tilesOf, withoutReads, withTiles } from './tileVariant';

/** A way in which an operation may have gone wrong. */
interface Hypothesis extends Verdict {
  readonly variant: Variant;
}

/** The first hypothesis that gives exactly what the target has. */
export async function recomputedVerdict(culprit: Culprit): Promise<Verdict | undefined> {
  for (const { variant, ...verdict } of hypotheses(culprit)) {
    if (await explains(culprit, variant)) return verdict;
  }
  return undefined;
}

function* hypotheses(culprit: Culprit): Generator<Hypothesis> {
  const { operation } = culprit;
  switch (operation.kind) {
    case 'matmul':
      yield* ofMatmul(culprit);
      break;
    case 'embed':
      yield* ofEmbed(culprit);
      break;
    case 'rope':
      yield* ofRope(culprit);
      break;
    case 'attention':
      yield* ofAttention(culprit);
      break;
    case 'rmsnorm':
      yield* ofNorm(culprit);
      break;
    default:
      break;
  }
  yield* ofInputs(culprit);
}

function* ofMatmul(culprit: Culprit): Generator<Hypothesis> {
  const { plan, operation } = culprit;
  const placed = tilesOf(culprit);
  const streamed = placed.filter(({ tile }) => tile.read !== undefined);
  const sets = streamed.map((one) => [one]);
  for (const set of sets.length > 1 ? [...sets, streamed] : sets) {
    const [first] = set;
    if (!first) continue;
    const { rowStart } = first.tile;
    const which = set.length === 1 ? `rows ${rowStart} to ${rowStart + first.tile.rows - 1}` : 'all rows';
    yield {
      kind: 'staleRead',
      words: `The result follows from what was in the slot before ${which} of ${first.matrix.name} were read.`,
      variant: {
        plan: withoutReads(
          plan,
          set.map(({ tile }) => tile.index),
        ),
      },
    };
  }
  for (const by of [1, -1])
    yield {
      kind: 'scale',
      words: `The result follows from the scales of the ${by > 0 ? 'next' : 'previous'} row or group.`,
      variant: reworked(culprit, (stored) => withScales(stored, by)),
    };
  yield* ofTruncatedInput(culprit);
  yield {
    kind: 'swap',
    words: `The result follows from ${nameOf(culprit)} with the halves of its rows exchanged.`,
    variant: reworked(culprit, (stored, cols) =>
      withColumns(stored, cols, (column) => (column + cols / 2) % cols),
    ),
  };
  yield {
    kind: 'swap',
    words: `The result follows from ${nameOf(culprit)} with neighbouring columns exchanged.`,
    variant: reworked(culprit, (stored, cols) => withColumns(stored, cols, (column) => column ^ 1)),
  };
  yield {
    kind: 'rows',
    words: `The result follows from ${nameOf(culprit)} with rows and columns exchanged.`,
    variant: reworked(culprit, transposed),
  };
  const matrix = plan.matrices[operation.matrix ?? -1];
  const seen = new Set([operation.matrix]);
  for (const other of plan.operations) {
    const used = plan.matrices[other.matrix ?? -1];
    if (other.kind !== 'matmul' || !used || !matrix || seen.has(used.index)) continue;
    if (used.rows !== matrix.rows || used.cols !== matrix.cols) continue;
    seen.add(used.index);
    yield {
      kind: 'rows',
      words: `The result follows from ${used.name} instead of ${matrix.name}.`,
      variant: {
        operation: { ...operation, matrix: used.index, firstTile: other.firstTile, tiles: other.tiles },
      },
    };
  }
}

const nameOf = ({ plan, operation }: Culprit): string => plan.matrices[operation.matrix ?? -1]?.name ?? '';

/** A matmul with the stored values of each tile changed. */
function reworked(
  culprit: Culprit,
  rework: (stored: StoredRows, cols: number, rows: number) => StoredRows,
): Variant {
  const { model } = culprit;
  return withTiles(culprit, async ({ matrix, part }) => {
    const stored = await readStoredRows(model, tensorOf(model, matrix.name), part.rowStart, part.rows);
    return encodePart(matrix, part, rework(stored, matrix.cols, part.rows));
  });
}

function withScales(stored: StoredRows, by: number): StoredRows {
  if (stored.type === 'f32') return stored;
  const { scales } = stored;
  const last = scales.length - 1;
  const other = scales.map((_, index) => scales[Math.max(0, Math.min(last, index + by))] ?? 0);
  return { ...stored, scales: other };
}

function withColumns(stored: StoredRows, cols: number, from: (column: number) => number): StoredRows {
  return withValues(stored, (index) => index - (index % cols) + from(index % cols));
}

function transposed(stored: StoredRows, cols: number, rows: number): StoredRows {
  const size = Math.min(cols, rows);
  return withValues(stored, (index) => {
    const [row, column] = [Math.floor(index / cols), index % cols];
    return row < size && column < size ? column * cols + row : index;
  });
}

function withValues(stored: StoredRows, from: (index: number) => number): StoredRows {
  if (stored.type === 'f32') {
    const { values } = stored;
    return { ...stored, values: values.map((_, index) => values[from(index)] ?? 0) };
  }
  const { values } = stored;
  return { ...stored, values: values.map((_, index) => values[from(index)] ?? 0) };
}

function* ofTruncatedInput(culprit: Culprit): Generator<Hypothesis> {
  const { plan, operation, pass } = culprit;
  const [input] = operation.inputs;
  if (!input) return;
  for (const missing of [1, 2, 4, 8, 16, 32, input.cols / 2]) {
    if (missing >= input.cols || !Number.isInteger(missing)) continue;
    yield {
      kind: 'truncated',
      words: `The result follows from the sum without the last ${missing} of ${input.cols} columns.`,
      variant: {
        prepare: (judge) => {
          const bytes = missing * 4;
          for (const row of rowsOf(plan, operation, input, pass))
            judge.write(row.address + row.bytes - bytes, new Uint8Array(bytes));
        },
      },
    };
  }
}

function* ofEmbed({ plan, operation }: Culprit): Generator<Hypothesis> {
  const shifted = (by: number): Variant => ({
    prepare: ({ progress }) => {
      progress.tokens = progress.tokens.map((token, at) => progress.tokens[at + by] ?? token);
    },
  });
  for (const by of [-1, 1])
    yield {
      kind: 'position',
      words: `${operation.id} took the token of the ${by < 0 ? 'previous' : 'next'} position.`,
      variant: shifted(by),
    };
  for (const by of [-1, 1])
    yield {
      kind: 'rows',
      words: `${operation.id} took the ${by < 0 ? 'previous' : 'next'} row of the embedding.`,
      variant: {
        prepare: ({ progress }) => {
          const { vocabSize } = plan.config;
          progress.tokens = progress.tokens.map((token) => Math.max(0, Math.min(vocabSize - 1, token + by)));
        },
      },
    };
}

function* ofRope(culprit: Culprit): Generator<Hypothesis> {
  const { plan, operation, pass } = culprit;
  const { rope, config } = plan;
  const rowBytes = (config.headDim / 2) * 4;
  const tables = (cos: number, sin: number): Variant => ({
    plan: { ...plan, rope: { ...rope, cosAddress: cos, sinAddress: sin } },
  });
  for (const by of [-1, 1])
    yield {
      kind: 'position',
      words: `${operation.id} turned by the angles of the ${by < 0 ? 'previous' : 'next'} position.`,
      variant: tables(rope.cosAddress + by * rowBytes, rope.sinAddress + by * rowBytes),
    };
  yield {
    kind: 'rope',
    words: `${operation.id} took sines for cosines and cosines for sines.`,
    variant: tables(rope.sinAddress, rope.cosAddress),
  };
  const [input] = operation.inputs;
  if (!input) return;
  const negated = (judge: Judge): void => {
    const address = rope.sinAddress + pass.first * rowBytes;
    const bytes = judge.read(address, rowBytes * pass.count);
    judge.write(
      address,
      bytes.map((byte, at) => (at % 4 === 3 ? byte ^ 0x80 : byte)),
    );
  };
  yield {
    kind: 'rope',
    words: `${operation.id} turned the other way round.`,
    variant: { prepare: negated },
  };
  let turnedBack: readonly Uint8Array[] = [];
  yield {
    kind: 'rope',
    words: `${operation.id} added where RoPE subtracts, in the first value of each pair.`,
    variant: {
      prepare: async (judge) => {
        const rows = rowsOf(plan, operation, operation.output, pass);
        const kept = [...rows, ...rowsOf(plan, operation, input, pass)].map(
          ({ address, bytes }) => [address, judge.read(address, bytes)] as const,
        );
        negated(judge);
        await judge.execute(plan, operation);
        turnedBack = rows.map(({ address, bytes }) => judge.read(address, bytes));
        negated(judge);
        for (const [address, bytes] of kept) judge.write(address, bytes);
      },
      finish: (judge, rows) => {
        rows.forEach(({ address, bytes }, index) => {
          const [right, other] = [judge.read(address, bytes), turnedBack[index] ?? new Uint8Array()];
          judge.write(
            address,
            right.map((byte, at) => (at % 8 < 4 ? (other[at] ?? byte) : byte)),
          );
        });
      },
    },
  };
  const { headDim } = config;
  const half = headDim / 2;
  // Pairs (i, i + half) instead of (2i, 2i + 1).
  const paired = (column: number): number => {
    const inHead = column % headDim;
    return column - inHead + (inHead % 2 === 0 ? inHead / 2 : (inHead - 1) / 2 + half);
  };
  yield {
    kind: 'rope',
    words: `${operation.id} turned the pairs (i, i + ${half}) of each head instead of (2i, 2i + 1).`,
    variant: {
      prepare: (judge) => {
        for (const row of rowsOf(plan, operation, input, pass)) permute(judge, row, paired);
      },
      finish: (judge, rows) => {
        for (const row of rows) permute(judge, row, paired, true);
      },
    },
  };
}

/** Element i becomes that of `from(i)`, or the other way round. */
function permute(judge: Judge, row: OperandRow, from: (index: number) => number, back = false): void {
  const words = new Uint32Array(judge.read(row.address, row.bytes).buffer);
  const moved = words.slice();
  words.forEach((_, index) => {
    const [to, source] = back ? [from(index), index] : [index, from(index)];
    moved[to] = words[source] ?? 0;
  });
  judge.write(row.address, new Uint8Array(moved.buffer));
}

function* ofAttention({ plan, operation }: Culprit): Generator<Hypothesis> {
  const caches = (kind: 'keys' | 'values'): { readonly name: string; readonly start: number }[] =>
    plan.buffers.filter(({ name }) => name.startsWith(`${kind}.`));
  const at = (index: number): number | undefined => operation.inputs[index]?.address;
  const withCaches = (keys: number | undefined, values: number | undefined): Variant => ({
    operation: withInputs(operation, (input, index) => {
      const address = index === 1 ? keys : index === 2 ? values : undefined;
      return address === undefined ? input : { ...input, address };
    }),
  });
  for (const keys of caches('keys')) {
    const layer = keys.name.replace('keys.', '');
    const values = caches('values').find(({ name }) => name === `values.${layer}`);
    if (keys.start === at(1) || !values) continue;
    for (const [what, variant] of [
      ['keys and values', withCaches(keys.start, values.start)],
      ['keys', withCaches(keys.start, undefined)],
      ['values', withCaches(undefined, values.start)],
    ] as const)
      yield { kind: 'kv', words: `${operation.id} took the ${what} of ${layer}.`, variant };
  }
  yield {
    kind: 'swap',
    words: `${operation.id} took keys for values and values for keys.`,
    variant: withCaches(at(2), at(1)),
  };
  for (const by of [-1, 1])
    yield {
      kind: 'position',
      words: `${operation.id} looked at one position ${by < 0 ? 'less' : 'more'} than there is.`,
      variant: { prepare: ({ progress }) => void (progress.first = Math.max(0, progress.first + by)) },
    };
  yield {
    kind: 'position',
    words: `${operation.id} began at position 1: it left out position 0 and looked at one more.`,
    variant: {
      operation: withInputs(operation, (input, index) =>
        index === 1 || index === 2 ? { ...input, address: input.address + input.stride } : input,
      ),
    },
  };
  for (const index of [1, 2])
    for (const by of [-1, 1])
      yield {
        kind: 'kv',
        words: `${operation.id} took the ${index === 1 ? 'keys' : 'values'} of the ${by < 0 ? 'previous' : 'next'} position for each position.`,
        variant: {
          operation: withInputs(operation, (input, at) =>
            at === index ? { ...input, address: input.address + by * input.stride } : input,
          ),
        },
      };
}

function* ofNorm({ plan, operation }: Culprit): Generator<Hypothesis> {
  for (const eps of [1e-5, 1e-6, 1e-8, 1e-12, 0, 1e-3]) {
    if (eps === plan.config.eps) continue;
    const other: Plan = { ...plan, config: { ...plan.config, eps } };
    yield {
      kind: 'scale',
      words: `The result follows from epsilon ${eps}; the model has ${Number(plan.config.eps.toPrecision(6))}.`,
      variant: { plan: other },
    };
  }
  const vectors = plan.matrices.filter(({ name }) => name.endsWith('norm'));
  for (const vector of vectors) {
    if (vector.index === operation.inputs[1]?.matrix) continue;
    yield {
      kind: 'rows',
      words: `The result follows from the weights of ${vector.name}.`,
      variant: {
        operation: withInputs(operation, (input, index) =>
          index === 1 ? { ...input, address: vector.address } : input,
        ),
      },
    };
  }
}

/** Inputs of any operation: exchanged, of a neighbouring row, or with exchanged halves. */
function* ofInputs(culprit: Culprit): Generator<Hypothesis> {
  const { plan, operation, pass } = culprit;
  const inputs = valueInputs(culprit);
  const [a, b] = operation.inputs;
  if (a && b && inputs.includes(a) && inputs.includes(b) && operation.kind !== 'attention')
    yield {
      kind: 'swap',
      words: `${operation.id} exchanged its inputs.`,
      variant: { operation: withInputs(operation, (input, index) => [b, a][index] ?? input) },
    };
  for (const input of inputs) {
    const name = plan.buffers[input.buffer ?? -1]?.name ?? plan.matrices[input.matrix ?? -1]?.name ?? '';
    const isKv = plan.buffers[input.buffer ?? -1]?.kind === 'kv';
    for (const by of [-1, 1])
      yield {
        kind: isKv ? 'kv' : input.index === 'none' ? 'rows' : 'position',
        words: `${operation.id} took the ${by < 0 ? 'previous' : 'next'} row of ${name}.`,
        variant: {
          operation: withInputs(operation, (one) =>
            one === input ? { ...one, address: one.address + by * one.stride } : one,
          ),
        },
      };
    if (isKv || rowBytes(plan, input) % 8 !== 0) continue;
    const half = input.cols / 2;
    const { headDim } = plan.config;
    for (const [what, distance] of [
      ['halves', half],
      ['neighbouring heads', headDim],
    ] as const) {
      if (input.cols % (2 * distance) !== 0) continue;
      yield {
        kind: 'swap',
        words: `The result follows from ${name} with its ${what} exchanged.`,
        variant: {
          prepare: (judge) => {
            for (const row of rowsOf(plan, operation, input, pass))
              permute(judge, row, (at) =>
                Math.floor(at / distance) % 2 === 0 ? at + distance : at - distance,
              );
          },
        },
      };
    }
  }
}

function withInputs(operation: Operation, change: (input: Operand, index: number) => Operand): Operation {
  return { ...operation, inputs: operation.inputs.map(change) };
}
