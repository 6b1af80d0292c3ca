import { ramBytes } from '../../common/ram';
import { contextLength, uniqueLayerOf, type ModelConfig } from '../model';
import { formatInteger } from '../textTable';
import { PlanError } from './error';
import { blocksToKeep } from './fill';
import { defaultPlanOptions, programStart, stackBytes, type KvCacheType, type PlanOptions } from './options';
import type { Buffer, BufferKind, Region, RegionKind } from './plan';
import { sectorsOfRow } from './rowRead';
import { align, cacheLine, formatBytes, quadword, sectorBytes } from './units';
import { placedEmbedding, type Block, type WeightsPlacement } from './weightsLayout';

/** Bytes of RUN.BIN before the prompt's ids, with room for 64 stop ids. */
const runHeaderBytes = 512;

/** All addresses that the plan assigns. */
export interface MemoryLayout {
  readonly regions: readonly Region[];
  readonly buffers: readonly Buffer[];
  readonly plan: number;
  readonly run: { readonly start: number; readonly end: number };
  readonly tokens: { readonly start: number; readonly end: number };
  readonly stack: { readonly start: number; readonly end: number };
  readonly vectors: number;
  /** Address of each resident block of `WeightsPlacement.blocks`; undefined when it is streamed. */
  readonly residentBlocks: readonly (number | undefined)[];
  /** The addresses that the parts of each streamed matrix are read to, by its name. */
  readonly slots: ReadonlyMap<string, readonly number[]>;
  /** Where the scales of each part of a streamed embedding are. Empty if the embedding is resident. */
  readonly embeddingScales: readonly number[];
  /** Where a row of a streamed embedding is read to. */
  readonly rowSlot: number;
  /** Names of the streamed matrices that stay in their slots until all layers that share them have run. */
  readonly kept: ReadonlySet<string>;
}

type BufferSpec = Omit<Buffer, 'index' | 'start' | 'end' | 'stride'>;

const row = (
  name: string,
  kind: BufferKind,
  cols: number,
  rows: number,
  rowMeaning: Buffer['rowMeaning'],
): BufferSpec => ({
  name,
  kind,
  type: 'f32',
  rows,
  cols,
  rowMeaning,
});

function activationSpecs(config: ModelConfig, { batch, kvCache }: PlanOptions): BufferSpec[] {
  const perPosition = (name: string, cols: number) =>
    row(name, 'activation', cols, batch, 'position in pass');
  const specs = [
    perPosition('x', config.dim),
    perPosition('normed', config.dim),
    perPosition('q', config.dim),
    perPosition('k', config.kvDim),
  ];
  // Floats go straight to the cache; integers are made from a row of floats.
  if (config.valueResidual || kvCache === 'int16') specs.push(perPosition('v', config.kvDim));
  if (config.valueResidual && kvCache === 'int16') specs.push(perPosition('v.first', config.kvDim));
  specs.push(
    row('scores', 'scratch', contextLength(config), config.heads, 'head'),
    perPosition('attn', config.dim),
    perPosition('proj', config.dim),
    perPosition('gate', config.hiddenDim),
    perPosition('up', config.hiddenDim),
  );
  if (config.denseformer) {
    for (let j = 0; j <= config.layers; j++)
      specs.push(perPosition(`h.${String(j).padStart(2, '0')}`, config.dim));
  }
  specs.push(
    row('final', 'activation', config.dim, 1, 'none'),
    row('logits', 'activation', config.vocabSize, 1, 'none'),
    row('candidates', 'scratch', config.vocabSize, 1, 'none'),
    { ...row('order', 'scratch', config.vocabSize, 1, 'none'), type: 'i32' },
    { ...row('token', 'activation', 1, 1, 'none'), type: 'i32' },
    { ...row('history', 'tokens', contextLength(config) + 1, 1, 'none'), type: 'i32' },
  );
  return specs;
}

/** Columns of the int16 row of a matmul's input, for the longest one: padded with zeros as bands are. */
const quantisedColumns = 16;

