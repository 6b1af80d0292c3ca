import type { ByteSource } from '../../disc/byteSource';
import { viewOf } from '../../common/littleEndian';
import type { ModelConfig } from '../model';
import { PsntError } from './error';
import {
  fieldSpecs,
  flagBits,
  headerBytes,
  magic,
  quantTypes,
  type PsntFieldName,
  type PsntFieldSpec,
  type PsntVersion,
  type Quantization,
} from './fields';
import { checkFields, type FieldCheck } from './fieldChecks';

/** A field in the file. */
export interface PsntField extends PsntFieldSpec {
  readonly value: number;
  readonly check: FieldCheck;
}

export interface PsntHeader {
  readonly label: string;
  readonly version: PsntVersion;
  /** undefined if quant_type is unknown. */
  readonly quantization: Quantization | undefined;
  /** Bytes of the header; the body starts there. */
  readonly bytes: number;
  /** Size of the whole file. */
  readonly fileBytes: number;
  /** The fields of this version, in file order. */
  readonly fields: readonly PsntField[];
  /** Every field by name, with defaults for fields that the version does not have. */
  readonly values: Readonly<Record<PsntFieldName, number>>;
  /** The first invalid field. */
  readonly error: PsntError | undefined;
}

/**
 * Reads the header. Invalid values of single fields do not throw: they are in `fields` with their check, the first of
 * them in `error`, so that the header of a damaged file can still be shown.
 * @throws PsntError when it is not a PSNT file, has an unknown version, or is shorter than its header.
 */
export async function readPsntHeader(source: ByteSource, label: string): Promise<PsntHeader> {
  const start = await source.read(0, Math.min(8, source.size));
  const version = readVersion(start, label);
  const bytes = headerBytes[version];
  if (source.size < bytes)
    throw cutShort(label, source.size, `the ${bytes} bytes of a version ${version} header`);
  const view = viewOf(await source.read(0, bytes));
  const specs = fieldSpecs.filter((spec) => spec.since <= version);
  const stored = (name: PsntFieldName): number | undefined => {
    const spec = specs.find((candidate) => candidate.name === name);
    return spec && readField(view, spec);
  };
  const values = Object.fromEntries(
    fieldSpecs.map(({ name }) => [name, stored(name) ?? defaultOf(name, stored('n_layers') ?? 0)]),
  ) as Record<PsntFieldName, number>;
  const checks = checkFields(version, values);
  const fields = specs.map((spec) => ({
    ...spec,
    value: values[spec.name],
    check: checks.get(spec.name) ?? ({ severity: 'ok' } as const),
  }));
  return {
    label,
    version,
    quantization: quantTypes.get(values.quant_type)?.name,
    bytes,
    fileBytes: source.size,
    fields,
    values,
    error: firstError(label, fields),
  };
}

function readField(view: DataView, { type, offset }: PsntFieldSpec): number {
  if (type === 'u32') return view.getUint32(offset, true);
  return type === 'i32' ? view.getInt32(offset, true) : view.getFloat32(offset, true);
}

/** The default of a field that the version does not have. */
function defaultOf(name: PsntFieldName, layers: number): number {
  if (name === 'rope_theta') return 10000;
  return name === 'n_unique_layers' ? layers : 0;
}

function readVersion(start: Uint8Array, label: string): PsntVersion {
  if (start.length < 8) throw cutShort(label, start.length, 'at least a magic and a version');
  const view = viewOf(start);
  const foundMagic = view.getUint32(0, true);
  if (foundMagic !== magic) {
    throw new PsntError({
      label,
      field: 'magic',
      offset: 0,
      found: `${hex(foundMagic)} (${printable(start.subarray(0, 4))})`,
      expected: `${hex(magic)} ("PSNT")`,
      advice: 'not a PSNT file; convert the model with ps2ml convert',
    });
  }
  const version = view.getUint32(4, true);
  if (version !== 1 && version !== 2 && version !== 3) {
    throw new PsntError({
      label,
      field: 'version',
      offset: 4,
      found: String(version),
      expected: '1, 2 or 3',
      advice: 'written by a newer program, or damaged; write it as version 3 or update PS2 ML',
    });
  }
  return version;
}

function cutShort(label: string, size: number, expected: string): PsntError {
  return new PsntError({
    label,
    field: 'the file size',
    found: `${size} bytes`,
    expected,
    advice: 'the file is truncated; copy or download it again',
  });
}

function firstError(label: string, fields: readonly PsntField[]): PsntError | undefined {
  for (const { name, offset, value, check } of fields) {
    if (check.severity !== 'error') continue;
    return new PsntError({
      label,
      field: name,
      offset,
      found: String(value),
      expected: check.expected,
      advice: 'damaged, or written by a faulty program; convert the model again',
    });
  }
  return undefined;
}

/** The model's shape from the header; only meaningful if the header has no error. */
export function configOf({ values, version }: PsntHeader): ModelConfig {
  const flag = (bit: number): boolean => (values.flags & bit) !== 0;
  const headDim = values.dim / values.n_heads;
  return {
    dim: values.dim,
    hiddenDim: values.hidden_dim,
    layers: values.n_layers,
    uniqueLayers: values.n_unique_layers,
    heads: values.n_heads,
    kvHeads: values.n_kv_heads,
    headDim,
    kvDim: headDim * values.n_kv_heads,
    vocabSize: values.vocab_size,
    seqLen: values.seq_len,
    ropeTheta: values.rope_theta,
    // Not in the file; the original runtime has it as a constant.
    eps: 1e-5,
    registers: values.n_registers,
    sharedClassifier: flag(flagBits.sharedClassifier),
    denseformer: version >= 3 && flag(flagBits.denseformer),
    valueResidual: version >= 3 && flag(flagBits.valueResidual),
  };
}

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
}

function printable(bytes: Uint8Array): string {
  const text = [...bytes].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'));
  return `"${text.join('')}"`;
}
