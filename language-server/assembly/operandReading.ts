import { operandInfos, operandLabel, type OperandInfo } from '../../ee/operands';
import type { Dialect } from './dialect';
import { evaluate } from './expression';
import { registerOf, type Register, type RegisterClass } from './registers';
import type { Operand } from './statement';
import type { Token } from './tokens';

/** An operand of a source, parsed as the kind that its position requires. */
export interface OperandReading {
  /** The operand's name in the instruction table. */
  readonly name: string;
  /** The register, or the base register of an address. */
  readonly register?: Register;
  /** Constant, offset or component numbers; undefined where they depend on names. */
  readonly value?: number;
  /** Why the operand is invalid, as the end of a sentence that starts with the operand. */
  readonly problem?: string;
  /** The replacement. */
  readonly replacement?: string;
  /** A name that may be a macro for a valid operand. */
  readonly maybe?: string;
  /** The assembler expands it to more than one instruction. */
  readonly expands?: boolean;
}

/** The context in which an operand is parsed. */
export interface Reader {
  readonly dialect: Dialect;
  /** Component letters of the mnemonic. */
  readonly components?: string;
  /** The letter at the end of a mnemonic such as `addx`. */
  readonly broadcast?: string;
}

const classes: Readonly<Partial<Record<OperandInfo['kind'], readonly RegisterClass[]>>> = {
  gpr: ['gpr', 'plain'],
  fpr: ['fpr', 'plain'],
  vf: ['vf', 'plain'],
  vi: ['vi', 'plain'],
  cop0: ['plain'],
  'cop1-control': ['plain', 'fpr'],
  'cop2-control': ['vi', 'plain'],
  accumulator: ['accumulator'],
  special: ['special', 'vi'],
};

const examples: Readonly<Partial<Record<OperandInfo['kind'], readonly [core: string, vu: string]>>> = {
  gpr: ['a general register such as $v0', 'a general register'],
  fpr: ['a float register such as $f0', 'a float register'],
  vf: ['a vector register such as $vf1', 'a vector register such as VF01'],
  vi: ['an integer register $vi0 to $vi15', 'an integer register VI00 to VI15'],
  cop0: ['a number such as $12', 'a number'],
  'cop1-control': ['$0 or $31', '$0 or $31'],
  'cop2-control': ['a control register such as $vi16', 'a control register'],
  accumulator: ['the accumulator $ACC', 'the accumulator ACC'],
};

/** Parses an operand as the one with that name in the instruction table. */
export function readOperand(name: string, operand: Operand, reader: Reader): OperandReading {
  const info = operandInfos[name];
  if (info === undefined || /[\\@]/.test(operand.text)) return { name };
  switch (info.kind) {
    case 'immediate':
      return immediate(name, info, operand, reader.dialect);
    case 'target':
      return target(name, operand, reader.dialect);
    case 'memory':
    case 'vu-memory':
      return memory(name, info, operand, reader);
    case 'vu-indirect':
      return indirect(name, info, operand, reader);
    default:
      return register(name, info, operand, reader);
  }
}

/** A bare name, which a `#define` may map to a register or number. */
function soleName(tokens: readonly Token[]): string | undefined {
  return tokens.length === 1 && tokens[0]?.kind === 'word' ? tokens[0].text : undefined;
}

function maybe(tokens: readonly Token[]): { maybe?: string } {
  const name = tokens.find(({ kind, text }) => kind === 'word' && !text.startsWith('$'))?.text;
  return name === undefined ? {} : { maybe: name };
}

