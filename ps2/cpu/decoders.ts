import { branchTarget, jumpTarget } from '../../ee/disassemble';
import type { Core } from './core';
import { Op } from './interpreter';
import { HI_OFFSET, LO_OFFSET, RAM_BYTES, SINK_OFFSET } from './stateLayout';
import { Access, CHECKED } from './memory';
import { fdOf, fsOf, ftOf, rsOf, rtOf, saOf, simmOf, toRd, toRt, toVf, uimmOf, vf } from './operands';

/** Operation and operands a, b, c of the interpreter. */
export type DecodedInstruction = readonly [op: number, a: number, b: number, c: number];

/** Where an instruction is. */
export interface Place {
  /** Address without segment. */
  readonly index: number;
  readonly core: Core;
}
type Decoder = (word: number, place: Place) => DecodedInstruction;

const LO = LO_OFFSET / 4;
const HI = HI_OFFSET / 4;
const SINK = SINK_OFFSET / 4;
const SECOND = 2;
const RETURN = 31 * 4;
const NOP: DecodedInstruction = [Op.Nop, 0, 0, SINK];

const three =
  (op: Op): Decoder =>
  (word) => [op, rsOf(word), rtOf(word), toRd(word)];
const immediate =
  (op: Op, value: (word: number) => number): Decoder =>
  (word) => [op, rsOf(word), value(word), toRt(word)];
const shift =
  (op: Op, more = 0): Decoder =>
  (word) =>
    word === 0 ? NOP : [op, rtOf(word), saOf(word) + more, toRd(word)];
const variable =
  (op: Op): Decoder =>
  (word) => [op, rtOf(word), rsOf(word), toRd(word)];
const float =
  (op: Op): Decoder =>
  (word) => [op, fsOf(word), ftOf(word), fdOf(word)];
const nothing: Decoder = () => NOP;

/** or and daddu with $zero copy 64 bits. */
function copying(op: Op): Decoder {
  return (word) => {
    const [, a, b, c] = [op, rsOf(word), rtOf(word), toRd(word)] as const;
    return a === 0 || b === 0 ? [Op.Move, a | b, 0, c] : [op, a, b, c];
  };
}

/** addiu and ori of $zero make constants. */
function constant(op: Op, value: (word: number) => number): Decoder {
  return (word) =>
    rsOf(word) === 0 ? [Op.Constant, value(word), 0, toRt(word)] : [op, rsOf(word), value(word), toRt(word)];
}

/** Index in `decodeTable` of a target in the segment; one outside RAM ends the run with a fault. */
function targetIndex(target: number, { core }: Place): number {
  const index = (target ^ core.segment) >>> 0;
  return index < RAM_BYTES ? index : RAM_BYTES;
}

/** A branch; with `link`, a slow-path instruction saves the return address. */
const branch =
  (op: Op): Decoder =>
  (word, place) => [
    op,
    rsOf(word),
    targetIndex(branchTarget(word, place.index | place.core.segment), place),
    rtOf(word),
  ];
const jump =
  (op: Op): Decoder =>
  (word, place) => {
    const target = jumpTarget(word, place.index | place.core.segment);
    return [op, 0, targetIndex(target, place), RETURN];
  };

const memory =
  (op: Op | undefined, kind: Access, register: (word: number) => number): Decoder =>
  (word, { core }) => {
    const quad = kind === Access.Lq || kind === Access.Sq;
    const checked = op === undefined || core.observing || (quad && core.strictQuadwords);
    return [checked ? CHECKED + kind : op, rsOf(word), simmOf(word), register(word)];
  };

