import { lookUp } from '../common/lookUp';

/** A pseudo instruction, which GNU as expands to one or more instructions. */
interface PseudoInstruction {
  readonly mnemonic: string;
  /** Operand names as in `operandInfos`, plus `li`, `address` and `value`; each list is one form. */
  readonly forms: readonly (readonly string[])[];
  readonly words: string;
  /** Always one instruction, so it is allowed in a delay slot. */
  readonly single: boolean;
  readonly source: string;
}

const source = 'GNU binutils';

/** Columns: mnemonic, forms separated by `/`, number of instructions (1 or many), words. */
const rows = String.raw`
nop    |                          | 1 | Does nothing
move   | rd,rs                    | 1 | Copies a register
li     | rd,value                 | many | Loads a constant of 32 bits
dli    | rd,value                 | many | Loads a constant of 64 bits
la     | rd,address               | many | Loads an address
dla    | rd,address               | many | Loads an address of 64 bits
b      | branch                   | 1 | Branches always
bal    | branch                   | 1 | Calls a function near by
beqz   | rs,branch                | 1 | Branches when a register is zero
bnez   | rs,branch                | 1 | Branches when a register is not zero
beqzl  | rs,branch                | 1 | Branches when a register is zero; otherwise skips the delay slot
bnezl  | rs,branch                | 1 | Branches when a register is not zero; otherwise skips the delay slot
bgt    | rs,rt,branch/rs,value,branch | many | Branches when a signed number is greater than another
bge    | rs,rt,branch/rs,value,branch | many | Branches when a signed number is not less than another
blt    | rs,rt,branch/rs,value,branch | many | Branches when a signed number is less than another
ble    | rs,rt,branch/rs,value,branch | many | Branches when a signed number is not greater than another
bgtu   | rs,rt,branch/rs,value,branch | many | Branches when an unsigned number is greater than another
bgeu   | rs,rt,branch/rs,value,branch | many | Branches when an unsigned number is not less than another
bltu   | rs,rt,branch/rs,value,branch | many | Branches when an unsigned number is less than another
bleu   | rs,rt,branch/rs,value,branch | many | Branches when an unsigned number is not greater than another
bgtl   | rs,rt,branch/rs,value,branch | many | As bgt; skips the delay slot when it does not branch
bgel   | rs,rt,branch/rs,value,branch | many | As bge; skips the delay slot when it does not branch
bltl   | rs,rt,branch/rs,value,branch | many | As blt; skips the delay slot when it does not branch
blel   | rs,rt,branch/rs,value,branch | many | As ble; skips the delay slot when it does not branch
bgtul  | rs,rt,branch/rs,value,branch | many | As bgtu; skips the delay slot when it does not branch
bgeul  | rs,rt,branch/rs,value,branch | many | As bgeu; skips the delay slot when it does not branch
bltul  | rs,rt,branch/rs,value,branch | many | As bltu; skips the delay slot when it does not branch
bleul  | rs,rt,branch/rs,value,branch | many | As bleu; skips the delay slot when it does not branch
neg    | rd,rt/rd                 | 1 | Changes the sign of a word, with overflow exception
negu   | rd,rt/rd                 | 1 | Changes the sign of a word
dneg   | rd,rt/rd                 | 1 | Changes the sign of a doubleword, with overflow exception
dnegu  | rd,rt/rd                 | 1 | Changes the sign of a doubleword
not    | rd,rt/rd                 | 1 | Changes all bits
abs    | rd,rs/rd                 | many | Absolute value of a word
dabs   | rd,rs/rd                 | many | Absolute value of a doubleword
mul    | rd,rs,rt/rd,rs,value/rd,rt/rd,value     | many | Multiplies words
mulo   | rd,rs,rt/rd,rs,value/rd,rt/rd,value     | many | Multiplies signed words and stops on overflow
mulou  | rd,rs,rt/rd,rs,value/rd,rt/rd,value     | many | Multiplies unsigned words and stops on overflow
rem    | rd,rs,rt/rd,rs,value/rd,rt/rd,value     | many | Remainder of signed words
remu   | rd,rs,rt/rd,rs,value/rd,rt/rd,value     | many | Remainder of unsigned words
seq    | rd,rs,rt/rd,rs,value/rd,rt/rd,value     | many | Sets a register to 1 when two are equal, else to 0
sne    | rd,rs,rt/rd,rs,value/rd,rt/rd,value     | many | Sets a register to 1 when two differ, else to 0
sge    | rd,rs,rt/rd,rs,value/rd,rt/rd,value     | many | Sets a register to 1 when a signed number is not less than another
sgeu   | rd,rs,rt/rd,rs,value/rd,rt/rd,value     | many | Sets a register to 1 when an unsigned number is not less than another
sgt    | rd,rs,rt/rd,rs,value/rd,rt/rd,value     | many | Sets a register to 1 when a signed number is greater than another
sgtu   | rd,rs,rt/rd,rs,value/rd,rt/rd,value     | many | Sets a register to 1 when an unsigned number is greater than another
sle    | rd,rs,rt/rd,rs,value/rd,rt/rd,value     | many | Sets a register to 1 when a signed number is not greater than another
sleu   | rd,rs,rt/rd,rs,value/rd,rt/rd,value     | many | Sets a register to 1 when an unsigned number is not greater than another
rol    | rd,rs,rt/rd,rs,sa        | many | Rotates a word left
ror    | rd,rs,rt/rd,rs,sa        | many | Rotates a word right
drol   | rd,rs,rt/rd,rs,sa64      | many | Rotates a doubleword left
dror   | rd,rs,rt/rd,rs,sa64      | many | Rotates a doubleword right
ulh    | rt,offset(base)          | many | Loads a signed halfword from any address
ulhu   | rt,offset(base)          | many | Loads an unsigned halfword from any address
ulw    | rt,offset(base)          | many | Loads a word from any address
uld    | rt,offset(base)          | many | Loads a doubleword from any address
ush    | rt,offset(base)          | many | Stores a halfword to any address
usw    | rt,offset(base)          | many | Stores a word to any address
usd    | rt,offset(base)          | many | Stores a doubleword to any address
l.s    | ft,offset(base)          | 1 | Loads a float
s.s    | ft,offset(base)          | 1 | Stores a float
li.s   | ft,float                 | many | Loads a constant float
`;

