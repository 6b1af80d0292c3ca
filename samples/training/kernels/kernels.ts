import wabt from 'wabt';
import { exponentialWat } from './exponential';
import { gemmWat } from './gemm';
import { rowsWat } from './rows';
import { softmaxWat } from './softmax';
import { vectorsWat } from './vectors';

type Kernel = (...operands: number[]) => void;

/**
 * The heavy loops of training, in WebAssembly with SIMD, over addresses in one memory. Their parameters are
 * documented at each kernel. WebAssembly defines every result to the bit, so training is the same on every machine.
 */
export interface Kernels {
  readonly gemm: Kernel;
  readonly transpose: Kernel;
  readonly add: Kernel;
  readonly addScaled: Kernel;
  readonly dot: (a: number, b: number, bytes: number) => number;
  readonly swiglu: Kernel;
  readonly swigluBackward: Kernel;
  readonly adamw: Kernel;
  readonly rmsnorm: Kernel;
  readonly rmsnormBackward: Kernel;
  readonly rope: Kernel;
  readonly causalSoftmax: Kernel;
  readonly softmaxBackward: Kernel;
  readonly crossEntropy: Kernel;
}

/** Compiles the kernels over a memory. */
export async function loadKernels(memory: WebAssembly.Memory): Promise<Kernels> {
  const text = `(module (import "env" "memory" (memory 1))
    ${[exponentialWat, gemmWat, rowsWat, softmaxWat, vectorsWat].join('\n')})`;
  const compiler = await wabt();
  const module = compiler.parseWat('kernels.wat', text, { simd: true, bulk_memory: true });
  const { buffer } = module.toBinary({});
  module.destroy();
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(buffer)), {
    env: { memory },
  });
  return exports as unknown as Kernels;
}