/** A row for each position, in which a matmul in bands writes its input as int16 with one scale. */
function quantisedSpecs({ tensors }: WeightsPlacement, { batch }: PlanOptions): BufferSpec[] {
  const cols = tensors.map(({ arrangement, tensor }) => (arrangement === 'bands' ? tensor.cols : 0));
  const most = Math.max(...cols);
  if (most === 0) return [];
  const room = align(most, quantisedColumns);
  return [{ ...row('quantised', 'scratch', room, batch, 'position in pass'), type: 'i16' }];
}

function kvSpecs(config: ModelConfig, kvCache: KvCacheType): BufferSpec[] {
  const specs: BufferSpec[] = [];
  for (let layer = 0; layer < config.layers; layer++) {
    const id = `L${String(layer).padStart(2, '0')}`;
    for (const name of ['keys', 'values']) {
      const type = kvCache === 'int16' ? 'i16' : 'f32';
      specs.push({
        ...row(`${name}.${id}`, 'kv', config.kvDim, contextLength(config), 'position'),
        type,
        layer,
      });
    }
  }
  return specs;
}

/** Bytes of a row of a buffer. Integers of a cache have an f32 scale for each head, other integers one. */
const rowBytes = ({ kind, type, cols }: BufferSpec, { headDim }: ModelConfig): number =>
  type === 'i16' ? cols * 2 + (kind === 'kv' ? cols / headDim : 1) * 4 : cols * 4;

/**
 * Allots RAM from the start of the arena upwards. The rest is the region `free`.
 * @param planBytes size of PLAN.BIN, or 0 for a first round that determines the size and does not have to fit.
 * @throws PlanError when the model does not fit.
 */
export function layOutMemory(
  label: string,
  config: ModelConfig,
  weights: WeightsPlacement,
  options: PlanOptions,
  embedding: 'resident' | 'streamed',
  planBytes: number,
): MemoryLayout {
  const { arena } = options;
  const regions: Region[] = [];
  const buffers: Buffer[] = [];
  let next = arena.start;
  const take = (bytes: number): { start: number; end: number } => {
    const start = align(next, cacheLine);
    next = start + align(bytes, cacheLine);
    return { start, end: next };
  };
  const region = (name: string, kind: RegionKind, fill: () => void): void => {
    const start = next;
    fill();
    if (next > start) regions.push({ name, kind, start, end: next });
  };
  const place = (specs: readonly BufferSpec[]): void => {
    for (const spec of specs) {
      const stride = align(rowBytes(spec, config), quadword);
      buffers.push({ ...spec, index: buffers.length, stride, ...take(stride * spec.rows) });
    }
  };

  let plan = arena.start;
  let run = { start: 0, end: 0 };
  let tokens = run;
  let stack = run;
  let vectors = 0;
  const slots = new Map<string, readonly number[]>();
  const shared = options.sharedLayers === 'readOnce' ? sharedLayers(config) : new Set<number>();
  const isKept = ({ tensor }: Block): boolean => tensor?.layer !== undefined && shared.has(tensor.layer);
  const residentBlocks: (number | undefined)[] = [];
  const embeddingScales: number[] = [];
  let rowSlot = 0;

  region('plan', 'plan', () => {
    // Whole sectors: a disc read overwrites the memory up to the end of its last one.
    plan = take(align(planBytes, sectorBytes)).start;
    run = take(align(runHeaderBytes + contextLength(config) * 4, sectorBytes));
    tokens = take(align(options.tokensBytes, sectorBytes));
  });
  region('stack', 'stack', () => (stack = take(stackBytes)));
  region('resident weights', 'weights', () => {
    vectors = take(weights.vectors.sectors * sectorBytes).start;
    for (const block of weights.blocks) {
      const isResident = block.tensor?.name === 'embedding' && embedding === 'resident';
      residentBlocks.push(isResident ? take(block.sectors * sectorBytes).start : undefined);
    }
    if (embedding === 'resident') return;
    for (const { dataOffset } of placedEmbedding(weights)?.parts ?? [])
      embeddingScales.push(take(align(dataOffset, sectorBytes)).start);
  });
  region('activations', 'activations', () =>
    place([...activationSpecs(config, options), ...quantisedSpecs(weights, options)]),
  );
  region('KV cache', 'kv', () => place(kvSpecs(config, options.kvCache)));
  if (options.weights === 'resident') {
    region('matrices kept in RAM', 'weights', () => {
      const room = { start: next, end: arena.end, most: options.residentBytes };
      for (const index of blocksToKeep(weights.blocks, residentBlocks, isKept, room))
        residentBlocks[index] = take((weights.blocks[index]?.sectors ?? 0) * sectorBytes).start;
    });
  }
  region(shared.size > 0 ? 'stream slots' : 'stream slot', 'stream', () => {
    // Nothing multiplies by the embedding when the classifier is separate: only rows of it are read.
    const isRowsOnly = ({ tensor }: Block): boolean =>
      tensor?.name === 'embedding' && !config.sharedClassifier;
    const streamed = weights.blocks.filter(
      (block, index) => residentBlocks[index] === undefined && !isRowsOnly(block),
    );
    const { offsets, bytes } = slotOffsets(streamed, isKept);
    const rowSectors = embedding === 'resident' ? 0 : sectorsOfRow(placedEmbedding(weights)?.parts ?? []);
    const { start } = take(Math.max(bytes, rowSectors * sectorBytes));
    rowSlot = start;
    for (const [name, parts] of offsets)
      slots.set(
        name,
        parts.map((offset) => start + offset),
      );
  });
  if (next > arena.end && planBytes > 0)
    throw tooLarge(label, config, regions, next - arena.end, arena.end - arena.start);
  if (next < arena.end) regions.push({ name: 'free', kind: 'free', start: next, end: arena.end });

  const fixed = (name: string, kind: RegionKind, start: number, end: number): Region[] =>
    end > start ? [{ name, kind, start, end }] : [];
  return {
    regions: [
      ...fixed('kernel and ps2link', 'system', 0, programStart),
      ...fixed('program', 'program', programStart, arena.start),
      ...regions,
      ...fixed('beyond the budget', 'system', arena.end, defaultPlanOptions.arena.end),
      ...fixed('ps2link (high)', 'system', Math.max(arena.end, defaultPlanOptions.arena.end), ramBytes),
    ],
    buffers,
    plan,
    run,
    tokens,
    stack,
    vectors,
    residentBlocks,
    slots,
    embeddingScales,
    rowSlot,
    kept: new Set(
      weights.blocks
        .filter(isKept)
        .flatMap(({ tensor }) => (slots.has(tensor?.name ?? '') ? (tensor?.name ?? '') : [])),
    ),
  };
}

