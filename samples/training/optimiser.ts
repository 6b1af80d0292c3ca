import type { Graph } from './graph';
import type { Parameters } from './parameters';

export interface AdamWOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Of matrices; norms, registers and DenseFormer weights do not decay. */
  readonly weightDecay: number;
  /** The norm of all gradients together is clipped to this. */
  readonly clip: number;
}

/** AdamW (Loshchilov and Hutter, 2019) over all parameters, with the gradient clipped by its norm. */
export class AdamW {
  constructor(
    private readonly graph: Graph,
    private readonly parameters: Parameters,
    private readonly options: AdamWOptions,
  ) {}

  /**
   * Updates the parameters and clears their gradients.
   * @param step counts from 1.
   * @returns the norm of the gradient before clipping.
   */
  step(step: number, rate: number): number {
    const { graph, parameters, options } = this;
    const { beta1, beta2, epsilon, weightDecay, clip } = options;
    const norm = this.gradientNorm();
    const factor = norm > clip ? clip / norm : 1;
    for (const { part, rows, cols, data, grad, mean, square } of parameters.all) {
      const isMatrix = part === 'embedding' || /\.w[qkvo123]$/.test(part);
      graph.kernels.adamw(
        data,
        grad,
        mean,
        square,
        rows * cols * 4,
        factor,
        rate,
        isMatrix ? weightDecay : 0,
        beta1,
        beta2,
        epsilon,
        1 / (1 - beta1 ** step),
        1 / (1 - beta2 ** step),
      );
    }
    parameters.clearGradients();
    return norm;
  }

  private gradientNorm(): number {
    let sum = 0;
    for (const { grad, rows, cols } of this.parameters.all) {
      sum += this.graph.kernels.dot(grad, grad, rows * cols * 4);
    }
    return Math.sqrt(sum);
  }
}
