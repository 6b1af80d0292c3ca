import { opcodes, pineStates, type PineState } from '../../ps2/pine/wire';
import { checkRange } from './address';
import type { PineClient } from './client';
import { PineError } from './error';

type TextCommand = 'version' | 'title' | 'id' | 'uuid' | 'gameVersion';
/** Bytes of a value. */
export type Width = 1 | 2 | 4 | 8;

/** Every command of PINE, one per request. `PineMemory` reads and writes arrays. */
export class PineCommands {
  constructor(private readonly client: Pick<PineClient, 'request'>) {}

  /** Reads an unsigned value. @throws PineError when the address is not in RAM or PCSX2 does not answer. */
  async read(address: number, width: Width): Promise<bigint> {
    checkRange(address, width);
    const payload = await this.client.request(access(opcodes.read8, address, width, 0));
    expectLength(payload, width);
    return payload.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  }

  /** Writes the low bytes of a value. @throws PineError as `read`. */
  async write(address: number, width: Width, value: bigint): Promise<void> {
    checkRange(address, width);
    const command = access(opcodes.write8, address, width, width);
    for (let at = 0; at < width; at++) command[5 + at] = Number((value >> BigInt(8 * at)) & 0xffn);
    expectLength(await this.client.request(command), 0);
  }

  version(): Promise<string> {
    return this.text('version');
  }

  title(): Promise<string> {
    return this.text('title');
  }

  /** Disc code of the game. */
  id(): Promise<string> {
    return this.text('id');
  }

  /** CRC of the game's program, in hexadecimal digits. */
  uuid(): Promise<string> {
    return this.text('uuid');
  }

  gameVersion(): Promise<string> {
    return this.text('gameVersion');
  }

  /** The state of the emulator. The only command that works without a game. @throws PineError when it is unknown. */
  async state(): Promise<PineState> {
    const payload = await this.client.request(Uint8Array.of(opcodes.status));
    expectLength(payload, 4);
    const number = wordAt(payload);
    const state = pineStates[number];
    if (state === undefined) {
      throw new PineError(`The PINE status is ${number}, expected 0, 1 or 2: use another version of PCSX2.`);
    }
    return state;
  }

  /** Requests a save to a save-state slot. PCSX2 saves some time later. */
  saveState(slot: number): Promise<void> {
    return this.withSlot(opcodes.saveState, slot);
  }

  /** Requests to load a save-state slot. PCSX2 loads it some time later, or never if the slot is empty. */
  loadState(slot: number): Promise<void> {
    return this.withSlot(opcodes.loadState, slot);
  }

  private async withSlot(opcode: number, slot: number): Promise<void> {
    if (!Number.isInteger(slot) || slot < 0 || slot > 255) {
      throw new PineError(`Invalid save-state slot ${slot}: use 0 to 255.`);
    }
    expectLength(await this.client.request(Uint8Array.of(opcode, slot)), 0);
  }

  private async text(command: TextCommand): Promise<string> {
    const payload = await this.client.request(Uint8Array.of(opcodes[command]));
    if (payload.length < 4 || wordAt(payload) !== payload.length - 4) {
      throw new PineError(
        `The PINE reply to "${command}" is not text (${payload.length} bytes): use another version of PCSX2.`,
      );
    }
    const end = payload.indexOf(0, 4);
    return new TextDecoder().decode(payload.subarray(4, end < 0 ? payload.length : end));
  }
}

function access(opcode: number, address: number, width: Width, valueBytes: number): Uint8Array {
  const command = new Uint8Array(5 + valueBytes);
  command[0] = opcode + Math.log2(width);
  new DataView(command.buffer).setUint32(1, address, true);
  return command;
}

function wordAt(payload: Uint8Array): number {
  return new DataView(payload.buffer, payload.byteOffset).getUint32(0, true);
}

function expectLength(payload: Uint8Array, length: number): void {
  if (payload.length === length) return;
  throw new PineError(
    `The PINE reply has ${payload.length} bytes, expected ${length}: check whether another program uses this slot.`,
  );
}
