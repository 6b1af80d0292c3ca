/** The mailbox's block in EE RAM: docs/mailbox.md, version 1. Offsets in bytes; every field is a u32. */
export const mailboxVersion = 1;
export const mailboxBytes = 0x280;

/** The 16 bytes by which a block is recognised, as words. */
export const mailboxMagic = [0x4d325350, 0x414d004c, 0x4f424c49, 0x0a0d0058] as const;

export const fields = {
  magic: 0x00,
  self: 0x10,
  version: 0x14,
  runNumber: 0x1c,
  ticksPerSecond: 0x20,
  planCrc: 0x2c,
  weightsSector: 0x30,
  operations: 0x34,
  eventsAddress: 0x40,
  eventsCapacity: 0x44,
  logAddress: 0x50,
  logCapacity: 0x54,
  breakpointsAddress: 0x60,
  untilAddress: 0x64,
  bitmapBytes: 0x68,
  heartbeat: 0x80,
  acknowledged: 0x84,
  result: 0x88,
  eventsWritten: 0x8c,
  textWritten: 0x94,
  logWritten: 0x9c,
  sequence: 0xc0,
  state: 0xc4,
  stop: 0xc8,
  pass: 0xcc,
  first: 0xd0,
  count: 0xd4,
  tail: 0xd8,
  operation: 0xdc,
  end: 0xe4,
  errorBytes: 0xec,
  errorText: 0x100,
  hostHeartbeat: 0x200,
  hostLimitMs: 0x204,
  eventsTaken: 0x208,
  textTaken: 0x20c,
  logTaken: 0x210,
  command: 0x240,
  argument: 0x244,
  request: 0x250,
} as const;

export type MailboxField = keyof typeof fields;

export const states = ['starting', 'loading', 'running', 'stopped', 'ended', 'failed'] as const;
export type MailboxState = (typeof states)[number];

/** By the number in `stop`. */
export const stopReasons = [undefined, 'entry', 'step', 'breakpoint', 'pause'] as const;

/** By the number in `end`. */
export const endReasons = [undefined, 'stop id', 'length', 'context'] as const;

export const commands = { run: 1, pause: 2, newRun: 3, detach: 4 } as const;
export const untilCodes = { end: 0, operation: 1, operations: 2, pass: 3 } as const;

/** Why a command was refused, by the number in `result`; 0 is accepted. */
export const refusals = [
  undefined,
  'the program does not know the command',
  'the command has a wrong argument',
  'the command does not fit what the program is doing',
] as const;

export const eventBytes = 32;
