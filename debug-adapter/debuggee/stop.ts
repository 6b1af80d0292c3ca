import type { Arithmetic } from '../../targets/descriptor';
import type { Model } from '../../model/model';
import type { Buffer, Matrix, Operation, Plan } from '../../model/plan/plan';
import { readRows, tensorOf } from '../../model/tensorRows';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import type { Cursor } from '../stepping/cursor';
import { cacheRowBytes, valuesOfRow } from '../values/floats';
import type { Position, Target } from '../targets/target';
import type { TensorView } from '../values/tensorView';

/** An operation that was executed and the pass that it ran in. */
export interface Executed {
  readonly operation: Operation;
  readonly position: Position;
}

/** What a stop is made from. */
export interface StopFacts {
  readonly model: Model;
  readonly tokenizer?: Tokenizer;
  readonly arithmetic: Arithmetic;
  readonly target: Target;
  readonly cursor: Cursor;
  /** undefined before anything ran. */
  readonly last?: Executed;
  /** Why the run ended, at its end. */
  readonly end?: string;
  /** Ids of the prompt and those sampled so far. */
  readonly tokens: readonly number[];
}

/** One stop: what can be seen while it lasts. Nothing is read before it is asked for, and nothing stale is given. */
export class Stop {
  readonly plan: Plan;
  readonly position: Position;

  constructor(readonly facts: StopFacts) {
    this.plan = facts.target.plan;
    this.position = facts.cursor.position;
  }

  /** Buffers whose contents mean something here, caches excluded. */
  get liveBuffers(): Buffer[] {
    return this.plan.buffers.filter((buffer) => this.isLive(buffer));
  }

  isLive(buffer: Buffer): boolean {
    const { operation } = this.position;
    return this.plan.liveness.some(
      ({ buffer: index, from, to }) => index === buffer.index && from < operation && operation <= to,
    );
  }

  /** Rows of a buffer that hold something here: positions of the pass, or positions that a cache has filled. */
  rowsOf(buffer: Buffer): number {
    switch (buffer.rowMeaning) {
      case 'position in pass':
        return this.position.count;
      case 'position':
        return this.filledPositions(buffer);
      case 'head':
      case 'none':
        return buffer.rows;
    }
  }

  /** Columns that hold something: rows of heads have one for each position of the context, filled up to the present. */
  private columnsOf({ rowMeaning, cols }: Buffer): number {
    return rowMeaning === 'head' ? this.position.first + this.position.count : cols;
  }

  /** What a buffer holds here; undefined when that means nothing. */
  viewOf(buffer: Buffer): TensorView | undefined {
    if (buffer.kind === 'kv') {
      const rows = this.rowsOf(buffer);
      return rows === 0 ? undefined : this.rowsView(buffer, buffer.name, 0, rows, buffer.cols);
    }
    if (!this.isLive(buffer)) return undefined;
    return this.rowsView(buffer, buffer.name, 0, this.rowsOf(buffer), this.columnsOf(buffer));
  }

  /** What the operation just done has written. */
  get lastResult(): TensorView | undefined {
    const { last } = this.facts;
    return last && this.outputOf(last);
  }

  /** What an operation of this pass has written, as long as nothing has overwritten it. */
  resultOf(operation: Operation): TensorView | undefined {
    if (this.facts.last?.operation === operation) return this.lastResult;
    const isKept = this.plan.liveness.some(
      ({ buffer, from, to }) =>
        buffer === operation.output.buffer &&
        from === operation.index &&
        operation.index < this.position.operation &&
        this.position.operation <= to,
    );
    return isKept ? this.outputOf({ operation, position: this.position }) : undefined;
  }

  /** Values come from the model's file, so that a streamed matrix can be read at any time. */
  matrixView(matrix: Matrix): TensorView {
    const { model } = this.facts;
    const isWhole = matrix.resident && matrix.type === 'f32' && matrix.parts.length === 1;
    return {
      name: matrix.name,
      type: matrix.type,
      isVector: matrix.rows === 1,
      rows: matrix.rows,
      cols: matrix.cols,
      ...(matrix.resident && { address: matrix.address }),
      ...(isWhole && { stride: matrix.parts[0]?.stride ?? 0 }),
      read: async (row, count) =>
        Float64Array.from(await readRows(model, tensorOf(model, matrix.name), row, count)),
    };
  }

  private outputOf({ operation, position }: Executed): TensorView | undefined {
    const { output } = operation;
    const buffer = output.buffer === undefined ? undefined : this.plan.buffers[output.buffer];
    if (!buffer) return undefined;
    const first = output.index === 'position' ? position.first : 0;
    const rows = output.index === 'none' ? 1 : position.count;
    return this.rowsView(buffer, operation.id, first, rows, output.cols);
  }

  /** A cache's row counts as filled when the last operation that writes it is done. */
  private filledPositions(buffer: Buffer): number {
    const writers = this.plan.operations.filter(({ output }) => output.buffer === buffer.index);
    const lastWriter = writers.at(-1)?.index ?? Infinity;
    const { first, count, operation } = this.position;
    return first + (lastWriter < operation ? count : 0);
  }

  private rowsView(buffer: Buffer, name: string, first: number, rows: number, cols: number): TensorView {
    const address = buffer.start + first * buffer.stride;
    const { stride, type } = buffer;
    const { arithmetic } = this.facts;
    const { headDim } = this.plan.config;
    return {
      name,
      type,
      isVector: buffer.rowMeaning === 'none',
      rows,
      cols,
      address,
      stride,
      read: async (row, count) => {
        const length = type === 'i16' ? cacheRowBytes(cols, headDim) : cols * 4;
        const bytes = await this.readRam(address + row * stride, (count - 1) * stride + length);
        const values = new Float64Array(count * cols);
        for (let i = 0; i < count; i++) {
          const rowBytes = bytes.subarray(i * stride, i * stride + length);
          values.set(valuesOfRow(rowBytes, { type, cols, headDim }, arithmetic), i * cols);
        }
        return values;
      },
    };
  }

  private async readRam(address: number, length: number): Promise<Uint8Array> {
    const bytes = await this.facts.target.readMemory(address, length);
    if (bytes.length < length) {
      const place = `0x${address.toString(16)}`;
      throw new Error(
        `The target gave ${bytes.length} of ${length} bytes at ${place}: step once more to read them.`,
      );
    }
    return bytes;
  }
}
