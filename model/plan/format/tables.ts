import {
  arrangementCodes,
  bufferCodes,
  elementCodes,
  matrixTypeCodes,
  operandIndexCodes,
  operationCodes,
  regionCodes,
  rowMeaningCodes,
} from './codes';
import { bound, choice, flags, index, optional, optionalIndex, text, u32, upTo, yesNo } from './field';
import { FileRecord, nested, slots } from './record';

/** The number of input slots of an operation. A mix has more inputs, stored as the first one and their equal distance. */
const operandSlots = 5;

export const region = new FileRecord('region', 16, {
  name: text('name'),
  kind: choice(regionCodes, 'what it contains'),
  start: u32('first address'),
  end: u32('last address + 1'),
});

export const buffer = new FileRecord('buffer', 48, {
  name: text('name'),
  kind: choice(bufferCodes, 'kind', 'BUFFER_'),
  type: choice(elementCodes, 'type of an element', 'ELEMENT_'),
  start: u32('first address'),
  end: u32('last address + 1'),
  rows: u32('rows'),
  cols: u32('elements of a row'),
  stride: u32('bytes from row to row'),
  rowMeaning: choice(rowMeaningCodes, 'what a row is for'),
  layer: optional('logical layer of a KV cache'),
});

export const matrix = new FileRecord('matrix', 48, {
  name: text("the tensor's name"),
  layer: optional('unique layer'),
  rows: u32('rows'),
  cols: u32('columns'),
  type: choice(matrixTypeCodes, 'how its values are stored', 'TYPE_'),
  resident: yesNo('it stays in RAM'),
  address: u32('address of its first part when resident, else 0'),
  firstPart: bound('parts', 'its first entry in parts'),
  parts: u32('number of its parts'),
  arrangement: choice(arrangementCodes, 'how they are [arranged](#tiles-rows-and-bands)', 'ARRANGED_'),
});

export const part = new FileRecord('part', 32, {
  rowStart: u32('first row'),
  rows: u32('rows'),
  fileOffset: u32('byte offset in WEIGHTS.BIN'),
  bytes: u32('bytes'),
  dataOffset: u32('bytes from its start to its values'),
  stride: u32('bytes from row to row, or from band to band'),
  address: u32('address when resident, else 0'),
});

export const tile = new FileRecord('tile', 32, {
  matrix: index('matrices', 'matrix'),
  part: u32('part, counted within the matrix'),
  rowStart: u32('first row'),
  rows: u32('rows'),
  stride: u32('bytes from row to row, or from band to band'),
  scalesAddress: u32('address of the scales (0 for f32 and in bands)'),
  dataAddress: u32('address of the values or bands'),
  read: optionalIndex('reads', 'the read that loads it; NONE when it is resident'),
});

export const read = new FileRecord('read', 48, {
  flags: flags({ preload: 1, row: 2 }, 'flags', 'READ_'),
  matrix: optionalIndex('matrices', 'matrix; NONE for the block of vectors'),
  part: optional('part, counted within the matrix; none for a row read'),
  sector: u32('first sector in WEIGHTS.BIN'),
  sectors: u32('sectors'),
  bytes: u32('bytes of content'),
  address: u32('destination address'),
  issuedBefore: index('operations', 'the read may be issued when this operation is about to run'),
  neededBy: index('operations', 'the operation that needs it'),
  crc: u32('CRC-32 of the whole sectors'),
});

export const operand = new FileRecord('operand', 24, {
  buffer: optionalIndex('buffers', 'the buffer that contains it'),
  matrix: optionalIndex('matrices', 'the resident vector, if it is one'),
  address: u32('address of row 0'),
  stride: u32('bytes from row to row'),
  index: choice(operandIndexCodes, 'what selects the row', 'INDEX_'),
  cols: u32('elements of a row'),
});

export const operation = new FileRecord('operation', 192, {
  id: text('id'),
  kind: choice(operationCodes, 'kind', ''),
  flags: flags({ tail: 1 }, 'flags', 'OPERATION_'),
  layer: optional('logical layer'),
  matrix: optionalIndex('matrices', 'matrix'),
  firstTile: bound('tiles', 'first tile'),
  tiles: u32('tiles'),
  inputs: upTo(operandSlots, 'number of inputs'),
  output: nested(operand, 'output'),
  input: slots(operand, operandSlots, 'index', 'inputs; in an unused slot buffer, matrix and index are NONE'),
  mixed: u32('of a mix: number of mixed rows'),
  mixedStride: u32('of a mix: bytes from one to the next'),
});

export const layer = new FileRecord('layer', 32, {
  id: text('id'),
  index: u32('logical layer'),
  unique: u32('unique layer'),
  first: index('operations', 'first operation'),
  end: bound('operations', 'last operation + 1'),
});

export const liveness = new FileRecord('liveness', 16, {
  buffer: index('buffers', 'buffer'),
  from: index('operations', 'the operation that writes it'),
  to: bound('operations', 'the last operation that reads it'),
});

/** The tables of PLAN.BIN in the order of the directory in its header. The strings come last. */
export const tables = {
  regions: region,
  buffers: buffer,
  matrices: matrix,
  parts: part,
  tiles: tile,
  reads: read,
  operations: operation,
  layers: layer,
  liveness,
} as const;

export type TableName = keyof typeof tables | 'strings';
export const tableNames = [...Object.keys(tables), 'strings'] as readonly TableName[];

/** Bytes of one entry. */
export const entryBytes = (name: TableName): number => (name === 'strings' ? 1 : tables[name].bytes);
