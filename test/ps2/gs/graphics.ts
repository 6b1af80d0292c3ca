import assert from 'node:assert/strict';
import { Hardware } from '../hardware';
import type { Picture } from '../../../ps2/gs/picture';
import { pictureOf } from '../../../ps2/gs/picture';
import { setGsCrt } from '../../../ps2/gs/privileged';

/** Registers of DMA channel 2. */
export const D2 = { chcr: 0x1000a000, madr: 0x1000a010, qwc: 0x1000a020, tadr: 0x1000a030 } as const;

/** Privileged registers of the GS (ps2sdk, gs_privileged.h). */
export const GS = {
  pmode: 0x12000000,
  smode2: 0x12000020,
  dispfb1: 0x12000070,
  display1: 0x12000080,
  dispfb2: 0x12000090,
  display2: 0x120000a0,
  bgcolor: 0x120000e0,
  csr: 0x12001000,
  imr: 0x12001010,
  siglblid: 0x12001080,
} as const;

/** A 64-bit value as two words, low one first. */
export type Long = readonly [low: number, high: number];

/** Drawing registers, as an A+D quadword. */
export const register = (number: number, [low, high]: Long): number[] => [low, high, number, 0];

/** A tag of packed A+D data: NLOOP, EOP, one register of kind 0xe (ps2tek, GIF tags). */
export const settings = (...registers: readonly (readonly number[])[]): number[] => [
  0x8000 | registers.length,
  0x10000000,
  0xe,
  0,
  ...registers.flat(),
];

/** A tag of image data with the data: whole quadwords. */
export const image = (words: readonly number[]): number[] => [
  0x8000 | (words.length / 4),
  0x08000000,
  0,
  0,
  ...words,
];

const buffer = 0x00300000;

/** The graphics of a console, driven by registers and DMA. */
export class Graphics {
  private constructor(readonly hardware: Hardware) {}

  static async create(): Promise<Graphics> {
    return new Graphics(await Hardware.create());
  }

  set(address: number, [low, high]: Long): void {
    this.hardware.write(address, low);
    this.hardware.write(address + 4, high);
  }

  /** What the GS made of it, in words that it names as not modelled. */
  get notices(): readonly string[] {
    return this.hardware.machine.state.notices;
  }

  /** Puts words into RAM. @returns their quadwords */
  load(words: readonly number[], at = buffer): number {
    const bytes = this.hardware.bytes(at, words.length * 4);
    new Uint32Array(bytes.buffer, bytes.byteOffset, words.length).set(words);
    return words.length / 4;
  }

  /** Sends a packet in normal mode and waits for its end. */
  send(...packets: readonly (readonly number[])[]): void {
    const { hardware } = this;
    for (const packet of packets) {
      hardware.write(D2.qwc, this.load(packet));
      hardware.write(D2.madr, buffer);
      hardware.write(D2.chcr, 0x101);
      this.finish();
    }
  }

  /** Waits until channel 2 is idle. */
  finish(): void {
    for (let i = 0; i < 100_000 && this.isBusy; i++) this.hardware.pass(1000);
    assert.equal(this.hardware.fault, undefined);
    assert.ok(!this.isBusy, 'the transfer ends');
  }

  get isBusy(): boolean {
    return ((this.hardware.read(D2.chcr) ?? 0) & 0x100) !== 0;
  }

  setCrt(interlace: number, mode: number, frame: number): void {
    setGsCrt(this.hardware.machine, interlace, mode, frame);
  }

  picture(): Picture {
    const { state, local } = this.hardware.machine;
    return pictureOf(state.gs, state.video, local);
  }
}

/** Red, green and blue at a place. */
export function pixel({ width, rgba }: Picture, x: number, y: number): number[] {
  return [...rgba.slice(4 * (y * width + x), 4 * (y * width + x) + 3)];
}
