import type { Model, ModelConfig } from '../model';
import { candidatesOf, type Candidate } from './candidates';
import { PsntError } from './error';
import { headerBytes, quantTypes, type PsntVersion, type Quantization } from './fields';

/** What to write. */
export interface PsntTarget {
  /** Default: the newest that supports the quantisation. */
  readonly version?: PsntVersion;
  /** Default: Q8. */
  readonly quantization?: Quantization;
  /** Tensor order with its variant (PsntLayout.variant). Default: resident-first. */
  readonly order?: string;
}

export interface ChosenTarget {
  readonly version: PsntVersion;
  readonly quantType: number;
  readonly candidate: Candidate;
}

/** The resolved target for a model. @throws PsntError when it cannot store what the model computes. */
export function targetOf(
  { label, config, onlyQ8 }: Omit<Model, 'source' | 'tensors'>,
  target: PsntTarget,
): ChosenTarget {
  const quantization = target.quantization ?? 'q8';
  if (onlyQ8 !== undefined && quantization !== 'q8') {
    throw new PsntError({
      label,
      field: 'the type of matrices',
      found: quantization,
      expected: 'q8 for this model',
      advice: onlyQ8,
    });
  }
  return chooseTarget(label, config, target);
}

/** The resolved target for a shape. @throws PsntError when it cannot store it. */
export function chooseTarget(label: string, config: ModelConfig, target: PsntTarget): ChosenTarget {
  const quantization = target.quantization ?? 'q8';
  const [quantType, { versions }] = specOf(quantization);
  const version = target.version ?? newest(versions);
  const refuse = (field: string, found: string, expected: string, advice: string): PsntError =>
    new PsntError({ label, field, found, expected, advice });
  if (!versions.includes(version)) {
    throw refuse(
      'the target',
      `version ${version} with ${quantization}`,
      `version ${versions.join(' or ')} for ${quantization}`,
      'choose another version or quantisation',
    );
  }
  if (Math.fround(config.eps) !== Math.fround(1e-5)) {
    throw refuse(
      'eps of RMSNorm',
      String(config.eps),
      '0.00001',
      'PSNT has no field for it, so this model cannot be converted',
    );
  }
  for (const [since, feature, has] of featuresOf(config)) {
    if (has && version < since) {
      throw refuse(
        'the model',
        `one with ${feature}`,
        `one that version ${version} supports`,
        `use version ${since} or later, which supports ${carriedBy(since)}`,
      );
    }
  }
  const candidates = candidatesOf({
    config,
    version,
    quantization,
    ropeTables: 0,
    headerBytes: headerBytes[version],
  });
  const candidate = candidates.find(({ title }) => title === (target.order ?? 'resident-first'));
  if (candidate === undefined) {
    throw refuse(
      'the tensor order to write',
      String(target.order),
      candidates.map(({ title }) => title).join('; '),
      'use one of these',
    );
  }
  return { version, quantType, candidate };
}

/** The feature and the first version that supports it. */
function featuresOf(config: ModelConfig): [since: PsntVersion, feature: string, has: boolean][] {
  return [
    [2, `rope theta ${config.ropeTheta}`, Math.fround(config.ropeTheta) !== 10000],
    [3, 'shared layers', config.uniqueLayers !== config.layers],
    [3, 'registers', config.registers > 0],
    [3, 'DenseFormer weights', config.denseformer],
    [3, 'a value residual', config.valueResidual],
  ];
}

function specOf(quantization: Quantization): [number, { readonly versions: readonly PsntVersion[] }] {
  for (const [type, spec] of quantTypes) if (spec.name === quantization) return [type, spec];
  throw new RangeError(`Unknown quantization ${quantization}.`);
}

function newest(versions: readonly PsntVersion[]): PsntVersion {
  return versions.reduce((most, version) => (version > most ? version : most), 1);
}

function carriedBy(since: PsntVersion): string {
  const names = [...quantTypes.values()]
    .filter(({ versions }) => versions.some((version) => version >= since))
    .map(({ name }) => name);
  return names.join(', ');
}
