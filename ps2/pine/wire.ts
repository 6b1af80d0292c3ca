/** Opcodes of PINE as PCSX2's server numbers them; the published draft has Title … Status one too low. */
export const opcodes = {
  read8: 0x00,
  read16: 0x01,
  read32: 0x02,
  read64: 0x03,
  write8: 0x04,
  write16: 0x05,
  write32: 0x06,
  write64: 0x07,
  version: 0x08,
  saveState: 0x09,
  loadState: 0x0a,
  title: 0x0b,
  id: 0x0c,
  uuid: 0x0d,
  gameVersion: 0x0e,
  status: 0x0f,
} as const;

/** Bytes before the commands of a request: its length. */
export const requestHeadBytes = 4;
/** Bytes before the payloads of a reply: its length and its result. */
export const replyHeadBytes = 5;
/** Longest request, its length included. Source: PCSX2. */
export const maxRequestBytes = 650_000;
/** Every reply is shorter than this, its length included. Source: PCSX2. */
export const replyLimitBytes = 450_000;

/** Results of a reply. */
export const resultOk = 0x00;
export const resultFailed = 0xff;

/** Results of Status, by number. */
export const pineStates = ['running', 'paused', 'shut down'] as const;
export type PineState = (typeof pineStates)[number];

/** The slot that has no number in the socket's name. */
export const defaultSlot = 28011;