/** Real instructions that GNU as also accepts in another form. */
const extra: Readonly<Record<string, readonly string[]>> = {
  div: ['rd,rs,rt', 'rs,rt', 'rd,rs,value'],
  divu: ['rd,rs,rt', 'rs,rt', 'rd,rs,value'],
  j: ['rs'],
  jal: ['rs', 'rd,rs'],
  jalr: ['rs'],
  ...Object.fromEntries(
    [
      'add',
      'addu',
      'sub',
      'subu',
      'dadd',
      'daddu',
      'dsub',
      'dsubu',
      'and',
      'or',
      'xor',
      'nor',
      'slt',
      'sltu',
    ].map((name) => [name, ['rd,rs,value', 'rd,rt', 'rd,value']]),
  ),
  ...Object.fromEntries(
    ['addi', 'addiu', 'daddi', 'daddiu', 'andi', 'ori', 'xori', 'slti', 'sltiu'].map((name) => [
      name,
      ['rt,uimm'],
    ]),
  ),
  ...Object.fromEntries(
    ['sll', 'srl', 'sra', 'dsll', 'dsrl', 'dsra'].map((name) => [
      name,
      ['rd,rt,rs', 'rd,sa', 'rd,rs', ...(name.startsWith('d') ? ['rd,rt,sa64', 'rd,sa64'] : [])],
    ]),
  ),
  'abs.s': ['fd'],
  'neg.s': ['fd'],
  ...Object.fromEntries(['beq', 'bne', 'beql', 'bnel'].map((name) => [name, ['rs,value,branch']])),
  ...Object.fromEntries(['teq', 'tne', 'tge', 'tgeu', 'tlt', 'tltu'].map((name) => [name, ['rs,value']])),
  ...Object.fromEntries(['add.s', 'sub.s', 'mul.s', 'div.s'].map((name) => [name, ['fd,ft']])),
};

/** All pseudo instructions, sorted by name. */
export const pseudoInstructions: readonly PseudoInstruction[] = rows
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [mnemonic = '', forms = '', count = '', words = ''] = line.split('|').map((cell) => cell.trim());
    return {
      mnemonic,
      forms: forms.split('/').map((form) => (form === '' ? [] : form.split(','))),
      words,
      single: count === '1',
      source,
    };
  });

const byMnemonic = new Map(pseudoInstructions.map((row) => [row.mnemonic, row]));

/** The pseudo instruction with a name in lower case. */
export function pseudoInstructionNamed(mnemonic: string): PseudoInstruction | undefined {
  return byMnemonic.get(mnemonic);
}

/** Other operand lists that GNU as accepts for a real instruction. */
export function otherForms(mnemonic: string): readonly (readonly string[])[] {
  return (lookUp(extra, mnemonic) ?? []).map((form) => form.split(','));
}
