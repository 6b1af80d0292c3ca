import { destField, fieldOf } from '../fields';
import { decodeVu, upperFlags } from './decode';
import { vuOperandFields } from './fields';
import type { Slot } from './table';

const two = (value: number): string => String(value).padStart(2, '0');
const letters = 'xyzw';
const signed = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);

function components(word: number): string {
  const mask = fieldOf(word, destField);
  return Array.from(letters)
    .filter((_, index) => (mask & (8 >> index)) !== 0)
    .join('');
}

function operandText(operand: string, word: number, address: number): string | undefined {
  const values = (vuOperandFields[operand] ?? []).map((field) => fieldOf(word, field));
  const [first = 0, second = 0] = values;
  switch (operand) {
    case 'vfd':
    case 'vfs':
    case 'vft':
    case 'vfsv':
      return `VF${two(first)}`;
    case 'vftw':
      return `VF${two(first)}w`;
    case 'vft.bc':
      return `VF${two(first)}${letters.charAt(word & 3)}`;
    case 'vfs.fsf':
    case 'vft.ftf':
      return `VF${two(first)}${letters.charAt(second)}`;
    case 'vid':
    case 'vis':
    case 'vit':
      return `VI${two(first)}`;
    case 'vi01':
      return 'VI01';
    case '(vis)':
      return `(VI${two(first)})`;
    case '(vis++)':
    case '(vit++)':
      return `(VI${two(first)}++)`;
    case '(--vis)':
    case '(--vit)':
      return `(--VI${two(first)})`;
    case 'imm11(vis)':
    case 'imm11(vit)':
      return `${signed(first, 11)}(VI${two(second)})`;
    case 'imm5':
      return String(signed(first, 5));
    case 'imm12':
    case 'imm15':
      return `0x${(first | (second << 11)).toString(16)}`;
    case 'imm24':
      return `0x${first.toString(16)}`;
    case 'branch11':
      return `0x${(address + 8 + signed(first, 11) * 8).toString(16)}`;
    case 'ACC':
    case 'Q':
    case 'P':
    case 'I':
    case 'R':
      return operand;
    default:
      return undefined;
  }
}

/**
 * The text of one word of a pair without flags.
 * @param address of the pair in bytes, for branch targets
 */
export function disassembleVuWord(word: number, slot: Slot, address = 0): string {
  const row = decodeVu(word, slot);
  if (row === undefined) return `.word 0x${(word >>> 0).toString(16).padStart(8, '0')}`;
  const operands = row.operands
    .map((operand) => operandText(operand, word, address))
    .filter((text) => text !== undefined);
  const mnemonic = row.mnemonic
    .replace('.dest', `.${components(word)}`)
    .replace(/[^.]+/, (name) => name.toUpperCase());
  return operands.length === 0 ? mnemonic : `${mnemonic} ${operands.join(', ')}`;
}

/** The text of a pair as in a micro program: upper with its flags, lower. */
export function disassembleVu(upper: number, lower: number, address = 0): string {
  const flags = Object.entries(upperFlags)
    .filter(([name, bit]) => name !== 'I' && (upper & bit) !== 0)
    .map(([name]) => name)
    .join('');
  const first = disassembleVuWord(upper, 'upper', address);
  const text = flags === '' ? first : first.replace(/^\S+/, (mnemonic) => `${mnemonic}[${flags}]`);
  if ((upper & upperFlags.I) === 0) return `${text} ${disassembleVuWord(lower, 'lower', address)}`;
  const float = new DataView(new ArrayBuffer(4));
  float.setUint32(0, lower);
  return `${text} LOI ${float.getFloat32(0)}`;
}