/** Unique layers that more than one layer executes. Those layers follow each other. */
function sharedLayers(config: ModelConfig): ReadonlySet<number> {
  const used = Array.from({ length: config.layers }, (_, layer) => uniqueLayerOf(config, layer));
  return new Set(used.filter((unique, layer) => used[layer - 1] === unique));
}

/** Where the parts of streamed matrices go, relative to the start of their region, and the size of the region. */
interface SlotOffsets {
  readonly offsets: ReadonlyMap<string, readonly number[]>;
  readonly bytes: number;
}

/** One slot for all parts, except for a shared layer that is read once: each of its parts has a slot, so that it stays. */
function slotOffsets(blocks: readonly Block[], isKept: (block: Block) => boolean): SlotOffsets {
  const offsets = new Map<string, number[]>();
  const ends = new Map<number | undefined, number>();
  let bytes = 0;
  for (const block of blocks) {
    const { tensor, sectors } = block;
    const name = tensor?.name ?? '';
    const offset = isKept(block) ? (ends.get(tensor?.layer) ?? 0) : 0;
    const end = offset + sectors * sectorBytes;
    if (isKept(block)) ends.set(tensor?.layer, end);
    const others = offsets.get(name);
    if (others === undefined) offsets.set(name, [offset]);
    else others.push(offset);
    bytes = Math.max(bytes, end);
  }
  return { offsets, bytes };
}

function tooLarge(
  label: string,
  config: ModelConfig,
  regions: readonly Region[],
  over: number,
  available: number,
): PlanError {
  const needs = regions
    .map((region) => `${region.name} ${formatBytes(region.end - region.start)}`)
    .join(', ');
  return new PlanError(
    `${label} does not fit with a context of ${formatInteger(config.seqLen)}: it needs ${formatBytes(available + over)}, but only ${formatBytes(available)} are available (${needs}).`,
  );
}
