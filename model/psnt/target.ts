import type { ModelConfig } from '../model';
import { candidatesOf, type Candidate } from './candidates';
import { PsntError } from './error';
import { headerBytes, quantTypes, type PsntVersion, type Quantization } from './fields';

/** What to write. */
export interface PsntTarget {
  /** The newest that is known to carry the quantisation, when not given. */
  readonly version?: PsntVersion;
  /** Q8 when not given. */
  readonly quantization?: Quantization;
  /** Order and variant of the body (PsntLayout.variant): resident-first when not given. */
  readonly order?: string;
}

export interface ChosenTarget {
  readonly version: PsntVersion;
  readonly quantType: number;
  readonly candidate: Candidate;
}

/**
 * What exactly is to be written.
 * @throws PsntError when such a file cannot hold the model, saying which could.
 */
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
        `one that version ${version} can hold`,
        `write version ${since} or later, which carries ${carriedBy(since)}`,
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
      'the order to write',
      String(target.order),
      candidates.map(({ title }) => title).join('; '),
      'choose one of these',
    );
  }
  return { version, quantType, candidate };
}

/** What a version must be to hold it. */
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
  throw new RangeError(`There is no quantisation ${quantization}.`);
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
