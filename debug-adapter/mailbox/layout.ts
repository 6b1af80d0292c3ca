/** The symbol of a program that has a mailbox (docs/mailbox.md). */
export const mailboxSymbol = 'ps2ml_mailbox';

/** The mailbox of docs/mailbox.md, version 1: offsets in bytes from its start. */
export const offsets = {
  magic: 0x000,
  self: 0x010,
  version: 0x014,
  size: 0x018,
  runNumber: 0x01c,
  ticksPerSecond: 0x020,
  planAddress: 0x024,
  planBytes: 0x028,
  planCrc: 0x02c,
  weightsSector: 0x030,
  operations: 0x034,
  totalsAddress: 0x038,
  totals: 0x03c,
  eventsAddress: 0x040,
  eventsCapacity: 0x044,
  textAddress: 0x048,
  textCapacity: 0x04c,
  logAddress: 0x050,
  logCapacity: 0x054,
  inputAddress: 0x058,
  inputCapacity: 0x05c,
  breakpointsAddress: 0x060,
  untilAddress: 0x064,
  bitmapBytes: 0x068,
  reportAddress: 0x06c,
  reportBytes: 0x070,
  heartbeat: 0x080,
  acknowledged: 0x084,
  result: 0x088,
  eventsWritten: 0x08c,
  textWritten: 0x094,
  logWritten: 0x09c,
  stackBytes: 0x0a4,
  ticks: 0x0a8,
  sequence: 0x0c0,
  state: 0x0c4,
  stop: 0x0c8,
  pass: 0x0cc,
  first: 0x0d0,
  count: 0x0d4,
  tail: 0x0d8,
  operation: 0x0dc,
  known: 0x0e0,
  end: 0x0e4,
  errorCode: 0x0e8,
  errorBytes: 0x0ec,
  errorText: 0x100,
  hostHeartbeat: 0x200,
  hostLimitMs: 0x204,
  eventsTaken: 0x208,
  textTaken: 0x20c,
  logTaken: 0x210,
  stopFirst: 0x214,
  stopLast: 0x218,
  hostMark: 0x21c,
  command: 0x240,
} as const;

/** Bytes of the block, of `error_text`, of an event and of an entry of the totals. */
export const mailboxBytes = 0x280;
export const errorTextBytes = 256;
export const eventBytes = 32;
export const totalBytes = 32;

/** The description of a program without a plan: offsets in bytes from its start. */
export const descriptionOffsets = {
  sequence: 0x00,
  passes: 0x04,
  changes: 0x08,
  changed: 0x0c,
  changedAfter: 0x10,
  changedPass: 0x14,
  waitAddress: 0x18,
  texts: 0x1c,
  dim: 0x20,
  hiddenDim: 0x24,
  layers: 0x28,
  heads: 0x2c,
  kvHeads: 0x30,
  vocabSize: 0x34,
  context: 0x38,
  crc: 0x3c,
  operations: 0x40,
  buffers: 0x50,
  matrices: 0x60,
  regions: 0x70,
  tokens: 0x80,
  modelNameBytes: 0x90,
  modelName: 0x94,
} as const;
export const descriptionBytes = 0x100;

/** An entry of its tables: bytes, and those of the name in front. */
export const entryBytes = 64;
export const entryNameBytes = 40;

/** `PS2ML`, 0, `MAILBOX`, 0, CR, LF. */
export const magic: readonly number[] = [0x4d325350, 0x414d004c, 0x4f424c49, 0x0a0d0058];

/** The major version that this client supports. */
export const majorVersion = 1;

export const states = ['starting', 'loading', 'running', 'stopped', 'ended', 'failed'] as const;
export type ProgramState = (typeof states)[number];

export const stopReasons = ['none', 'entry', 'step', 'breakpoint', 'pause'] as const;
export const endReasons = ['none', 'stop id', 'length', 'context', 'reported'] as const;

export const commands = { run: 1, pause: 2, newRun: 3, detach: 4 } as const;
export type CommandName = keyof typeof commands;

/** Arguments of RUN. */
export const until = { end: 0, operation: 1, operations: 2, pass: 3 } as const;

/** Why a command was rejected, by its result; the first means that it was accepted. */
export const results: readonly string[] = [
  'accepted',
  'unknown command',
  'invalid argument',
  'not possible in its current state',
];
