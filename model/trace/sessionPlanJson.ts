import { ramBytes } from '../../common/ram';
import type { DriveTiming } from '../../disc/drive';
import type { JsonValue } from '../json';
import type { ModelConfig, TensorType } from '../model';
import { arithmeticVersions, isArithmeticVersion, type ArithmeticVersion } from '../plan/arithmeticVersion';
import { parseDiscLayout } from '../plan/layoutWords';
import type { DiscLayout } from '../plan/discLayout';
import { bufferCodes, everyOperationKind, everyRegionKind, wordsOf } from '../plan/format/codes';
import { discContentKinds, type DiscForecast, type DiscRow } from '../plan/forecast';
import { provenanceFrom, type Provenance } from '../../targets/provenance';
import { tensorTypes } from '../tensorTypes';
import type {
  SessionBuffer,
  SessionDrive,
  SessionListing,
  SessionMatrix,
  SessionOperation,
  SessionPlan,
  SessionProgram,
  SessionRead,
  SessionRegion,
  SessionToken,
} from './session';

/**
 * A session's plan from a file. Every field is checked, so views need not.
 * @throws FormatError for an invalid field.
 */
export function sessionPlanFrom(json: JsonValue): SessionPlan {
  const modelHash = json.get('modelHash');
  const modelPath = json.get('modelPath');
  const layout = layoutFrom(json.get('layout'));
  const origin = json.get('layoutFrom');
  const drive = json.get('drive');
  const arithmetic = json.get('arithmetic');
  const program = json.get('program');
  const hasConfig = !program.exists || json.get('config').exists;
  const prompt = json.get('prompt');
  const matrices = indexed(json.get('matrices'), matrixFrom);
  const operations = indexed(json.get('operations'), (operation, index) =>
    operationFrom(operation, index, matrices.length),
  );
  return {
    model: json.get('model').string(),
    ...(modelHash.exists && { modelHash: modelHash.string() }),
    ...(modelPath.exists && { modelPath: modelPath.string() }),
    ...(layout !== undefined && { layout }),
    ...(origin.exists && { layoutFrom: origin.string() }),
    ...(drive.exists && { drive: driveFrom(drive) }),
    ...(prompt.exists && { prompt: prompt.items().map(tokenFrom) }),
    ...(arithmetic.exists && { arithmetic: arithmeticFrom(arithmetic) }),
    ...(hasConfig && { config: configFrom(json.get('config')) }),
    ...(program.exists && { program: programFrom(program) }),
    provenance: provenanceOf(json.get('provenance')),
    listing: listingFrom(json.get('listing')),
    regions: regionsFrom(json.get('regions')),
    buffers: json.get('buffers').items().map(bufferFrom),
    matrices,
    reads: indexed(json.get('reads'), (read, index) =>
      readFrom(read, index, matrices.length, operations.length),
    ),
    operations,
    forecast: forecastFrom(json.get('forecast'), matrices.length),
  };
}

function programFrom(json: JsonValue): SessionProgram {
  return {
    name: json.get('name').string(),
    notes: json
      .get('notes')
      .items()
      .map((note) => note.string()),
  };
}

function tokenFrom(json: JsonValue): SessionToken {
  const text = json.get('text');
  return { id: json.get('id').count(), ...(text.exists && { text: text.string() }) };
}

function provenanceOf(json: JsonValue): Provenance {
  const provenance = provenanceFrom(json.string());
  if (provenance === undefined) throw json.wrong('"forecast" or the id of a target');
  return provenance;
}

function arithmeticFrom(json: JsonValue): ArithmeticVersion {
  const { value } = json;
  if (!isArithmeticVersion(value)) throw json.wrong(arithmeticVersions.join(' or '));
  return value;
}

function layoutFrom(json: JsonValue): DiscLayout | undefined {
  if (!json.exists) return undefined;
  try {
    return parseDiscLayout(json.value);
  } catch {
    throw json.wrong('a disc layout');
  }
}

const timingFields = [
  'topSpeed',
  'innerShare',
  'sectorsToEdge',
  'contiguousSectors',
  'fastSeekSectors',
  'fastSeekMs',
  'fullSeekMs',
  'rotationMs',
] as const satisfies readonly (keyof DriveTiming)[];

function driveFrom(json: JsonValue): SessionDrive {
  const timing = Object.fromEntries(
    timingFields.map((name) => {
      const field = json.get('timing').get(name);
      const value = field.number();
      if (!Number.isFinite(value) || value < 0) throw field.wrong('a number of 0 or more');
      return [name, value];
    }),
  );
  return {
    disc: oneOf(json.get('disc'), ['dvd', 'cd'] as const),
    timing: timing as Record<(typeof timingFields)[number], number>,
  };
}

const wholeNumbers = [
  'dim',
  'hiddenDim',
  'layers',
  'uniqueLayers',
  'heads',
  'kvHeads',
  'headDim',
  'kvDim',
  'vocabSize',
  'seqLen',
  'registers',
] as const;

function configFrom(json: JsonValue): ModelConfig {
  const counts = Object.fromEntries(wholeNumbers.map((name) => [name, json.get(name).count()]));
  return {
    ...(counts as Record<(typeof wholeNumbers)[number], number>),
    ropeTheta: json.get('ropeTheta').number(),
    eps: json.get('eps').number(),
    sharedClassifier: json.get('sharedClassifier').boolean(),
    denseformer: json.get('denseformer').boolean(),
    valueResidual: json.get('valueResidual').boolean(),
  };
}

