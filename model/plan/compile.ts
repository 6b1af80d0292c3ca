import { contextLength, type Model, type ModelConfig } from '../model';
import { eeFloatRevision } from '../eeFloatRevision';
import { encodedPlanBytes } from './encodePlan';
import { PlanError } from './error';
import { layOutMemory, type MemoryLayout } from './layout';
import { livenessOf } from './liveness';
import { scheduleOperations } from './operations';
import { defaultPlanOptions, type PlanOptions } from './options';
import type { Matrix, Plan, Read } from './plan';
import { ropeTables } from './rope';
import { sectorBytes } from './units';
import { placeWeights, type WeightsPlacement } from './weightsLayout';

/** The arithmetic version of the plans that are made here: docs/arithmetic.md. */
export const arithmeticVersion = 1;

/**
 * Compiles a model into the plan of one pass. Reads no weights, only the model's description.
 * @throws PlanError when the model is inconsistent or does not fit.
 */
export function compilePlan(model: Model, options: Partial<PlanOptions> = {}): Plan {
  const { config } = model;
  checkConfig(model.label, config);
  const complete = { ...defaultPlanOptions, ...options };
  const settings = { ...complete, batch: Math.max(1, Math.min(complete.batch, contextLength(config))) };
  const weights = placeWeights(model, settings);
  const tables = ropeTables(contextLength(config), config.headDim, config.ropeTheta);

  const assemble = (planBytes: number): Plan => {
    const memory = layOutMemory(model.label, config, weights, settings, planBytes);
    const matrices = matricesOf(weights, memory);
    const schedule = scheduleOperations(config, memory, matrices, preloadsOf(weights, memory, matrices));
    const plan: Plan = {
      arithmetic: arithmeticVersion,
      eeFloats: eeFloatRevision,
      model: model.label,
      config,
      batch: settings.batch,
      arena: settings.arena,
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
        residentSectors: residentSectorsOf(weights, memory),
        bytes: weights.sectors * sectorBytes,
      },
      rope: { ...tables, cosAddress: 0, sinAddress: 0 },
    };
    // The cos and sin tables are at the end of PLAN.BIN.
    const end = memory.plan + encodedPlanBytes(plan);
    const sinAddress = end - tables.sin.byteLength;
    return { ...plan, rope: { ...tables, cosAddress: sinAddress - tables.cos.byteLength, sinAddress } };
  };
  // The plan is in RAM too, so its size changes the addresses: repeat until the reserved size is enough.
  let planBytes = 0;
  for (;;) {
    const plan = assemble(planBytes);
    const needed = encodedPlanBytes(plan);
    if (needed <= planBytes) return plan;
    planBytes = needed;
  }
}

function residentSectorsOf(weights: WeightsPlacement, memory: MemoryLayout): number {
  const header = 1;
  return weights.blocks.reduce(
    (sum, block, index) => sum + (memory.residentBlocks[index] === undefined ? 0 : block.sectors),
    header + weights.vectors.sectors,
  );
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
  return weights.tensors.map(({ tensor, parts }, index) => {
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
    if (!matrix.resident || isVector) continue;
    matrix.parts.forEach((part, index) => {
      reads.push({
        ...first,
        index: reads.length,
        matrix: matrix.index,
        part: index,
        sector: part.fileOffset / sectorBytes,
        sectors: Math.ceil(part.bytes / sectorBytes),
        bytes: part.bytes,
        address: matrix.partAddresses[index] ?? 0,
      });
    });
  }
  return reads;
}

function checkConfig(label: string, config: ModelConfig): void {
  const must = (holds: boolean, fact: string): void => {
    if (!holds)
      throw new PlanError(`${label} cannot be executed: ${fact}. Convert the model again from its source.`);
  };
  must(
    config.headDim * config.heads === config.dim,
    `dim ${config.dim} is not heads ${config.heads} × head size ${config.headDim}`,
  );
  must(config.headDim % 2 === 0, `its head size ${config.headDim} is odd, but RoPE rotates pairs`);
  must(
    config.heads % config.kvHeads === 0,
    `${config.heads} heads cannot share ${config.kvHeads} KV heads evenly`,
  );
  must(
    config.uniqueLayers <= config.layers,
    `it has ${config.uniqueLayers} unique layers but only ${config.layers} layers`,
  );
}
