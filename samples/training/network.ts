import { contextLength, layerTensorName, uniqueLayerOf, type ModelConfig } from '../../model/model';
import { Graph, type Tensor } from './graph';
import { attention } from './operations/attention';
import { crossEntropy, logitsTensor, type Loss } from './operations/crossEntropy';
import { add, mix, swiglu } from './operations/elementwise';
import { embed } from './operations/embed';
import { matmul } from './operations/matmul';
import { rmsnorm } from './operations/rmsnorm';
import { makeRopeTables, rope, type RopeTables } from './operations/rope';
import { Parameters } from './parameters';

/** A network's input: ids and the target after each, both [sequences][seqLen]; below 0 means no target. */
export interface Batch {
  readonly tokens: Int32Array;
  readonly targets: Int32Array;
}

/** The forward pass of model/plan/operations.ts over whole batches, with its gradients. */
export class Network {
  readonly parameters: Parameters;
  private readonly tokens: number;
  private readonly loss: Loss;

  private constructor(
    readonly graph: Graph,
    readonly config: ModelConfig,
    /** Sequences of a batch. */
    readonly sequences: number,
  ) {
    this.parameters = new Parameters(graph, config);
    this.tokens = graph.arena.allocate(sequences * config.seqLen);
    const positions = contextLength(config);
    const { parameters } = this;
    const registers = config.registers > 0 ? parameters.get('registers') : undefined;
    const stream = embed(graph, parameters.get('embedding'), registers, this.tokens, sequences, positions);
    const last = new Layers(graph, config, parameters).run(stream);
    const final = rmsnorm(graph, last, parameters.get('norm'), config.eps);
    const logits = logitsTensor(graph, stream.rows, config.vocabSize);
    matmul(graph, final, parameters.get('embedding'), logits);
    this.loss = crossEntropy(graph, logits);
  }

  /** @throws RangeError when the classifier is not shared or the kernels do not support a width. */
  static async create(config: ModelConfig, sequences: number): Promise<Network> {
    const widths = [config.dim, config.hiddenDim, config.headDim, config.vocabSize, contextLength(config)];
    const odd = widths.find((width) => width % 8 !== 0);
    if (odd !== undefined) throw new RangeError(`The kernels take widths in multiples of 8, not ${odd}.`);
    if (!config.sharedClassifier) throw new RangeError('Only a shared classifier can be trained.');
    return new Network(await Graph.create(), config, sequences);
  }

  /** The loss of every token of a batch in nats, [sequences][seqLen]; 0 without a target. */
  forward({ tokens, targets }: Batch): Float64Array {
    const { graph, loss, config, sequences } = this;
    const { seqLen, registers } = config;
    const positions = seqLen + registers;
    graph.arena.integers(this.tokens, tokens.length).set(tokens);
    const asked = graph.arena.integers(loss.targets, sequences * positions).fill(-1);
    for (let i = 0; i < sequences; i++) {
      asked.set(targets.subarray(i * seqLen, (i + 1) * seqLen), i * positions + registers);
    }
    graph.forward();
    const all = loss.losses();
    const texts = new Float64Array(sequences * seqLen);
    for (let i = 0; i < sequences; i++) {
      texts.set(all.subarray(i * positions + registers, (i + 1) * positions), i * seqLen);
    }
    return texts;
  }

  /** Adds the gradients of the mean loss of the last `forward` to those of the parameters. */
  backward(): void {
    this.graph.backward();
  }
}

/** The layers and their connections. */
class Layers {
  private readonly tables: RopeTables;
  private readonly outputs: Tensor[] = [];
  private firstValues: Tensor | undefined;

  constructor(
    private readonly graph: Graph,
    private readonly config: ModelConfig,
    private readonly parameters: Parameters,
  ) {
    const { dim, headDim, ropeTheta } = config;
    this.tables = makeRopeTables(graph, dim, headDim, contextLength(config), ropeTheta);
  }

  run(stream: Tensor): Tensor {
    const { graph, config, parameters, outputs } = this;
    outputs.push(stream);
    let x = stream;
    for (let layer = 0; layer < config.layers; layer++) {
      x = this.layer(layer, x);
      outputs.push(x);
      if (config.denseformer) {
        const [first, ...others] = outputs;
        if (first !== undefined) x = mix(graph, parameters.get('denseformer'), layer, [first, ...others]);
      }
    }
    return x;
  }

  private layer(layer: number, entry: Tensor): Tensor {
    const { graph, config, parameters, tables } = this;
    const part = (name: string): Tensor =>
      parameters.get(layerTensorName(uniqueLayerOf(config, layer), name));
    const normed = rmsnorm(graph, entry, part('attn.norm'), config.eps);
    const q = rope(graph, matmul(graph, normed, part('attn.wq')), tables);
    const k = rope(graph, matmul(graph, normed, part('attn.wk')), tables);
    const values = this.values(matmul(graph, normed, part('attn.wv')));
    const { heads, kvHeads } = config;
    const seen = attention(graph, q, k, values, { heads, kvHeads, positions: contextLength(config) });
    const x = add(graph, entry, matmul(graph, seen, part('attn.wo')));
    const inner = rmsnorm(graph, x, part('ffn.norm'), config.eps);
    const gate = matmul(graph, inner, part('ffn.w1'));
    const up = matmul(graph, inner, part('ffn.w3'));
    return add(graph, x, matmul(graph, swiglu(graph, gate, up), part('ffn.w2')));
  }

  private values(raw: Tensor): Tensor {
    if (!this.config.valueResidual) return raw;
    if (this.firstValues !== undefined) return add(this.graph, raw, this.firstValues);
    this.firstValues = raw;
    return raw;
  }
}