function listingFrom(json: JsonValue): SessionListing {
  const [uri, sourceReference, text] = [json.get('uri'), json.get('sourceReference'), json.get('text')];
  return {
    ...(uri.exists && { uri: uri.string() }),
    ...(sourceReference.exists && { sourceReference: sourceReference.count() }),
    lines: json.get('lines').count(),
    ...(text.exists && { text: text.string() }),
  };
}

/** The regions cover all RAM, without gap or overlap. */
function regionsFrom(json: JsonValue): SessionRegion[] {
  let next = 0;
  const regions = json.items().map((item): SessionRegion => {
    const region = {
      name: item.get('name').string(),
      kind: oneOf(item.get('kind'), [...wordsOf(everyRegionKind), 'unknown'] as const),
      ...rangeFrom(item),
    };
    if (region.start !== next) throw item.get('start').wrong(String(next));
    next = region.end;
    return region;
  });
  if (next !== ramBytes) throw json.wrong(`regions up to ${ramBytes}, the end of the RAM`);
  return regions;
}

function bufferFrom(json: JsonValue): SessionBuffer {
  const [rows, cols] = [json.get('rows'), json.get('cols')];
  return {
    name: json.get('name').string(),
    kind: oneOf(json.get('kind'), [...wordsOf(bufferCodes), 'file'] as const),
    ...rangeFrom(json),
    ...(rows.exists && { rows: rows.count() }),
    ...(cols.exists && { cols: cols.count() }),
  };
}

function rangeFrom(json: JsonValue): { start: number; end: number } {
  const [start, end] = [json.get('start').count(), json.get('end').count()];
  if (end < start || end > ramBytes) throw json.get('end').wrong(`an address from ${start} to ${ramBytes}`);
  return { start, end };
}

function matrixFrom(json: JsonValue, index: number): SessionMatrix {
  const layer = json.get('layer');
  return {
    index,
    name: json.get('name').string(),
    ...(layer.exists && { layer: layer.count() }),
    rows: json.get('rows').count(),
    cols: json.get('cols').count(),
    type: oneOf(json.get('type'), Object.keys(tensorTypes) as TensorType[]),
    resident: json.get('resident').boolean(),
    bytes: json.get('bytes').count(),
  };
}

function readFrom(json: JsonValue, index: number, matrices: number, operations: number): SessionRead {
  const [matrix, offset] = [json.get('matrix'), json.get('offset')];
  // A program without a plan has no operations.
  const operation = (name: string): number =>
    operations === 0 ? json.get(name).count() : below(json.get(name), operations);
  return {
    index,
    preload: json.get('preload').boolean(),
    ...(matrix.exists && { matrix: below(matrix, matrices) }),
    sector: json.get('sector').count(),
    sectors: json.get('sectors').count(),
    bytes: json.get('bytes').count(),
    ...(offset.exists && { offset: offset.count() }),
    issuedBefore: operation('issuedBefore'),
    neededBy: operation('neededBy'),
  };
}

function operationFrom(json: JsonValue, index: number, matrices: number): SessionOperation {
  const [layer, matrix] = [json.get('layer'), json.get('matrix')];
  return {
    index,
    id: json.get('id').string(),
    kind: oneOf(json.get('kind'), wordsOf(everyOperationKind)),
    ...(layer.exists && { layer: layer.count() }),
    ...(matrix.exists && { matrix: below(matrix, matrices) }),
    tail: json.get('tail').boolean(),
    line: json.get('line').count(),
  };
}

function forecastFrom(json: JsonValue, matrices: number): DiscForecast {
  return {
    rows: json
      .get('rows')
      .items()
      .map((row) => discRowFrom(row, matrices)),
    sectors: json.get('sectors').count(),
    sectorsPerPass: json.get('sectorsPerPass').count(),
    preloadSectors: json.get('preloadSectors').count(),
  };
}

function discRowFrom(json: JsonValue, matrices: number): DiscRow {
  const [matrix, layer, content] = ['matrix', 'layer', 'content'].map((name) => json.get(name)) as [
    JsonValue,
    JsonValue,
    JsonValue,
  ];
  return {
    name: json.get('name').string(),
    ...(matrix.exists && { matrix: below(matrix, matrices) }),
    ...(layer.exists && { layer: layer.count() }),
    ...(content.exists && { content: oneOf(content, discContentKinds) }),
    sectors: json.get('sectors').count(),
    bytes: json.get('bytes').count(),
    padding: json.get('padding').count(),
    preloads: json.get('preloads').count(),
    readsPerPass: json.get('readsPerPass').count(),
    sectorsPerPass: json.get('sectorsPerPass').count(),
  };
}

/** An array of entries with their own index. */
function indexed<T>(json: JsonValue, read: (item: JsonValue, index: number) => T): T[] {
  return json.items().map((item, index) => {
    if (item.get('index').count() !== index) throw item.get('index').wrong(String(index));
    return read(item, index);
  });
}

function below(json: JsonValue, count: number): number {
  const value = json.count();
  if (value >= count) throw json.wrong(`a number below ${count}`);
  return value;
}

function oneOf<T extends string>(json: JsonValue, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === json.value);
  if (found === undefined) throw json.wrong(choices.join(', '));
  return found;
}
