import type { Model, ModelConfig } from '../../../model/model';
import { crc32 } from '../../../model/plan/crc32';
import type { DescribedModel } from '../description';

/** Larger files are not read whole for their CRC. */
const mostBytes = 64 * 1024 * 1024;

/** Whether the model of a program is the one of the session, and what to tell the user. */
export interface MatchedModel {
  readonly isMatched: boolean;
  readonly sentence: string;
}

const dimensions = [
  ['dim', 'dim', 'dim'],
  ['hiddenDim', 'hiddenDim', 'hidden dim'],
  ['layers', 'layers', 'layers'],
  ['heads', 'heads', 'heads'],
  ['kvHeads', 'kvHeads', 'KV heads'],
  ['vocabSize', 'vocabSize', 'vocabulary'],
] as const satisfies readonly (readonly [keyof DescribedModel, keyof ModelConfig, string])[];

/** Compares what a program says of its model with the model of the session: its dimensions, its CRC, else its name. */
export async function matchModel(told: DescribedModel, model: Model | undefined): Promise<MatchedModel> {
  const name = told.name === '' ? 'a model without a name' : JSON.stringify(told.name);
  const other = (why: string): MatchedModel => ({
    isMatched: false,
    sentence: `The program runs ${name}, which is unknown here: ${why}. Its matrices have no values and no link to the inspector; set "program" to its .psnt file to change that.`,
  });
  if (!model)
    return { isMatched: false, sentence: `The program runs ${name}; no .psnt file is known for it.` };
  for (const [key, own, label] of dimensions) {
    const [found, expected] = [told[key], model.config[own]];
    if (found !== 0 && found !== expected)
      return other(`it has ${label} ${found}, but ${model.label} has ${expected}`);
  }
  if (told.crc !== 0 && model.source.size <= mostBytes) {
    const crc = crc32(await model.source.read(0, model.source.size));
    if (crc !== told.crc)
      return other(`its CRC is ${hex(told.crc)}, but that of ${model.label} is ${hex(crc)}`);
    return { isMatched: true, sentence: `The program runs ${name}, which has the CRC of ${model.label}.` };
  }
  if (dimensions.some(([key]) => told[key] !== 0)) {
    return {
      isMatched: true,
      sentence: `The program runs ${name}, which has the dimensions of ${model.label}.`,
    };
  }
  if (told.name.toLowerCase() === model.label.toLowerCase())
    return { isMatched: true, sentence: `The program runs ${name}; it does not say its dimensions.` };
  return other(`it says neither dimensions nor a CRC, and ${model.label} has another name`);
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');
