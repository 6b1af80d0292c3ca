import { flagBits, quantTypes, type PsntFieldName } from '../psnt/fields';

/** A header field's value as text, with the meaning of a code or a set of bits. */
export interface FieldValue {
  readonly value: string;
  readonly reading?: string;
}

/** The magic as hex, other numbers unchanged, floats with the seven digits of an f32. */
export function fieldValue(name: PsntFieldName, value: number): FieldValue {
  switch (name) {
    case 'magic':
      return { value: `0x${value.toString(16).toUpperCase().padStart(8, '0')}` };
    case 'flags':
      return { value: String(value), reading: flagNames(value) };
    case 'quant_type': {
      const known = quantTypes.get(value)?.name.toUpperCase();
      return { value: String(value), ...(known !== undefined && { reading: known }) };
    }
    default:
      return { value: String(Number.isInteger(value) ? value : Number(value.toPrecision(7))) };
  }
}

function flagNames(value: number): string {
  const names = [
    (value & flagBits.sharedClassifier) !== 0 && 'shared classifier',
    (value & flagBits.denseformer) !== 0 && 'DenseFormer',
    (value & flagBits.valueResidual) !== 0 && 'value residual',
  ].filter((name) => name !== false);
  return names.length === 0 ? 'none' : names.join(', ');
}
