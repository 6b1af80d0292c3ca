import { FAR, type Core } from './core';
import { Exit } from './exit';
import * as fpu from './fpu';

/**
 * Operations of the decode table. a and b are register words (indices of int32 in the state) to read, c the one to
 * write, unless stated otherwise. The enum is in the same file as the switch because only then do its cases become a
 * jump table.
 */
export const enum Op {
  NotDecoded = 0,
  /** A slow-path instruction: a = number of its function, b = instruction word. */
  Slow,
  Breakpoint,
  Hook,
  /** Execution ran past the end of RAM, or jumped out of it. */
  Leave,
  Syscall,
  /** Loads a new program counter itself; a, b as Slow. */
  Reload,
  Nop,
  /** c <- constant a. */
  Constant,
  Move,
  Addu,
  Subu,
  Daddu,
  And,
  Or,
  Xor,
  Nor,
  Slt,
  Sltu,
  /** From here to Dsra b is a number. */
  Addiu,
  Daddiu,
  Slti,
  Sltiu,
  Andi,
  Ori,
  Xori,
  Sll,
  Srl,
  Sra,
  Dsll,
  Dsrl,
  Dsra,
  Sllv,
  Srlv,
  Srav,
  Mult,
  Multu,
  /** Branches: a and c are compared, b = target. */
  Beq,
  Bne,
  Blez,
  Bgtz,
  Bltz,
  Bgez,
  Bc1f,
  Bc1t,
  Beql,
  Bnel,
  Blezl,
  Bgtzl,
  Bltzl,
  Bgezl,
  Bc1fl,
  Bc1tl,
  /** b = target; c takes the return address. */
  Jump,
  JumpLink,
  /** a = target. */
  JumpRegister,
  JumpLinkRegister,
  /** Memory: a = base, b = offset, c = register; in the order of Access in memory.ts. */
  Lb,
  Lbu,
  Lh,
  Lhu,
  Lw,
  Ld,
  Lq,
  LoadFloat,
  Sb,
  Sh,
  Sw,
  Sd,
  Sq,
  StoreFloat,
  MoveFromFloat,
  MoveWord,
  AddFloat,
  SubFloat,
  MulFloat,
  FromInteger,
  ToInteger,
  EqualFloat,
  LessFloat,
  LessEqualFloat,
}

/** Copied from the module once: a look-up at each call would be slow where modules are not bundled. */
const { add, equal, fromInteger, less, mul, raisedFlags, sub, toInteger } = fpu;
const HI = 0x210 / 4;
const LO = 0x220 / 4;
const FCR = 0x304 / 4;
const CONDITION = 0x800000;
/** Overflow and underflow: every float operation clears them. */
const CLEAR = ~0xc000;
/** Address bits that are zero for an aligned address in the default view of RAM. */
const BYTE = 0xfe000000;
const HALF = 0xfe000001;
const WORD = 0xfe000003;
const DOUBLE = 0xfe000007;

/**
 * Executes `count` instructions, and the delay slot of a branch with it, from the index `start` (address without
 * segment). The state is up to date on return and in every callback. Decoding produces valid indices only, so every
 * read returns a number.
 * @throws FaultSignal when an instruction faults; the state is the one before it
 */
