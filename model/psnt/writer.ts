import { MemorySource } from '../../disc/byteSource';
import { bytesOfFloats } from '../../common/littleEndian';
import type { Model, ModelConfig, Tensor } from '../model';
import { placeTensors } from '../tensorOrder';
import { tensorOf } from '../tensorRows';
import { encodeHeader } from './encodeHeader';
import { encodeFloats, encodeValues, scalesOf } from './encodeTensor';
import { PsntError } from './error';
import { readPsntHeader } from './header';
import { chooseTarget, targetOf, type PsntTarget } from './target';

export interface WritePsntOptions extends PsntTarget {
  /** Called after every piece with the bytes written so far and the size of the whole file. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the writing with the reason of the abort. */
  readonly signal?: AbortSignal;
}

/** Size of the file that `writePsnt` writes for a model of this shape. @throws PsntError when it cannot be written. */
export function psntSize(config: ModelConfig, target: PsntTarget = {}): number {
  return chooseTarget('the model', config, target).candidate.bytes;
}

/**
 * Writes `model` as PSNT, without RoPE tables: version 3, Q8, resident-first by default. Tensors are read by rows, so
 * that a model of any size needs little memory; matrices that already have the target type are copied, others are
 * quantised (convert/quantise.ts). The same model gives the same bytes.
 * @param sink takes the bytes in file order; the next piece follows when it is done.
 * @throws PsntError when the format cannot store the model or a weight is not finite.
 */
export async function writePsnt(
  model: Model,
  sink: (bytes: Uint8Array) => Promise<void>,
  options: WritePsntOptions = {},
): Promise<void> {
  const { version, quantType, candidate } = targetOf(model, options);
  const header = encodeHeader(version, quantType, model.config);
  const { error } = await readPsntHeader(new MemorySource(header), model.label);
  if (error) throw error;
  const total = candidate.bytes;
  let done = 0;
  const put = async (bytes: Uint8Array): Promise<void> => {
    options.signal?.throwIfAborted();
    await sink(bytes);
    done += bytes.length;
    options.onProgress?.(done, total);
  };
  await put(header);
  const scales = new Map<string, Float32Array>();
  const tensors = placeTensors(candidate.order.sections, candidate.body, header.length);
  for (const target of tensors) sourceOf(model, target);
  for (const { at, target, what } of partsInFileOrder(tensors)) {
    if (at > done) await put(new Uint8Array(at - done));
    const source = sourceOf(model, target);
    if (target.type === 'f32') {
      for await (const floats of encodeFloats(model, source, target)) await put(bytesOfFloats(floats));
    } else if (what === 'scales') {
      const found = await scalesOf(model, source, target.type, options.signal);
      scales.set(target.name, found);
      await put(bytesOfFloats(found));
    } else {
      const known = scales.get(target.name) ?? new Float32Array();
      for await (const bytes of encodeValues(model, source, target.type, known)) await put(bytes);
      scales.delete(target.name);
    }
  }
  if (total > done) await put(new Uint8Array(total - done));
}

interface FilePart {
  readonly at: number;
  readonly target: Tensor;
  readonly what: 'scales' | 'values';
}

function partsInFileOrder(tensors: readonly Tensor[]): FilePart[] {
  const parts = tensors.flatMap((target): FilePart[] => {
    const values: FilePart = { at: target.dataOffset, target, what: 'values' };
    return target.scalesOffset === undefined
      ? [values]
      : [{ at: target.scalesOffset, target, what: 'scales' }, values];
  });
  return parts.sort((a, b) => a.at - b.at);
}

function sourceOf(model: Model, target: Tensor): Tensor {
  const source = tensorOf(model, target.name);
  if (source.rows !== target.rows || source.cols !== target.cols) {
    throw new PsntError({
      label: model.label,
      field: source.name,
      found: `${source.rows} × ${source.cols}`,
      expected: `${target.rows} × ${target.cols} as in the model's shape`,
      advice: 'the source model is inconsistent',
    });
  }
  return source;
}
