import { vuInstructions, type Slot, type VuInstruction } from './table';

/** Flags in the upper word of a pair. */
export const upperFlags = {
  I: 0x80000000,
  E: 0x40000000,
  M: 0x20000000,
  D: 0x10000000,
  T: 0x08000000,
} as const;

const rows: Readonly<Record<Slot, readonly VuInstruction[]>> = {
  upper: bySpeciality('upper'),
  lower: bySpeciality('lower'),
};

/** A row that fixes more bits is more specific. */
function bySpeciality(slot: Slot): VuInstruction[] {
  return vuInstructions
    .filter((row) => row.slot === slot && row.mask !== 0)
    .sort((a, b) => ones(b.mask) - ones(a.mask));
}

function ones(word: number): number {
  return word.toString(2).replaceAll('0', '').length;
}

/** The instruction of one word of a pair, undefined when there is none with these bits. */
export function decodeVu(word: number, slot: Slot): VuInstruction | undefined {
  return rows[slot].find(({ mask, match }) => ((word ^ match) & mask) === 0);
}
