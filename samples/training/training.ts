import { Corpus, type RowKind } from './corpus';
import { Network } from './network';
import { AdamW } from './optimiser';
import { Random } from './random';
import { rateOfCourses } from './schedule';
import { rowKinds, type TrainingSettings } from './settings';
import type { PieceTokenizer } from '../../model/tokenizer/pieceTokenizer';

/** The measurements of a finished step. */
export interface StepReport {
  readonly step: number;
  /** Mean loss of the batch before the step, in nats per token. */
  readonly loss: number;
  /** Norm of the gradient before clipping. */
  readonly norm: number;
  readonly rate: number;
}

/** A training run: the network and its schedule. The same settings give the same weights on every machine. */
export class Training {
  private readonly optimiser: AdamW;
  private readonly corpus: Corpus;
  private readonly heldOut: Corpus;

  private constructor(
    readonly settings: TrainingSettings,
    tokenizer: PieceTokenizer,
    readonly network: Network,
    /** Finished steps. */
    public step: number,
  ) {
    this.optimiser = new AdamW(network.graph, network.parameters, settings.optimiser);
    this.corpus = new Corpus(tokenizer, settings.seed, 'training');
    this.heldOut = new Corpus(tokenizer, settings.seed, 'held-out');
  }

  /** A run with the initial weights. */
  static async begin(settings: TrainingSettings, tokenizer: PieceTokenizer): Promise<Training> {
    const network = await Network.create(settings.config, settings.sequences);
    network.parameters.initialise(new Random(settings.seed));
    return new Training(settings, tokenizer, network, 0);
  }

  /** Takes the next step. */
  next(): StepReport {
    const { network, settings } = this;
    const step = ++this.step;
    const loss = this.lossOf(this.corpus, step, rowKinds(settings, step));
    network.backward();
    const rate = rateOfCourses(step, settings.schedule, settings.second);
    return { step, loss, norm: this.optimiser.step(step, rate), rate };
  }

  /** Mean loss over some batches of held-out stories, in nats per token. */
  heldOutLoss(batches: number): number {
    const kinds = new Array<RowKind>(this.settings.sequences).fill('story of halves');
    let sum = 0;
    for (let batch = 0; batch < batches; batch++) sum += this.lossOf(this.heldOut, batch, kinds);
    return sum / batches;
  }

  private lossOf(corpus: Corpus, number: number, kinds: readonly RowKind[]): number {
    const batch = corpus.batch(number, kinds, this.settings.config.seqLen);
    const losses = this.network.forward(batch);
    const asked = batch.targets.reduce((count, id) => count + (id < 0 ? 0 : 1), 0);
    return losses.reduce((sum, loss) => sum + loss, 0) / asked;
  }
}