/** Decoders of the interpreter's operations; all other instructions take the slow path. */
export const decoders: Readonly<Record<string, Decoder>> = {
  addu: three(Op.Addu),
  subu: three(Op.Subu),
  daddu: copying(Op.Daddu),
  and: three(Op.And),
  or: copying(Op.Or),
  xor: three(Op.Xor),
  nor: three(Op.Nor),
  slt: three(Op.Slt),
  sltu: three(Op.Sltu),
  addiu: constant(Op.Addiu, simmOf),
  daddiu: constant(Op.Daddiu, simmOf),
  slti: immediate(Op.Slti, simmOf),
  sltiu: immediate(Op.Sltiu, simmOf),
  andi: immediate(Op.Andi, uimmOf),
  ori: constant(Op.Ori, uimmOf),
  xori: immediate(Op.Xori, uimmOf),
  lui: (word) => [Op.Constant, word << 16, 0, toRt(word)],
  sll: shift(Op.Sll),
  srl: shift(Op.Srl),
  sra: shift(Op.Sra),
  dsll: shift(Op.Dsll),
  dsrl: shift(Op.Dsrl),
  dsra: shift(Op.Dsra),
  dsll32: shift(Op.Dsll, 32),
  dsrl32: shift(Op.Dsrl, 32),
  dsra32: shift(Op.Dsra, 32),
  sllv: variable(Op.Sllv),
  srlv: variable(Op.Srlv),
  srav: variable(Op.Srav),
  mult: three(Op.Mult),
  multu: three(Op.Multu),
  mfhi: (word) => [Op.Move, HI, 0, toRd(word)],
  mflo: (word) => [Op.Move, LO, 0, toRd(word)],
  mfhi1: (word) => [Op.Move, HI + SECOND, 0, toRd(word)],
  mflo1: (word) => [Op.Move, LO + SECOND, 0, toRd(word)],
  mthi: (word) => [Op.Move, rsOf(word), 0, HI],
  mtlo: (word) => [Op.Move, rsOf(word), 0, LO],
  mthi1: (word) => [Op.Move, rsOf(word), 0, HI + SECOND],
  mtlo1: (word) => [Op.Move, rsOf(word), 0, LO + SECOND],
  beq: branch(Op.Beq),
  bne: branch(Op.Bne),
  blez: branch(Op.Blez),
  bgtz: branch(Op.Bgtz),
  bltz: branch(Op.Bltz),
  bgez: branch(Op.Bgez),
  beql: branch(Op.Beql),
  bnel: branch(Op.Bnel),
  blezl: branch(Op.Blezl),
  bgtzl: branch(Op.Bgtzl),
  bltzl: branch(Op.Bltzl),
  bgezl: branch(Op.Bgezl),
  bc1f: branch(Op.Bc1f),
  bc1t: branch(Op.Bc1t),
  bc1fl: branch(Op.Bc1fl),
  bc1tl: branch(Op.Bc1tl),
  j: jump(Op.Jump),
  jal: jump(Op.JumpLink),
  jr: (word) => [Op.JumpRegister, rsOf(word), 0, SINK],
  jalr: (word) => [Op.JumpLinkRegister, rsOf(word), 0, toRd(word)],
  syscall: () => [Op.Syscall, 0, 0, SINK],
  sync: nothing,
  'sync.p': nothing,
  pref: nothing,
  lb: memory(Op.Lb, Access.Lb, toRt),
  lbu: memory(Op.Lbu, Access.Lbu, toRt),
  lh: memory(Op.Lh, Access.Lh, toRt),
  lhu: memory(Op.Lhu, Access.Lhu, toRt),
  lw: memory(Op.Lw, Access.Lw, toRt),
  lwu: memory(undefined, Access.Lwu, toRt),
  ld: memory(Op.Ld, Access.Ld, toRt),
  lq: memory(Op.Lq, Access.Lq, toRt),
  lwc1: memory(Op.LoadFloat, Access.LoadFloat, ftOf),
  lqc2: memory(Op.Lq, Access.Lq, (word) => toVf((word >>> 16) & 31)),
  lwl: memory(undefined, Access.Lwl, toRt),
  lwr: memory(undefined, Access.Lwr, toRt),
  ldl: memory(undefined, Access.Ldl, toRt),
  ldr: memory(undefined, Access.Ldr, toRt),
  sb: memory(Op.Sb, Access.Sb, rtOf),
  sh: memory(Op.Sh, Access.Sh, rtOf),
  sw: memory(Op.Sw, Access.Sw, rtOf),
  sd: memory(Op.Sd, Access.Sd, rtOf),
  sq: memory(Op.Sq, Access.Sq, rtOf),
  swc1: memory(Op.StoreFloat, Access.StoreFloat, ftOf),
  sqc2: memory(Op.Sq, Access.Sq, (word) => vf((word >>> 16) & 31)),
  swl: memory(undefined, Access.Swl, rtOf),
  swr: memory(undefined, Access.Swr, rtOf),
  sdl: memory(undefined, Access.Sdl, rtOf),
  sdr: memory(undefined, Access.Sdr, rtOf),
  mfc1: (word) => [Op.MoveFromFloat, fsOf(word), 0, toRt(word)],
  mtc1: (word) => [Op.MoveWord, rtOf(word), 0, fsOf(word)],
  'mov.s': (word) => [Op.MoveWord, fsOf(word), 0, fdOf(word)],
  'add.s': float(Op.AddFloat),
  'sub.s': float(Op.SubFloat),
  'mul.s': float(Op.MulFloat),
  'cvt.s.w': float(Op.FromInteger),
  'trunc.w.s': float(Op.ToInteger),
  'c.eq.s': float(Op.EqualFloat),
  'c.lt.s': float(Op.LessFloat),
  'c.le.s': float(Op.LessEqualFloat),
};
