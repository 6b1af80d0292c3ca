import { FPR_OFFSET, SINK_OFFSET, VF_OFFSET } from './stateLayout';

/** Indices of int32 state words for the operands of an instruction word. */
const SINK = SINK_OFFSET / 4;
const FPR = FPR_OFFSET / 4;
const VF = VF_OFFSET / 4;

/** A general register that is written: $zero goes to the sink. */
function written(register: number): number {
  return register === 0 ? SINK : register * 4;
}

export const rsOf = (word: number): number => ((word >>> 21) & 31) * 4;
export const rtOf = (word: number): number => ((word >>> 16) & 31) * 4;
export const toRd = (word: number): number => written((word >>> 11) & 31);
export const toRt = (word: number): number => written((word >>> 16) & 31);
export const saOf = (word: number): number => (word >>> 6) & 31;
export const simmOf = (word: number): number => (word << 16) >> 16;
export const uimmOf = (word: number): number => word & 0xffff;
export const fdOf = (word: number): number => FPR + ((word >>> 6) & 31);
export const fsOf = (word: number): number => FPR + ((word >>> 11) & 31);
export const ftOf = (word: number): number => FPR + ((word >>> 16) & 31);

/** A VU0 vector that is read. */
export function vf(register: number): number {
  return VF + register * 4;
}
/** A VU0 vector that is written: vf0 is constant. */
export function toVf(register: number): number {
  return register === 0 ? SINK : VF + register * 4;
}