function register(name: string, info: OperandInfo, operand: Operand, reader: Reader): OperandReading {
  const found = registerOf(operand.text, reader.dialect);
  if (found === undefined && reader.dialect === 'vcl' && isVariable(operand.tokens)) return { name };
  const wanted = wantedText(info, reader.dialect);
  if (found === undefined) return { name, problem: `is not ${wanted}`, ...maybe(operand.tokens) };
  if (found.correction !== undefined)
    return {
      name,
      register: found,
      problem: `is written ${found.correction}`,
      replacement: found.correction,
      ...maybe(operand.tokens),
    };
  if (!(classes[info.kind] ?? []).includes(found.class))
    return { name, register: found, problem: `is not ${wanted}` };
  const problem = registerProblem(info, found, reader);
  return { name, register: found, ...(problem !== undefined && { problem }) };
}

function wantedText(info: OperandInfo, dialect: Dialect): string {
  const core = dialect === 'r5900';
  if (info.kind === 'special') return core ? `$${info.name ?? ''}` : (info.name ?? '');
  if (info.name === 'zero') return '$zero';
  const [inCore = info.words, inVu = info.words] = examples[info.kind] ?? [];
  return core ? inCore : inVu;
}

function registerProblem(info: OperandInfo, found: Register, reader: Reader): string | undefined {
  if (info.name === 'zero') return found.number === 0 ? undefined : 'must be $zero here';
  if (info.name === '1') return found.number === 1 ? undefined : 'must be VI01 here';
  if (info.kind === 'special') {
    const name = found.class === 'vi' ? `vi${found.number}` : found.name;
    return name === info.name ? undefined : `is not ${wantedText(info, reader.dialect)}`;
  }
  if (info.kind === 'vi' && found.number > 15) return 'is not an integer register (0 to 15)';
  return componentProblem(info, found, reader);
}

function componentProblem(info: OperandInfo, { components }: Register, reader: Reader): string | undefined {
  switch (info.components) {
    case 'dest':
      if (components === undefined || components === reader.components) return undefined;
      return reader.dialect === 'vcl' && components.length === 1
        ? undefined
        : `has the components ${components}, the mnemonic ${reader.components ?? 'none'}`;
    case 'one':
      return components?.length === 1 ? undefined : 'needs one component: x, y, z or w';
    case 'broadcast':
      if (components === undefined || components === reader.broadcast) return undefined;
      return `has component ${components}, the mnemonic ${reader.broadcast ?? 'none'}`;
    case 'w':
      return components === undefined || components === 'w' ? undefined : 'allows component w only';
    default:
      return components === undefined || reader.dialect !== 'r5900'
        ? undefined
        : 'must not have components here';
  }
}

/** In VCL any name can be a register, followed by a component in brackets. */
function isVariable(tokens: readonly Token[]): boolean {
  return tokens[0]?.kind === 'word';
}

function immediate(name: string, info: OperandInfo, operand: Operand, dialect: Dialect): OperandReading {
  const sole = soleName(operand.tokens);
  if (sole !== undefined && isRegister(sole, dialect))
    return { name, problem: 'is a register, expected a constant' };
  const value = evaluate(operand.tokens);
  if (value === undefined) return { name };
  const [least, greatest] = info.range ?? [-Infinity, Infinity];
  if (value < least || value > greatest)
    return { name, value, problem: `is out of range (${least} to ${greatest} for ${operandLabel(name)})` };
  if (info.step !== undefined && value % info.step !== 0)
    return { name, value, problem: `is not a multiple of ${info.step}` };
  return { name, value };
}

/** Unambiguous registers only: in VCL and after a macro a name such as `i` may be a variable. */
function isRegister(text: string, dialect: Dialect): boolean {
  return dialect === 'r5900'
    ? text.startsWith('$') && registerOf(text, dialect) !== undefined
    : /^v[fi]\d\d$/i.test(text);
}

function target(name: string, operand: Operand, dialect: Dialect): OperandReading {
  const sole = soleName(operand.tokens);
  if (sole !== undefined && isRegister(sole, dialect))
    return { name, problem: 'is a register, expected a label' };
  const first = operand.tokens[0];
  if (first?.kind === 'string') return { name, problem: 'is not a label' };
  return { name };
}

