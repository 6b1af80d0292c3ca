import type { Matrix, MatrixPart, Operand, Operation, Plan, Tile } from '../plan/plan';
import type { RunSettings } from '../plan/runSettings';
import { integersOf, scaledColumns, unitRows, unitStart, type Arrangement } from '../plan/tileCodec';
import type { TraceEvent } from '../trace/events';
import { EngineError } from './error';
import { f32Bits } from './f32Bits';
import type { FloatUnit, WeightRows } from './floatUnit';
import { IntegerProduct, quantisationLimit, type QuantisedVector } from './integerProduct';
import { Kernels, type Cache, type Row } from './kernels';
import { Sampler } from './sampler';
import type { EngineState } from './state';
import type { Weights } from './weights';

/** Called between pieces of an operation and awaited, so that other tasks can run. */
export type Yielder = () => Promise<void> | undefined;

/** Multiply-adds between two yields: a few milliseconds. */
const macsPerBreath = 1 << 18;
const wordBytes = 4;
const shortBytes = 2;

/** Executes single operations of a plan: finds their rows in RAM and passes them to the kernels. */
export class Executor {
  private readonly kernels: Kernels;
  private readonly integers: IntegerProduct;
  private readonly sampler: Sampler;
  private readonly eps: number;
  private readonly attentionScale: number;

  constructor(
    private readonly plan: Plan,
    private readonly unit: FloatUnit,
    private readonly state: EngineState,
    private readonly weights: Weights,
    settings: RunSettings,
    private readonly breathe: Yielder,
  ) {
    this.kernels = new Kernels(unit);
    this.integers = new IntegerProduct(unit, state.memory.buffer);
    this.sampler = new Sampler(unit, this.kernels, state.memory.buffer, settings);
    this.eps = f32Bits(plan.config.eps);
    this.attentionScale = f32Bits(1 / Math.sqrt(plan.config.headDim));
  }

  /** @returns the events of its reads, in order. */
  async run(operation: Operation): Promise<TraceEvent[]> {
    const events: TraceEvent[] = [];
    if (operation.kind === 'matmul') await this.matmul(operation, events);
    else if (operation.kind === 'embed') await this.embed(operation, events);
    else {
      for (const pass of this.positionsOf(operation)) {
        this.position(operation, pass);
        await this.breathe();
      }
    }
    for (const pass of this.positionsOf(operation)) this.touch(operation.output, pass);
    return events;
  }

  /** Positions relative to the first of the pass. */
  private positionsOf(operation: Operation): number[] {
    const { count } = this.state.progress;
    return operation.tail ? [count - 1] : Array.from({ length: count }, (_, i) => i);
  }

  /** An operation without tiles, for one position of the pass. */
  private position(operation: Operation, pass: number): void {
    const { kernels } = this;
    const out = this.row(operation.output, pass);
    const input = (index: number): number => this.row(inputOf(operation, index), pass).address;
    switch (operation.kind) {
      case 'rmsnorm':
        kernels.rmsnorm(out, input(0), input(1), this.eps);
        break;
      case 'add':
        kernels.add(out, input(0), input(1));
        break;
      case 'rope':
        this.rope(out, input(0), pass);
        break;
      case 'attention':
        this.attention(operation, out, input(0), pass);
        break;
      case 'quantise':
        kernels.quantise(out, input(0), this.plan.config.headDim);
        break;
      case 'swiglu':
        kernels.swiglu(out, input(0), input(1));
        break;
      case 'mix': {
        const rows = operation.inputs.slice(1).map((operand) => this.row(operand, pass).address);
        kernels.mix(out, input(0), rows);
        break;
      }
      case 'sample':
        this.sample(operation, out);
        break;
      case 'embed':
      case 'matmul':
        throw new EngineError(`Operation ${operation.id} works on tiles.`);
      case 'reported':
        throw new EngineError(
          `Operation ${operation.id} belongs to a program that computes it in its own way.`,
        );
    }
  }

  private async matmul(operation: Operation, events: TraceEvent[]): Promise<void> {
    const positions = this.positionsOf(operation);
    const input = inputOf(operation, 0);
    const arrangement = this.arrangementOf(operation);
    if (arrangement === 'bands') this.quantiseInput(operation, positions);
    const together = unitRows[arrangement];
    const units = Math.floor(macsPerBreath / (input.cols * positions.length * together));
    const rowsPerBreath = Math.max(1, units) * together;
    for (const tile of this.tilesOf(operation)) {
      await this.bring(tile, events);
      for (let first = 0; first < tile.rows; first += rowsPerBreath) {
        const rows = this.rowsOf(tile, first, Math.min(rowsPerBreath, tile.rows - first));
        for (const pass of positions) {
          const out = this.row(operation.output, pass).address + (tile.rowStart + first) * wordBytes;
          if (arrangement === 'bands') this.integers.multiply(rows, this.quantised(operation, pass), out);
          else this.unit.multiply(rows, this.row(input, pass).address, out);
        }
        await this.breathe();
      }
    }
  }

  private arrangementOf({ matrix }: Operation): Arrangement {
    return (matrix === undefined ? undefined : this.plan.matrices[matrix]?.arrangement) ?? 'rows';
  }

  /** The place of a matmul's input in int16. */
  private quantised(operation: Operation, pass: number): QuantisedVector {
    const { address, cols } = this.row(inputOf(operation, 1), pass);
    return { values: address, scale: address + cols * shortBytes };
  }

  private quantiseInput(operation: Operation, positions: readonly number[]): void {
    const type = this.plan.matrices[operation.matrix ?? 0]?.type ?? 'q8';
    const input = inputOf(operation, 0);
    const limit = quantisationLimit(type, input.cols);
    const scratch = inputOf(operation, 1);
    for (const pass of positions) {
      const out = this.quantised(operation, pass);
      this.integers.quantise(this.row(input, pass).address, input.cols, limit, out);
      this.state.memory.touch(this.row(scratch, pass).address, scratch.stride);
    }
  }