export function interpret(core: Core, start: number, startNext: number, count: number): Exit {
  const r = core.words;
  const { decodeTable, ram32, ram16, ram8 } = core;
  let pc = start | 0;
  let next = startNext | 0;
  let n = 0;
  let exit = Exit.Count;
  let end = count | 0;
  core.end = end;
  loop: while (n < end || next !== ((pc + 4) | 0)) {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- decoding writes nothing else
    const op = decodeTable[pc] as Op;
    const a = decodeTable[pc | 1] as number;
    const b = decodeTable[pc | 2] as number;
    const c = decodeTable[pc | 3] as number;
    let after = (next + 4) | 0;
    let value = 0;
    let address: number;
    advance: {
      float: {
        slow: {
          switch (op) {
            case Op.NotDecoded:
              exit = Exit.NotDecoded;
              break loop;
            case Op.Slow:
              break slow;
            case Op.Breakpoint:
              exit = Exit.Breakpoint;
              break loop;
            case Op.Hook:
              exit = Exit.Hook;
              break loop;
            case Op.Leave:
              exit = Exit.Far;
              break loop;
            case Op.Syscall:
              core.sync(next, after, n + 1);
              return Exit.Syscall;
            case Op.Reload:
              core.sync(next, after, n + 1);
              core.bus.executeSlow(core, Op.Slow, a, b, c);
              return Exit.Reload;
            case Op.Nop:
              break advance;
            case Op.Constant:
              value = a;
              break;
            case Op.Move:
              r[c] = r[a] as number;
              r[c + 1] = r[a + 1] as number;
              break advance;
            case Op.Addu:
              value = ((r[a] as number) + (r[b] as number)) | 0;
              break;
            case Op.Subu:
              value = ((r[a] as number) - (r[b] as number)) | 0;
              break;
            case Op.Daddu: {
              const low = (r[a] as number) >>> 0;
              const sum = (low + (r[b] as number)) >>> 0;
              r[c + 1] = (r[a + 1] as number) + (r[b + 1] as number) + (sum < low ? 1 : 0);
              r[c] = sum;
              break advance;
            }
            case Op.And:
              r[c] = (r[a] as number) & (r[b] as number);
              r[c + 1] = (r[a + 1] as number) & (r[b + 1] as number);
              break advance;
            case Op.Or:
              r[c] = (r[a] as number) | (r[b] as number);
              r[c + 1] = (r[a + 1] as number) | (r[b + 1] as number);
              break advance;
            case Op.Xor:
              r[c] = (r[a] as number) ^ (r[b] as number);
              r[c + 1] = (r[a + 1] as number) ^ (r[b + 1] as number);
              break advance;
            case Op.Nor:
              r[c] = ~((r[a] as number) | (r[b] as number));
              r[c + 1] = ~((r[a + 1] as number) | (r[b + 1] as number));
              break advance;
            case Op.Slt: {
              const x = r[a + 1] as number;
              const y = r[b + 1] as number;
              value = x < y || (x === y && (r[a] as number) >>> 0 < (r[b] as number) >>> 0) ? 1 : 0;
              break;
            }
            case Op.Sltu: {
              const x = (r[a + 1] as number) >>> 0;
              const y = (r[b + 1] as number) >>> 0;
              value = x < y || (x === y && (r[a] as number) >>> 0 < (r[b] as number) >>> 0) ? 1 : 0;
              break;
            }
            case Op.Addiu:
              value = ((r[a] as number) + b) | 0;
              break;
            case Op.Daddiu: {
              const low = (r[a] as number) >>> 0;
              const sum = (low + b) >>> 0;
              r[c + 1] = (r[a + 1] as number) + (b >> 31) + (sum < low ? 1 : 0);
              r[c] = sum;
              break advance;
            }
            case Op.Slti: {
              const x = r[a + 1] as number;
              const y = b >> 31;
              value = x < y || (x === y && (r[a] as number) >>> 0 < b >>> 0) ? 1 : 0;
              break;
            }
            case Op.Sltiu: {
              const x = (r[a + 1] as number) >>> 0;
              const y = (b >> 31) >>> 0;
              value = x < y || (x === y && (r[a] as number) >>> 0 < b >>> 0) ? 1 : 0;
              break;
            }
            case Op.Andi:
              value = (r[a] as number) & b;
              break;
            case Op.Ori:
              r[c + 1] = r[a + 1] as number;
              r[c] = (r[a] as number) | b;
              break advance;
            case Op.Xori:
              r[c + 1] = r[a + 1] as number;
              r[c] = (r[a] as number) ^ b;
              break advance;
            case Op.Sll:
              value = (r[a] as number) << b;
              break;
            case Op.Srl:
              value = ((r[a] as number) >>> b) | 0;
              break;
            case Op.Sra:
              value = (r[a] as number) >> b;
              break;
            case Op.Dsll: {
              // A shift count works modulo 32, so the second part needs two steps to vanish for b = 0.
              const low = r[a] as number;
              r[c + 1] = b >= 32 ? low << b : ((r[a + 1] as number) << b) | ((low >>> 1) >>> (31 - b));
              r[c] = b >= 32 ? 0 : low << b;
              break advance;
            }
            case Op.Dsrl: {
              const high = r[a + 1] as number;
              r[c] = b >= 32 ? high >>> b : ((r[a] as number) >>> b) | ((high << 1) << (31 - b));
              r[c + 1] = b >= 32 ? 0 : high >>> b;
              break advance;
            }
            case Op.Dsra: {
              const high = r[a + 1] as number;
              r[c] = b >= 32 ? high >> b : ((r[a] as number) >>> b) | ((high << 1) << (31 - b));
              r[c + 1] = b >= 32 ? high >> 31 : high >> b;
              break advance;
            }
            case Op.Sllv:
              value = (r[a] as number) << (r[b] as number);
              break;
            case Op.Srlv:
              value = ((r[a] as number) >>> (r[b] as number)) | 0;
              break;
            case Op.Srav:
              value = (r[a] as number) >> (r[b] as number);
              break;
            case Op.Mult:
            case Op.Multu: {
              const mask = op === Op.Multu ? 0 : -1;
              const x = mask === 0 ? (r[a] as number) >>> 0 : (r[a] as number);
              const y = mask === 0 ? (r[b] as number) >>> 0 : (r[b] as number);
              value = Math.imul(x, y);
              // The error of the double is at most 2^10; without it and the low word, a multiple of 2^32.
              const high = Math.round((x * y - (value >>> 0)) / 0x100000000) | 0;
              r[LO] = value;
              r[LO + 1] = value >> 31;
              r[HI] = high;
              r[HI + 1] = high >> 31;
              break;
            }
            case Op.Beq:
              if (r[a] === r[c] && r[a + 1] === r[c + 1]) after = b;
              break advance;
            case Op.Bne:
              if (r[a] !== r[c] || r[a + 1] !== r[c + 1]) after = b;
              break advance;
            case Op.Blez:
              if ((r[a + 1] as number) < 0 || ((r[a] as number) | (r[a + 1] as number)) === 0) after = b;
              break advance;
            case Op.Bgtz:
              if ((r[a + 1] as number) >= 0 && ((r[a] as number) | (r[a + 1] as number)) !== 0) after = b;
              break advance;
            case Op.Bltz:
              if ((r[a + 1] as number) < 0) after = b;
              break advance;
            case Op.Bgez:
              if ((r[a + 1] as number) >= 0) after = b;
              break advance;
            case Op.Bc1f:
              if (((r[FCR] as number) & CONDITION) === 0) after = b;
              break advance;
            case Op.Bc1t:
              if (((r[FCR] as number) & CONDITION) !== 0) {
                after = b;
                // Recorded: in the delay slot of a taken bc1t, a taken bc1t replaces it.
                if (next !== ((pc + 4) | 0) && decodeTable[pc - 4] === Op.Bc1t.valueOf()) next = (pc + 4) | 0;
              }
              break advance;
            case Op.Beql:
            case Op.Bnel:
              if ((r[a] === r[c] && r[a + 1] === r[c + 1]) === (op === Op.Beql)) after = b;
              else next = (after += 4) - 4;
              break advance;
            case Op.Blezl:
            case Op.Bgtzl:
              value = (r[a + 1] as number) < 0 || ((r[a] as number) | (r[a + 1] as number)) === 0 ? 1 : 0;
              if ((value === 1) === (op === Op.Blezl)) after = b;
              else next = (after += 4) - 4;
              break advance;
            case Op.Bltzl:
            case Op.Bgezl:
              if ((r[a + 1] as number) < 0 === (op === Op.Bltzl)) after = b;
              else next = (after += 4) - 4;
              break advance;
            case Op.Bc1fl:
            case Op.Bc1tl:
              if ((((r[FCR] as number) & CONDITION) === 0) === (op === Op.Bc1fl)) after = b;
              else next = (after += 4) - 4;
              break advance;
            case Op.Jump:
              after = b;
              break advance;
            case Op.JumpLink:
              after = b;
              value = (pc + 8) | core.segment;
              break;
            case Op.JumpRegister:
            case Op.JumpLinkRegister:
              after = (r[a] as number) ^ core.segment;
              if ((after & WORD) !== 0) {
                core.farTarget = (r[a] as number) >>> 0;
                after = FAR;
              }
              if (op === Op.JumpRegister) break advance;
              value = (pc + 8) | core.segment;
              break;
            case Op.Lb:
              address = ((r[a] as number) + b) | 0;
              if ((address & BYTE) !== 0) break slow;
              value = ram8[address] as number;
              break;
            case Op.Lbu:
              address = ((r[a] as number) + b) | 0;
              if ((address & BYTE) !== 0) break slow;
              value = (ram8[address] as number) & 255;
              break;
            case Op.Lh:
              address = ((r[a] as number) + b) | 0;
              if ((address & HALF) !== 0) break slow;
              value = ram16[address >> 1] as number;
              break;
            case Op.Lhu:
              address = ((r[a] as number) + b) | 0;
              if ((address & HALF) !== 0) break slow;
              value = (ram16[address >> 1] as number) & 0xffff;
              break;
            case Op.Lw:
              address = ((r[a] as number) + b) | 0;
              if ((address & WORD) !== 0) break slow;
              value = ram32[address >> 2] as number;
              break;
            case Op.Ld:
              address = ((r[a] as number) + b) | 0;
              if ((address & DOUBLE) !== 0) break slow;
              r[c] = ram32[address >> 2] as number;
              r[c + 1] = ram32[(address >> 2) + 1] as number;
              break advance;
            case Op.Lq:
              address = ((r[a] as number) + b) | 0;
              if ((address & BYTE) !== 0) break slow;
              address = (address >> 4) << 2;
              r[c] = ram32[address] as number;
              r[c + 1] = ram32[address + 1] as number;
              r[c + 2] = ram32[address + 2] as number;
              r[c + 3] = ram32[address + 3] as number;
              break advance;
            case Op.LoadFloat:
              address = ((r[a] as number) + b) | 0;
              if ((address & WORD) !== 0) break slow;
              r[c] = ram32[address >> 2] as number;
              break advance;
            case Op.Sb:
              address = ((r[a] as number) + b) | 0;
              if ((address & BYTE) !== 0) break slow;
              ram8[address] = r[c] as number;
              break advance;
            case Op.Sh:
              address = ((r[a] as number) + b) | 0;
              if ((address & HALF) !== 0) break slow;
              ram16[address >> 1] = r[c] as number;
              break advance;
            case Op.Sw:
            case Op.StoreFloat:
              address = ((r[a] as number) + b) | 0;
              if ((address & WORD) !== 0) break slow;
              ram32[address >> 2] = r[c] as number;
              break advance;
            case Op.Sd:
              address = ((r[a] as number) + b) | 0;
              if ((address & DOUBLE) !== 0) break slow;
              ram32[address >> 2] = r[c] as number;
              ram32[(address >> 2) + 1] = r[c + 1] as number;
              break advance;
            case Op.Sq:
              address = ((r[a] as number) + b) | 0;
              if ((address & BYTE) !== 0) break slow;
              address = (address >> 4) << 2;
              ram32[address] = r[c] as number;
              ram32[address + 1] = r[c + 1] as number;
              ram32[address + 2] = r[c + 2] as number;
              ram32[address + 3] = r[c + 3] as number;
              break advance;
            case Op.MoveFromFloat:
              value = r[a] as number;
              break;
            case Op.MoveWord:
              r[c] = r[a] as number;
              break advance;
            case Op.AddFloat:
              value = add(r[a] as number, r[b] as number) | 0;
              break float;
            case Op.SubFloat:
              value = sub(r[a] as number, r[b] as number) | 0;
              break float;
            case Op.MulFloat:
              value = mul(r[a] as number, r[b] as number) | 0;
              break float;
            case Op.FromInteger:
              r[c] = fromInteger(r[a] as number);
              break advance;
            case Op.ToInteger:
              r[c] = toInteger(r[a] as number);
              break advance;
            case Op.EqualFloat:
              value = equal(r[a] as number, r[b] as number) ? CONDITION : 0;
              r[FCR] = ((r[FCR] as number) & ~CONDITION) | value;
              break advance;
            case Op.LessFloat:
              value = less(r[a] as number, r[b] as number) ? CONDITION : 0;
              r[FCR] = ((r[FCR] as number) & ~CONDITION) | value;
              break advance;
            case Op.LessEqualFloat:
              value = less(r[b] as number, r[a] as number) ? 0 : CONDITION;
              r[FCR] = ((r[FCR] as number) & ~CONDITION) | value;
              break advance;
            default:
              break slow;
          }
          r[c] = value;
          r[c + 1] = value >> 31;
          break advance;
        }
        core.sync(pc, next, n);
        core.bus.executeSlow(core, op, a, b, c);
        end = core.end | 0;
        break advance;
      }
      r[c] = value;
      r[FCR] = ((r[FCR] as number) & CLEAR) | raisedFlags();
    }
    pc = next;
    next = after;
    n = (n + 1) | 0;
  }
  core.sync(pc, next, n);
  return exit;
}
