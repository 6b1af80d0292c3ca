import type { ModelConfig } from '../model';
import { bodyBytes, type BodyShape } from '../tensorOrder';
import { tensorOrders, matrixTypes, paddings, type TensorOrderSpec } from './tensorOrders';
import type { Quantization } from './fields';

/** A possible layout of a body. */
export interface Candidate {
  readonly order: TensorOrderSpec;
  readonly body: BodyShape;
  /** Its title: the tensor order and its variant. */
  readonly title: string;
  /** The resulting file size. */
  readonly bytes: number;
}

export interface CandidateInput {
  readonly config: ModelConfig;
  readonly version: number;
  readonly quantization: Quantization;
  /** Stored RoPE tables according to the header. */
  readonly ropeTables: number;
  readonly headerBytes: number;
}

/** Every possible layout of such a body, most plausible first. */
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
  for (const order of tensorOrders) {
    if (!order.versions.includes(version)) continue;
    for (const types of matrixTypes[quantization]) {
      for (const padded of paddings) {
        // Only one order has its layers together at the end, and scales-first has nothing to pad.
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
