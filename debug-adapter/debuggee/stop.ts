import type { Arithmetic } from '../../targets/descriptor';
import type { Model } from '../../model/model';
import type { Buffer, Matrix, Operation, Plan, ReportedTensor } from '../../model/plan/plan';
import { readRows, tensorOf } from '../../model/tensorRows';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import type { Cursor } from '../stepping/cursor';
import { cacheRowBytes, valuesOfRow } from '../values/floats';
import { reportedView } from '../values/reportedView';
import type { Position, Target } from '../targets/target';
import type { TensorView } from '../values/tensorView';

/** An executed operation and its pass. */
export interface Executed {
  readonly operation: Operation;
  readonly position: Position;
}

/** The facts that describe a stop. */
interface StopFacts {
  readonly model: Model;
  readonly tokenizer?: Tokenizer;
  readonly arithmetic: Arithmetic;
  readonly target: Target;
  readonly cursor: Cursor;
  /** The last executed operation; undefined before the first one. */
  readonly last?: Executed;
  /** Why the run ended, at its end. */
  readonly end?: string;
  /** Ids of the prompt and those sampled so far. */
  readonly tokens: readonly number[];
  /** Operations that have run in the last pass, by index. */
  readonly ran: ReadonlySet<number>;
  /** An earlier pass has computed logits. */
  readonly hadTail: boolean;
}

/** One stop and the values that can be read while it lasts. Values are read on demand and never stale. */
export class Stop {
  readonly plan: Plan;
  readonly position: Position;

  constructor(readonly facts: StopFacts) {
    this.plan = facts.target.plan;
    this.position = facts.cursor.position;
  }

  /** Buffers with valid contents here, caches excluded. */
  get liveBuffers(): Buffer[] {
    return this.plan.buffers.filter((buffer) => this.isLive(buffer));
  }

  isLive(buffer: Buffer): boolean {
    const { operation } = this.position;
    return this.plan.liveness.some(
      ({ buffer: index, from, to }) => index === buffer.index && from < operation && operation <= to,
    );
  }

  /** Rows of a buffer with valid contents here: positions of the pass, or filled positions of a cache. */
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

  /** Columns with valid contents. Rows of heads have one for each position of the context, filled up to the current one. */
  private columnsOf({ rowMeaning, cols }: Buffer): number {
    return rowMeaning === 'head' ? this.position.first + this.position.count : cols;
  }

  /** The contents of a buffer; undefined if they are not valid here. */
  viewOf(buffer: Buffer): TensorView | undefined {
    if (buffer.kind === 'kv') {
      const rows = this.rowsOf(buffer);
      return rows === 0 ? undefined : this.rowsView(buffer, buffer.name, 0, rows, buffer.cols);
    }
    if (!this.isLive(buffer)) return undefined;
    return this.rowsView(buffer, buffer.name, 0, this.rowsOf(buffer), this.columnsOf(buffer));
  }

  /** The result of the operation that has just run. */
  get lastResult(): TensorView | undefined {
    const { last } = this.facts;
    return last && this.outputOf(last);
  }

  /** The logits of the token that was just sampled; undefined when the last operation was another one. */
  get sampledLogits(): TensorView | undefined {
    const buffer = this.plan.buffers.find(({ name }) => name === 'logits');
    if (this.facts.last?.operation.kind !== 'sample' || buffer === undefined) return undefined;
    return this.rowsView(buffer, buffer.name, 0, 1, buffer.cols);
  }

  /** The result of an operation of this pass; undefined if it has been overwritten. */
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

  /**
   * Whether a matrix has been read from the disc by now. Resident matrices are read before the first pass, streamed ones
   * by the operations that need them.
   */
  wasRead({ index, resident }: Matrix): boolean {
    const { reads, operations } = this.plan;
    const { pass, operation } = this.position;
    if (resident || this.plan.described) return true;
    return reads.some(({ matrix, preload, neededBy }) => {
      if (matrix !== index || preload) return false;
      const isTail = operations[neededBy]?.tail ?? false;
      return neededBy < operation || (isTail ? this.facts.hadTail : pass > 0);
    });
  }

  /** Values come from the model file, so that a streamed matrix can be read at any time. */
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

  /** The values that a program has reported as a buffer; undefined if there is no such buffer. */
  reportedBuffer(name: string): ReportedTensor | undefined {
    return this.plan.described?.buffers.find((buffer) => buffer.name === name);
  }

  /** Values in memory as a program reported them. @throws Error when there can be no such values. */
  reportedView(tensor: ReportedTensor): TensorView {
    return reportedView(tensor, this.facts.arithmetic, (address, length) => this.readRam(address, length));
  }

  private outputOf({ operation, position }: Executed): TensorView | undefined {
    const reported = this.plan.described?.results[operation.index];
    if (reported) return reported.fault === undefined ? this.reportedView(reported) : undefined;
    const { output } = operation;
    const buffer = output.buffer === undefined ? undefined : this.plan.buffers[output.buffer];
    if (!buffer) return undefined;
    const first = output.index === 'position' ? position.first : 0;
    const rows = output.index === 'none' ? 1 : position.count;
    return this.rowsView(buffer, operation.id, first, rows, output.cols);
  }

  /** A row of a cache counts as filled after the last operation that writes it. */
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
    // Integers of a cache have a scale for each head, other integers one.
    const perScale = buffer.kind === 'kv' ? this.plan.config.headDim : buffer.cols;
    return {
      name,
      type,
      isVector: buffer.rowMeaning === 'none',
      rows,
      cols,
      address,
      stride,
      read: async (row, count) => {
        const length = type === 'i16' ? cacheRowBytes(cols, perScale) : cols * 4;
        const bytes = await this.readRam(address + row * stride, (count - 1) * stride + length);
        const values = new Float64Array(count * cols);
        for (let i = 0; i < count; i++) {
          const rowBytes = bytes.subarray(i * stride, i * stride + length);
          values.set(valuesOfRow(rowBytes, { type, cols, headDim: perScale }, arithmetic), i * cols);
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
        `The target returned ${bytes.length} of ${length} bytes at ${place}. Step once to read them again.`,
      );
    }
    return bytes;
  }
}
