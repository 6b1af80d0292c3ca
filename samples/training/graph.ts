import { Arena } from './arena';
import { loadKernels, type Kernels } from './kernels/kernels';

/** A matrix in the arena with the gradient of the loss by it; both row-major f32. */
export interface Tensor {
  readonly rows: number;
  readonly cols: number;
  /** Addresses in the arena. */
  readonly data: number;
  readonly grad: number;
}

/** A step of the computation. */
export interface Operation {
  /** Computes the output from the inputs. */
  forward(): void;
  /** Adds to the gradients of the inputs, from that of the output. */
  backward(): void;
}

/** The widths of tensors that the kernels support. */
const granularity = 8;

/** A fixed sequence of operations on tensors that are allocated once; it runs again for every batch. */
export class Graph {
  readonly arena: Arena;
  private readonly operations: Operation[] = [];
  private readonly gradients: { readonly address: number; readonly count: number }[] = [];
  private scratchCount = 0;
  private scratchAddress = 0;

  private constructor(
    arena: Arena,
    readonly kernels: Kernels,
  ) {
    this.arena = arena;
  }

  static async create(): Promise<Graph> {
    const arena = new Arena();
    return new Graph(arena, await loadKernels(arena.memory));
  }

  /** @throws RangeError when a count is not a multiple of the kernels' block size. */
  tensor(rows: number, cols: number): Tensor {
    if (cols % granularity !== 0) {
      throw new RangeError(`A tensor is ${cols} wide; the kernels take multiples of ${granularity}.`);
    }
    const count = rows * cols;
    const data = this.arena.allocate(count);
    const grad = this.arena.allocate(count);
    this.gradients.push({ address: grad, count });
    return { rows, cols, data, grad };
  }

  add(operation: Operation): void {
    this.operations.push(operation);
  }

  /** Reserves this many floats of scratch memory for an operation. */
  needScratch(count: number): void {
    this.scratchCount = Math.max(this.scratchCount, count);
  }

  /** Memory that is valid only within one call of an operation. */
  scratch(): number {
    if (this.scratchAddress === 0) this.scratchAddress = this.arena.allocate(this.scratchCount);
    return this.scratchAddress;
  }

  data(tensor: Tensor): Float32Array {
    return this.arena.floats(tensor.data, tensor.rows * tensor.cols);
  }

  grad(tensor: Tensor): Float32Array {
    return this.arena.floats(tensor.grad, tensor.rows * tensor.cols);
  }

  forward(): void {
    for (const operation of this.operations) operation.forward();
  }

  /** After `forward`: fills the gradients of all tensors and adds to those of the parameters. */
  backward(): void {
    for (const { address, count } of this.gradients) this.arena.floats(address, count).fill(0);
    for (const operation of this.operations.toReversed()) operation.backward();
  }
}
