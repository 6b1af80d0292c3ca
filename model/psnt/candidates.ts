import type { ModelConfig } from '../model';
import { bodyBytes, type BodyShape } from '../tensorOrder';
import { bodyOrders, matrixTypes, paddings, type BodyOrder } from './bodyOrders';
import type { Quantization } from './fields';

/** A way in which a body may lie in its file. */
export interface Candidate {
  readonly order: BodyOrder;
  readonly body: BodyShape;
  /** For people: the order and its variant. */
  readonly title: string;
  /** Size of the file that it would make. */
  readonly bytes: number;
}

export interface CandidateInput {
  readonly config: ModelConfig;
  readonly version: number;
  readonly quantization: Quantization;
  /** Stored RoPE tables that the header announces. */
  readonly ropeTables: number;
  readonly headerBytes: number;
}

/** Every way in which such a body may lie, most plausible first. */
export function candidatesOf(input: CandidateInput): Candidate[] {
  const { config, version, quantization, headerBytes } = input;
  const ropes =
    input.ropeTables === 0
      ? [{ body: { ropeTables: 0 }, title: '' }]
      : [
          { body: { ropeTables: 0 }, title: ' without RoPE tables' },
          { body: { ropeTables: input.ropeTables }, title: ' with RoPE tables' },
        ];
  const mixes = config.denseformer
    ? [
        { body: {}, title: '' },
        { body: { usedDenseformer: true }, title: ', used DenseFormer weights only' },
      ]
    : [{ body: {}, title: '' }];
  const candidates: Candidate[] = [];
  for (const order of bodyOrders) {
    if (!order.versions.includes(version)) continue;
    for (const types of matrixTypes[quantization]) {
      for (const padded of paddings) {
        // Layers lie together, and at the end, in one order only, and scales that stand first leave nothing to pad.
        const endsInLayers = order.name === 'resident-first';
        if ((padded.body.padding === 'layer' || padded.body.openEnd) && !endsInLayers) continue;
        if (padded.body.padding !== undefined && order.scalesFirst) continue;
        for (const mix of mixes) {
          for (const rope of ropes) {
            const body: BodyShape = {
              config,
              scalesFirst: order.scalesFirst,
              ...rope.body,
              ...types.body,
              ...padded.body,
              ...mix.body,
            };
            candidates.push({
              order,
              body,
              title: order.title + rope.title + types.title + mix.title + padded.title,
              bytes: headerBytes + bodyBytes(order.sections, body, headerBytes),
            });
          }
        }
      }
    }
  }
  return candidates;
}