/** The tokens before the last parenthesis and those in it. */
function splitAddress(
  tokens: readonly Token[],
): readonly [offset: readonly Token[], base: readonly Token[]] | undefined {
  if (tokens.at(-1)?.text !== ')') return undefined;
  const open = tokens.findLastIndex(({ text }) => text === '(');
  return open < 0 ? undefined : [tokens.slice(0, open), tokens.slice(open + 1, -1)];
}

function memory(name: string, info: OperandInfo, operand: Operand, reader: Reader): OperandReading {
  const parts = splitAddress(operand.tokens);
  const base = parts?.[1][0];
  const found = base === undefined ? undefined : registerOf(base.text, reader.dialect);
  const core = reader.dialect === 'r5900';
  if (parts === undefined || (found === undefined && core && evaluate(operand.tokens) !== undefined)) {
    const sole = soleName(operand.tokens);
    if (!core) return { name, problem: 'is not an address such as 4(VI01)', ...maybe(operand.tokens) };
    if (sole !== undefined && isRegister(sole, reader.dialect))
      return registerOf(sole, reader.dialect)?.class === 'gpr'
        ? {
            name,
            problem: `is a register, expected an address; example: 0(${sole})`,
            replacement: `0(${sole})`,
          }
        : { name, problem: 'is not an address register; example: 0($a0)' };
    // A label or number: the assembler makes the upper half of the address with another instruction.
    return { name, expands: true };
  }
  const baseProblem = addressRegisterProblem(found, parts[1], core ? ['gpr', 'plain'] : ['vi'], reader);
  if (baseProblem !== undefined) return { name, ...baseProblem };
  const value = parts[0].length === 0 ? 0 : evaluate(parts[0]);
  const [least, greatest] = info.range ?? [-Infinity, Infinity];
  const beyond = value !== undefined && (value < least || value > greatest);
  if (beyond && !core)
    return { name, value, problem: `has an offset out of range (${least} to ${greatest})` };
  return {
    name,
    ...(found !== undefined && { register: found }),
    ...(value !== undefined && { value }),
    ...(beyond && { expands: true }),
  };
}

function addressRegisterProblem(
  found: Register | undefined,
  tokens: readonly Token[],
  wanted: readonly RegisterClass[],
  { dialect }: Reader,
): Pick<OperandReading, 'problem' | 'replacement' | 'maybe'> | undefined {
  if (found === undefined && dialect === 'vcl') return undefined;
  const fits = found !== undefined && wanted.includes(found.class);
  if (fits && found.correction === undefined) return undefined;
  const text = tokens.map((token) => token.text).join('');
  return {
    problem: fits
      ? `has the base register written ${found.correction ?? text}`
      : `needs ${dialect === 'r5900' ? 'a general' : 'an integer'} register in parentheses`,
    ...maybe(tokens),
  };
}

function indirect(name: string, info: OperandInfo, operand: Operand, reader: Reader): OperandReading {
  const text = operand.text;
  const inner = /^(\d*)\((--)?([$\w.[\]]*?)(\+\+)?\)(?:\[?[xyzw]\]?)?$/.exec(text);
  const shape = info.update === 'after' ? '(VI01++)' : info.update === 'before' ? '(--VI01)' : '(VI01)';
  const example = reader.dialect === 'r5900' ? shape.replace('VI01', '$vi1') : shape;
  const update = inner?.[2] !== undefined ? 'before' : inner?.[4] !== undefined ? 'after' : undefined;
  if (inner === null || update !== info.update)
    return { name, problem: `is not an address such as ${example}` };
  const found = registerOf(inner[3] ?? '', reader.dialect);
  if (found === undefined && reader.dialect === 'vcl') return { name };
  if (found?.class !== 'vi' || found.number > 15)
    return { name, problem: `is not an address such as ${example}`, ...maybe(operand.tokens) };
  if (found.correction !== undefined)
    return { name, register: found, problem: `has its register written ${found.correction}` };
  return { name, register: found };
}
