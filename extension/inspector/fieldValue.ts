import { flagBits, quantTypes, type PsntFieldName } from '../../model/psnt/fields';

/** A header field's value for people: the magic as hex, codes and flags with their names. */
export function fieldValue(name: PsntFieldName, value: number): string {
  if (name === 'magic') return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
  if (name === 'flags') return `${value} (${flagNames(value)})`;
  if (name === 'quant_type') {
    const known = quantTypes.get(value)?.name.toUpperCase();
    return known === undefined ? String(value) : `${value} (${known})`;
  }
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));
}

function flagNames(value: number): string {
  const names = [
    (value & flagBits.sharedClassifier) !== 0 && 'shared classifier',
    (value & flagBits.denseformer) !== 0 && 'DenseFormer',
    (value & flagBits.valueResidual) !== 0 && 'value residual',
  ].filter((name) => name !== false);
  return names.length === 0 ? 'none' : names.join(', ');
}