  private async embed(operation: Operation, events: TraceEvent[]): Promise<void> {
    const { state } = this;
    const { registers } = this.plan.config;
    for (const pass of this.positionsOf(operation)) {
      const out = this.row(operation.output, pass);
      const position = state.progress.first + pass;
      if (position < registers) {
        const rows = inputOf(operation, 1);
        this.copy(out, rows.address + position * rows.stride);
        continue;
      }
      const token = state.progress.tokens[position - registers] ?? 0;
      const tile = this.tilesOf(operation).find(
        ({ rowStart, rows }) => token >= rowStart && token < rowStart + rows,
      );
      if (!tile) throw new EngineError(`Token ${token} at position ${position} is outside the embedding.`);
      const { event, data } = await this.weights.bringRow(tile, token - tile.rowStart);
      if (event) events.push(event);
      this.embedRow(tile, token, data, out);
    }
  }

  /** @param start the address of the row, or of the band of it */
  private embedRow(tile: Tile, token: number, start: number, out: Row): void {
    const { matrix, part } = this.storedIn(tile);
    if (matrix.type === 'f32') {
      this.copy(out, start);
      return;
    }
    const unitFirst = token - ((token - part.rowStart) % unitRows[matrix.arrangement]);
    const place = { rowStart: unitFirst, dataOffset: 0, stride: part.stride };
    const integers = integersOf(matrix, place, this.state.memory.bytes.subarray(start), token);
    // The scales of rows are at the start of their part, those of a band are in it.
    const scales =
      matrix.arrangement === 'rows' ? tile.scalesAddress : start - unitStart(matrix, part, token);
    const columns = scaledColumns(matrix, part, token);
    const placed = columns.map((one) => ({ ...one, scale: scales + one.scale }));
    this.unit.dequantise(integers, placed, out.address);
  }

  private rope(out: Row, x: number, pass: number): void {
    const { headDim } = this.plan.config;
    const { cosAddress, sinAddress } = this.plan.rope;
    const at = (this.state.progress.first + pass) * (headDim / 2) * wordBytes;
    this.kernels.rope(out, x, headDim, cosAddress + at, sinAddress + at);
  }

  private attention(operation: Operation, out: Row, q: number, pass: number): void {
    const { heads, kvHeads, headDim } = this.plan.config;
    const scores = inputOf(operation, 3);
    const position = this.state.progress.first + pass;
    const shape = { heads, kvHeads, headDim, scale: this.attentionScale, position };
    const keys = this.cacheOf(inputOf(operation, 1));
    this.kernels.attention(out.address, q, keys, this.cacheOf(inputOf(operation, 2)), scores, shape);
    this.state.memory.touch(scores.address, scores.stride * heads);
  }

  private cacheOf({ buffer, address, stride }: Operand): Cache {
    const isInt16 = buffer !== undefined && this.plan.buffers[buffer]?.type === 'i16';
    return { address, stride, type: isInt16 ? 'i16' : 'f32' };
  }

  private sample(operation: Operation, out: Row): void {
    const { progress, memory } = this.state;
    const { address: logits, cols: vocabSize } = inputOf(operation, 0);
    const candidates = inputOf(operation, 1).address;
    const order = inputOf(operation, 2).address;
    const rows = { logits, candidates, order, vocabSize };
    const { id, generator } = this.sampler.sample(rows, progress.tokens, progress.generator);
    memory.touch(candidates, vocabSize * wordBytes);
    memory.touch(order, vocabSize * wordBytes);
    memory.storeInt(out.address, id);
    progress.generator = generator;
    this.state.append(id);
  }

  /** The address of an operand's row for a position, relative to the first of the pass. */
  private row(operand: Operand, pass: number): Row {
    const index =
      operand.index === 'pass' ? pass : operand.index === 'position' ? this.state.progress.first + pass : 0;
    return { address: operand.address + index * operand.stride, cols: operand.cols };
  }

  private touch(operand: Operand, pass: number): void {
    // A row of int16 with its scales is not longer than one of floats.
    this.state.memory.touch(this.row(operand, pass).address, operand.cols * wordBytes);
  }

  private copy(out: Row, source: number): void {
    this.state.memory.bytes.copyWithin(out.address, source, source + out.cols * wordBytes);
  }

  private tilesOf(operation: Operation): readonly Tile[] {
    return this.plan.tiles.slice(operation.firstTile, operation.firstTile + operation.tiles);
  }

  /** Rows `first` … of a loaded tile. */
  private rowsOf(tile: Tile, first: number, rows: number): WeightRows {
    const { matrix, part } = this.storedIn(tile);
    return {
      shape: matrix,
      place: part,
      address: tile.dataAddress - part.dataOffset,
      first: tile.rowStart + first,
      rows,
    };
  }

  private storedIn(tile: Tile): { readonly matrix: Matrix; readonly part: MatrixPart } {
    const matrix = this.plan.matrices[tile.matrix];
    const part = matrix?.parts[tile.part];
    if (matrix === undefined || part === undefined)
      throw new EngineError(
        `The plan of ${this.plan.model} has no part ${tile.part} of matrix ${tile.matrix}.`,
      );
    return { matrix, part };
  }

  private async bring(tile: Tile, events: TraceEvent[]): Promise<void> {
    const event = await this.weights.bring(tile);
    if (event) events.push(event);
  }
}

function inputOf(operation: Operation, index: number): Operand {
  const operand = operation.inputs[index];
  if (!operand) throw new EngineError(`Operation ${operation.id} has no input ${index}.`);
  return operand;
}
