import { contextLength, type Model, type ModelConfig } from '../model';
import { eeFloatRevision } from '../eeFloatRevision';
import type { ArithmeticVersion } from './arithmeticVersion';
import { encodedPlanBytes } from './encodePlan';
import { PlanError } from './error';
import { layOutMemory, type MemoryLayout } from './layout';
import { livenessOf } from './liveness';
import { scheduleOperations } from './operations';
import type { PlanOptions } from './options';
import type { Matrix, Plan, Read } from './plan';
import { ropeTables } from './rope';
import { sectorBytes } from './units';
import type { WeightsPlacement } from './weightsLayout';

/** Everything that a plan is made of. */
export interface PlanParts {
  readonly model: Pick<Model, 'label' | 'config'>;
  readonly weights: WeightsPlacement;
  readonly arithmetic: ArithmeticVersion;
  readonly options: PlanOptions;
  /** Text positions of the plan. */
  readonly seqLen: number;
  /** A streamed embedding is read row by row, and in tiles where it is the classifier. */
  readonly embedding: 'resident' | 'streamed';
}

/** The shape of a model with the context of its plan. */
export const plannedConfig = ({ model, seqLen }: PlanParts): ModelConfig => ({ ...model.config, seqLen });

/** Bytes of the tables of cos and sin. */
export const ropeBytes = (config: ModelConfig): number => contextLength(config) * config.headDim * 4;

/** @throws PlanError when it does not fit. */
export function assemblePlan(parts: PlanParts): Plan {
  try {
    return fixedPoint(parts);
  } catch (error) {
    const { options } = parts;
    if (!(error instanceof PlanError) || options.weights === 'streamed') throw error;
    // With matrices in RAM the tables can be longer. Where they are too long, nothing stays.
    return fixedPoint({ ...parts, options: { ...options, weights: 'streamed' } });
  }
}

function fixedPoint(parts: PlanParts): Plan {
  const config = plannedConfig(parts);
  const tables = ropeTables(contextLength(config), config.headDim, config.ropeTheta);
  // The plan is in RAM too, so its size changes the addresses: repeat until the reserved size is enough.
  let planBytes = 0;
  for (;;) {
    const plan = planIn(parts, planBytes, tables);
    const needed = encodedPlanBytes(plan);
    if (needed <= planBytes) return withRopeAddresses(plan, needed);
    planBytes = needed;
  }
}

/** Bytes of PLAN.BIN without the tables of cos and sin, which is all that depends on the context. */
export const tableBytes = (parts: PlanParts): number =>
  encodedPlanBytes(planIn(parts, 0, { cos: new Float32Array(0), sin: new Float32Array(0) }));

/** @param planBytes the room for PLAN.BIN; with 0 the rest does not have to fit. */
function planIn(
  parts: PlanParts,
  planBytes: number,
  tables: { readonly cos: Float32Array; readonly sin: Float32Array },
): Plan {
  const { model, weights } = parts;
  const config = plannedConfig(parts);
  const options = withBatch(parts);
  const { kvCache } = options;
  const memory = layOutMemory(model.label, config, weights, options, parts.embedding, planBytes);
  const matrices = matricesOf(weights, memory);
  const preloads = preloadsOf(weights, memory, matrices);
  const schedule = scheduleOperations(config, kvCache, memory, matrices, preloads);
  const header = 1;
  return {
    arithmetic: parts.arithmetic,
    eeFloats: eeFloatRevision,
    model: model.label,
    config,
    modelContext: model.config.seqLen,
    kvCache,
    batch: options.batch,
    arena: options.arena,
    planAddress: memory.plan,
    run: memory.run,
    tokens: memory.tokens,
    stack: memory.stack,
    regions: memory.regions,
    buffers: memory.buffers,
    matrices,
    ...schedule,
    liveness: livenessOf(memory.buffers, schedule.operations),
    weightsFile: {
      sectors: weights.sectors,
      residentSectors: preloads.reduce((sum, { sectors }) => sum + sectors, header),
      bytes: weights.sectors * sectorBytes,
    },
    rope: { ...tables, cosAddress: 0, sinAddress: 0 },
  };
}

/** A pass has no more positions than the context. */
export function withBatch(parts: PlanParts): PlanOptions {
  const { batch } = parts.options;
  return { ...parts.options, batch: Math.max(1, Math.min(batch, contextLength(plannedConfig(parts)))) };
}

/** The cos and sin tables are at the end of PLAN.BIN. */
function withRopeAddresses(plan: Plan, bytes: number): Plan {
  const { cos, sin } = plan.rope;
  const sinAddress = plan.planAddress + bytes - sin.byteLength;
  return { ...plan, rope: { cos, sin, cosAddress: sinAddress - cos.byteLength, sinAddress } };
}

function matricesOf(weights: WeightsPlacement, memory: MemoryLayout): Matrix[] {
  const vectorStart = weights.vectors.sector * sectorBytes;
  const addressesByName = new Map<string, (number | undefined)[]>();
  weights.blocks.forEach((block, index) => {
    if (!block.tensor) return;
    const addresses = addressesByName.get(block.tensor.name) ?? [];
    addresses.push(memory.residentBlocks[index]);
    addressesByName.set(block.tensor.name, addresses);
  });
  return weights.tensors.map(({ tensor, arrangement, parts }, index) => {
    const inVectors = (part: number): number => memory.vectors + (parts[part]?.fileOffset ?? 0) - vectorStart;
    const addresses = addressesByName.get(tensor.name) ?? parts.map((_, part) => inVectors(part));
    const partAddresses = addresses.filter((address) => address !== undefined);
    const resident = partAddresses.length === parts.length;
    return {
      index,
      name: tensor.name,
      ...(tensor.layer !== undefined && { layer: tensor.layer }),
      rows: tensor.rows,
      cols: tensor.cols,
      type: tensor.type,
      arrangement,
      resident,
      address: resident ? (partAddresses[0] ?? 0) : 0,
      partAddresses: resident ? partAddresses : [],
      parts,
    };
  });
}

function preloadsOf(weights: WeightsPlacement, memory: MemoryLayout, matrices: readonly Matrix[]): Read[] {
  const first = { preload: true, issuedBefore: 0, neededBy: 0 } as const;
  const { sector, sectors, bytes } = weights.vectors;
  const reads: Read[] = [{ ...first, index: 0, sector, sectors, bytes, address: memory.vectors }];
  for (const matrix of matrices) {
    const isVector = (matrix.parts[0]?.fileOffset ?? 0) < (sector + sectors) * sectorBytes;
    if (isVector) continue;
    const isByRow = !matrix.resident && matrix.name === 'embedding';
    const addresses = isByRow ? memory.embeddingScales : matrix.partAddresses;
    matrix.parts.forEach((part, index) => {
      const address = addresses[index];
      // Of rows that are read one by one, the scales are resident: they are at the start of their part.
      const partBytes = isByRow ? part.dataOffset : part.bytes;
      if (address === undefined || partBytes === 0) return;
      reads.push({
        ...first,
        index: reads.length,
        matrix: matrix.index,
        part: index,
        sector: part.fileOffset / sectorBytes,
        sectors: Math.ceil(partBytes / sectorBytes),
        bytes: partBytes,
        address,
      });
    });
  }
  return reads;
}
