import { ascii, at, f32, flags, named, place, range, raw, text, u16, u32 } from './field';
import { FileRecord, group, list } from './record';
import { tableNames } from './tables';

export const planMagic = 'PS2MPLAN';
export const planVersion = { major: 2, minor: 0 };

/** Where a table is in the file. */
export const tablePlace = new FileRecord('table_place', 12, {
  offset: u32('offset in the file, a multiple of 64'),
  count: u32('entries'),
  entryBytes: u32('bytes of an entry'),
});

/** Sizes of the model, as they are in the header. */
export const modelShape = new FileRecord('the model', 44, {
  dim: u32('width of the residual stream'),
  hiddenDim: u32('width inside the feed-forward block'),
  layers: u32('logical layers'),
  uniqueLayers: u32('layers whose weights are stored'),
  heads: u32('query heads'),
  kvHeads: u32('key and value heads'),
  headDim: u32('head size: dim / heads'),
  kvDim: u32('width of keys and values: head size · KV heads'),
  vocabSize: named('vocabulary', u32('tokens')),
  seqLen: u32('text positions'),
  registers: u32('positions of model registers, before the text'),
});

/** The header of PLAN.BIN. */
export const planHeader = new FileRecord('plan_header', 512, {
  magic: ascii(8, `\`${planMagic}\``),
  major: u16(`version of the format: ${planVersion.major}`),
  minor: u16(`version of the format: ${planVersion.minor}`),
  arithmetic: u32('version of the [arithmetic](arithmetic.md)'),
  headerBytes: u32('bytes of this header'),
  fileBytes: u32('bytes of the file'),
  crc: u32('CRC-32 of the file with this field 0'),
  loadAddress: u32('load address'),
  arena: range('arena, which contains everything the plan uses'),
  stack: range('stack'),
  run: place('RUN.BIN'),
  tokens: place('TOKENS.BIN (0: not loaded)'),
  weightsId: raw(32, 'id of WEIGHTS.BIN'),
  weightsSectors: u32('sectors of WEIGHTS.BIN'),
  batch: u32('maximum positions of a pass'),
  shape: group(modelShape),
  context: u32('all positions: text and model registers'),
  flags: flags({ sharedClassifier: 1, denseformer: 2, valueResidual: 4 }, 'features'),
  eps: f32('epsilon that RMSNorm adds'),
  ropeTheta: f32('base of the RoPE angles'),
  attentionScale: f32('1 / √head size'),
  cosAddress: u32('address of the cos table, within this file as loaded'),
  sinAddress: u32('address of the sin table, within this file as loaded'),
  model: named('model_name', text("the model's name")),
  eeFloats: u32('revision of the [EE floats](arithmetic.md#revisions-of-the-ees-floats) in EE mode'),
  modelContext: u32('text positions of the model; the plan may have fewer'),
  tables: at(192, list(tablePlace, tableNames.length, `places of the tables: ${tableNames.join(', ')}`)),
});
