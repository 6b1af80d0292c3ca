import { shapeProblems, type StatedShape } from '../shapeChecks';
import { quantTypes, type PsntFieldName, type PsntVersion } from './fields';

/** What is to be said about the value of a field. */
export type Verdict =
  | { readonly severity: 'ok' }
  | { readonly severity: 'warning'; readonly message: string }
  | {
      readonly severity: 'error';
      /** A sentence. */
      readonly message: string;
      /** What would have been right, as the end of "expected …". */
      readonly expected: string;
    };

const shapeFields: Readonly<Record<keyof StatedShape, PsntFieldName>> = {
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

/** Verdicts on the fields that are not plainly right. */
export function fieldVerdicts(
  version: PsntVersion,
  values: Readonly<Record<PsntFieldName, number>>,
): Map<PsntFieldName, Verdict> {
  const verdicts = new Map<PsntFieldName, Verdict>();
  const error = (field: PsntFieldName, expected: string): void => {
    verdicts.set(field, {
      severity: 'error',
      expected,
      message: `${field} is ${values[field]}, expected ${expected}.`,
    });
  };
  const warn = (field: PsntFieldName, message: string): void => {
    verdicts.set(field, { severity: 'warning', message });
  };
  const quantType = quantTypes.get(values.quant_type);
  if (quantType === undefined) {
    error('quant_type', '1 (ternary), 4 (Q4) or 8 (Q8)');
  } else if (!quantType.versions.includes(version)) {
    warn(
      'quant_type',
      `Version ${version} is not known to carry ${quantType.name}; it is read all the same.`,
    );
  }
  const knownFlags = version >= 3 ? 7 : 1;
  const unknown = (values.flags & ~knownFlags) >>> 0;
  if (unknown !== 0) {
    warn('flags', `Bits 0x${unknown.toString(16)} mean nothing in version ${version}; they are ignored.`);
  }
  if (values.freq_blocks > 2) error('freq_blocks', '0, 1 or 2');
  const shape = Object.fromEntries(
    Object.entries(shapeFields).map(([key, field]) => [key, values[field]]),
  ) as unknown as StatedShape;
  for (const problem of shapeProblems(shape)) error(shapeFields[problem.field], problem.expected);
  return verdicts;
}
