import { cachedParts } from '../../../model/engine/partCache';
import { Engine } from '../../../model/engine/engine';
import type { WeightsLoader } from '../../../model/engine/weights';
import { contextLength, type Model } from '../../../model/model';
import { compilePlan } from '../../../model/plan/compile';
import type { Plan } from '../../../model/plan/plan';
import { greedy } from '../../../model/plan/runSettings';
import type { PieceTokenizer } from '../../../model/tokenizer/pieceTokenizer';

export interface Telling {
  readonly prompt: string;
  /** 0 always picks the most likely token. */
  readonly temperature: number;
  readonly seed: number;
}

export interface Told {
  /** Prompt and continuation. */
  readonly text: string;
  /** The model sampled the end token. */
  readonly isEnded: boolean;
}

/** Generates stories with a model on the reference engine, in IEEE floats, as the figures of the model card were made. */
export class Storyteller {
  private readonly plan: Plan;
  private readonly loader: WeightsLoader;

  constructor(
    model: Model,
    private readonly tokenizer: PieceTokenizer,
  ) {
    this.plan = compilePlan(model, { arithmeticVersion: 1 });
    this.loader = cachedParts(model, this.plan);
  }

  async tell({ prompt, temperature, seed }: Telling): Promise<Told> {
    const { plan, loader, tokenizer } = this;
    const ids = tokenizer.encodePrompt(prompt);
    const settings = {
      ...greedy,
      prompt: ids,
      maxTokens: contextLength(plan.config),
      stopIds: [tokenizer.eos ?? 2],
      temperature,
      seed,
    };
    const engine = new Engine({ plan, loader, settings, mode: 'ieee' });
    await engine.preload();
    const all = [...ids];
    while (engine.ended === undefined) {
      for (const event of await engine.step()) if (event.type === 'token') all.push(event.id);
    }
    const isEnded = engine.ended === 'stop id';
    return { text: tokenizer.decode(isEnded ? all.slice(0, -1) : all), isEnded };
  }
}
