import type { Operation, Plan } from '../../model/plan/plan';
import type { LayerDrift } from './finding';

/** Keeps the largest drift of each layer's result, and of the logits. */
export class DriftLog {
  private readonly largest = new Map<string, LayerDrift>();
  /** By the index of the last operation of each layer. */
  private readonly layerEnds: ReadonlyMap<number, string>;

  constructor(plan: Plan) {
    this.layerEnds = new Map(plan.layers.map(({ id, end }) => [end - 1, id]));
  }

  add({ index, id }: Operation, pass: number, relative: number): void {
    const layer = this.layerEnds.get(index) ?? (id === 'logits' ? id : undefined);
    if (layer === undefined) return;
    const known = this.largest.get(layer);
    if (!known || relative > known.relative) this.largest.set(layer, { layer, relative, pass });
  }

  /** In the order of the layers. */
  get layers(): LayerDrift[] {
    return [...this.largest.values()];
  }
}
