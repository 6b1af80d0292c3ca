import { shapeProblems, type DeclaredShape } from '../shapeChecks';
import { quantTypes, type PsntFieldName, type PsntVersion } from './fields';

/** The result of checking the value of a field. */
export type FieldCheck =
  | { readonly severity: 'ok' }
  | { readonly severity: 'warning'; readonly message: string }
  | {
      readonly severity: 'error';
      /** A sentence. */
      readonly message: string;
      /** The expected value, as the end of "expected …". */
      readonly expected: string;
    };

const shapeFields: Readonly<Record<keyof DeclaredShape, PsntFieldName>> = {
  dim: 'dim',
  hiddenDim: 'hidden_dim',
  layers: 'n_layers',
  heads: 'n_heads',
  kvHeads: 'n_kv_heads',
  vocabSize: 'vocab_size',
  seqLen: 'seq_len',
  ropeTheta: 'rope_theta',
  uniqueLayers: 'n_unique_layers',
  registers: 'n_registers',
};

/** Checks of the fields with an error or warning. */
export function checkFields(
  version: PsntVersion,
  values: Readonly<Record<PsntFieldName, number>>,
): Map<PsntFieldName, FieldCheck> {
  const checks = new Map<PsntFieldName, FieldCheck>();
  const error = (field: PsntFieldName, expected: string): void => {
    checks.set(field, {
      severity: 'error',
      expected,
      message: `${field} is ${values[field]}, expected ${expected}.`,
    });
  };
  const warn = (field: PsntFieldName, message: string): void => {
    checks.set(field, { severity: 'warning', message });
  };
  const quantType = quantTypes.get(values.quant_type);
  if (quantType === undefined) {
    error('quant_type', '1 (ternary), 4 (Q4) or 8 (Q8)');
  } else if (!quantType.versions.includes(version)) {
    warn(
      'quant_type',
      `Version ${version} does not normally use ${quantType.name}; the file is read anyway.`,
    );
  }
  const knownFlags = version >= 3 ? 7 : 1;
  const unknown = (values.flags & ~knownFlags) >>> 0;
  if (unknown !== 0) {
    warn('flags', `Unknown bits 0x${unknown.toString(16)} for version ${version} are ignored.`);
  }
  if (values.freq_blocks > 2) error('freq_blocks', '0, 1 or 2');
  const shape = Object.fromEntries(
    Object.entries(shapeFields).map(([key, field]) => [key, values[field]]),
  ) as unknown as DeclaredShape;
  for (const problem of shapeProblems(shape)) error(shapeFields[problem.field], problem.expected);
  return checks;
}
