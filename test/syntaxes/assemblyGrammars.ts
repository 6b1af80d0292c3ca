import { instructions, type Instruction } from '../../ee/table';
import { pseudoInstructions } from '../../ee/pseudo';
import { vuInstructions } from '../../ee/vu/table';
import { writtenNames } from '../../language-server/assembly/mnemonics';
import type { Dialect } from '../../language-server/assembly/dialect';

/** A TextMate rule, as far as these grammars need one. */
interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly captures?: Readonly<Record<string, Rule>>;
  readonly beginCaptures?: Readonly<Record<string, Rule>>;
  readonly patterns?: readonly Rule[];
}

/** A TextMate grammar. */
export interface Grammar {
  readonly name: string;
  readonly scopeName: string;
  readonly patterns: readonly Rule[];
  readonly repository: Readonly<Record<string, Rule>>;
}

const include = (name: string): Rule => ({ include: `#${name}` });

/** One of these words, the longest first. */
function oneOf(words: readonly string[]): string {
  return [...new Set(words)]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((word) => word.replaceAll('.', '\\.'))
    .join('|');
}

const plain = ({ mnemonic }: Pick<Instruction, 'mnemonic'>): string =>
  mnemonic.replace(/\.(?:dest|xyz)$/, '');
const isBranch = ({ operands, mnemonic }: Instruction): boolean =>
  operands.some((operand) => /^(?:branch|branch11|jump)$/.test(operand)) ||
  /^(?:jr|jalr|eret)$/.test(mnemonic);

/** Words by the scope that they get; a word is in the first that has it. */
function groups(dialect: Dialect): readonly (readonly [scope: string, words: readonly string[]])[] {
  const names = new Set(writtenNames(dialect));
  const take = (words: readonly string[]): string[] =>
    words.filter((word) => names.has(word)).filter((word) => names.delete(word) || true);
  if (dialect !== 'r5900') {
    const of = (wanted: (row: (typeof vuInstructions)[number]) => boolean): string[] =>
      take([...new Set(vuInstructions.filter(wanted).map(plain))]);
    return [
      ['keyword.control.branch', of(isBranch)],
      ['support.function.mnemonic.lower', of(({ slot, mnemonic }) => slot === 'lower' && mnemonic !== 'nop')],
      ['keyword.mnemonic.upper', of(({ slot }) => slot === 'upper')],
    ];
  }
  const of = (wanted: (row: Instruction) => boolean): string[] =>
    take(instructions.filter(wanted).map(plain));
  const pseudo = take(pseudoInstructions.map(({ mnemonic }) => mnemonic));
  return [
    ['keyword.control.branch', [...of(isBranch), ...pseudo.filter((name) => name.startsWith('b'))]],
    ['support.function.mnemonic.multimedia', of(({ unit }) => unit === 'mmi')],
    [
      'support.function.mnemonic.vector',
      [...of(({ unit }) => unit === 'vu0'), ...take([...names].filter((name) => /c2\./.test(name)))],
    ],
    [
      'keyword.mnemonic.float',
      [...of(({ unit }) => unit === 'cop1'), ...pseudo.filter((name) => name.endsWith('.s'))],
    ],
    ['keyword.mnemonic.system', of(({ unit }) => unit === 'cop0')],
    ['keyword.mnemonic.memory', of(({ unit }) => unit === 'memory')],
    ['keyword.mnemonic', [...pseudo.filter((name) => !/^b|\.s$/.test(name)), ...names]],
  ];
}

/** A line that an instruction begins; its operands reach to the end of the line, or to the next instruction. */
function instructionRule(scope: string, words: readonly string[], language: string, until: string): Rule {
  return {
    name: `meta.instruction.${language}`,
    begin: `(?i)\\s*(?<![\\w.$%\\\\])(${oneOf(words)})(?:(\\.)((?=[xyzw])x?y?z?w?))?(\\[[iemdt]+\\](?:\\.[xyzw]+)?)?(?![\\w.$:])`,
    beginCaptures: {
      '1': { name: `${scope}.${language}` },
      '2': { name: `punctuation.separator.components.${language}` },
      '3': { name: `storage.modifier.components.${language}` },
      '4': { name: `storage.modifier.flags.${language}` },
    },
    end: until,
    patterns: [include('operands')],
  };
}

/** Words that begin the second column of a micro program. */
const lowerNames = vuInstructions.filter(({ slot }) => slot === 'lower').map(plain);

interface Look {
  readonly language: string;
  readonly title: string;
  readonly lineComment: string;
  readonly registers: readonly Rule[];
  /** Where the operands of an instruction end. */
  readonly until: string;
}

const looks: Readonly<Record<Dialect, Look>> = {
  r5900: {
    language: 'r5900-asm',
    title: 'R5900 Assembly',
    lineComment: '#|//',
    until: '(?=$|;|#|//)',
    registers: [
      { name: 'variable.language.register.vector.r5900-asm', match: '\\$v[fi][0-9]+(?:x?y?z?w?)\\b' },
      { name: 'variable.language.register.float.r5900-asm', match: '\\$f[0-9]+\\b' },
      { name: 'variable.language.register.special.r5900-asm', match: '\\$(?:ACC(?:x?y?z?w?)|[QIR])\\b' },
      {
        name: 'variable.language.register.general.r5900-asm',
        match: '\\$(?:[0-9]+|zero|at|v[01]|a[0-7]|t[0-9]|ta[0-3]|s[0-8]|k[01]|gp|sp|fp|ra)\\b',
      },
    ],
  },
  vsm: {
    language: 'ps2-vu-asm',
    title: 'PlayStation 2 VU Assembly',
    lineComment: ';|//',
    until: `(?=$|;|//)|(?=(?i:\\s+(?:${oneOf(lowerNames)})(?![\\w:])))`,
    registers: [
      {
        name: 'variable.language.register.vector.ps2-vu-asm',
        match: '(?i)\\bvf[0-9]{1,2}(?:\\[?x?y?z?w?\\]?)?(?!\\w)',
      },
      { name: 'variable.language.register.integer.ps2-vu-asm', match: '(?i)\\bvi[0-9]{1,2}\\b' },
      {
        name: 'variable.language.register.special.ps2-vu-asm',
        match: '(?i)\\b(?:acc(?:x?y?z?w?)|[qpir])\\b',
      },
    ],
  },
  vcl: {
    language: 'ps2-vcl',
    title: 'PlayStation 2 VCL',
    lineComment: ';|//',
    until: '(?=$|;|//)',
    registers: [
      { name: 'variable.language.register.vector.ps2-vcl', match: '(?i)\\bvf[0-9]{1,2}(?!\\w)' },
      { name: 'variable.language.register.integer.ps2-vcl', match: '(?i)\\bvi[0-9]{1,2}\\b' },
      { name: 'variable.language.register.special.ps2-vcl', match: '(?i)\\b(?:acc|[qpir])\\b' },
      { name: 'storage.modifier.components.ps2-vcl', match: '(?i)(?<=\\[)x?y?z?w?(?=\\])' },
    ],
  },
};

/** The grammar of a dialect, made from the instruction tables. */
export function assemblyGrammar(dialect: Dialect): Grammar {
  const { language, title, lineComment, registers, until } = looks[dialect];
  const named = (scope: string): Rule => ({ name: `${scope}.${language}` });
  return {
    name: title,
    scopeName: `source.${language}`,
    patterns: [
      'comments',
      'preprocessor',
      'labels',
      'macros',
      'directives',
      'assignments',
      'instructions',
      'calls',
      'operands',
    ].map(include),
    repository: {
      comments: {
        patterns: [
          { name: `comment.block.${language}`, begin: '/\\*', end: '\\*/' },
          {
            name: `comment.line.${language}`,
            match: `(?:${lineComment})(?!\\s*(?:include|define|undef|if|ifdef|ifndef|elif|else|endif|error|warning|pragma|macro|endmacro)\\b).*$`,
          },
        ],
      },
      preprocessor: {
        patterns: [
          {
            match: '^\\s*(#\\s*(?:include(?:_next)?))\\s*(["<][^">]*[">]?)?',
            captures: {
              '1': named('keyword.control.directive.include'),
              '2': named('string.quoted.include'),
            },
          },
          {
            match: '^\\s*(#\\s*(?:define|macro))\\s+([A-Za-z_]\\w*)',
            captures: {
              '1': named('keyword.control.directive'),
              '2': named('entity.name.function.preprocessor'),
            },
          },
          {
            ...named('keyword.control.directive'),
            match: '^\\s*#\\s*(?:undef|if|ifdef|ifndef|elif|else|endif|error|warning|pragma|endmacro)\\b',
          },
        ],
      },
      labels: {
        match: '(?:^|(?<=;))\\s*([A-Za-z_.$][\\w.$]*|[0-9]+)(:)',
        captures: { '1': named('entity.name.function.label'), '2': named('punctuation.separator.label') },
      },
      macros: {
        match: '^\\s*(\\.macro)\\s+([A-Za-z_][\\w.$]*)',
        captures: { '1': named('keyword.other.directive'), '2': named('entity.name.function.macro') },
      },
      directives: {
        begin: '(?<![\\w$%])(\\.[A-Za-z_]\\w*|--[A-Za-z]\\w*)(?![\\w:])',
        beginCaptures: { '1': named('keyword.other.directive') },
        end: `(?=$|;|${lineComment})`,
        patterns: [include('operands')],
      },
      assignments: {
        match: '^\\s*([A-Za-z_.][\\w.$]*)\\s*(=)',
        captures: { '1': named('variable.other.constant'), '2': named('keyword.operator.assignment') },
      },
      instructions: {
        patterns: groups(dialect).map(([scope, words]) => instructionRule(scope, words, language, until)),
      },
      calls: {
        match: '(?:^|(?<=[;:]))\\s*([A-Za-z_][\\w.$]*)(?=\\s|$)',
        captures: { '1': named('entity.name.function.macro') },
      },
      operands: {
        patterns: [
          include('comments'),
          ...registers,
          { ...named('variable.parameter.macro'), match: '\\\\[\\w@]+' },
          { ...named('support.function.relocation'), match: '%[a-z_]\\w*(?=\\()' },
          {
            ...named('string.quoted.double'),
            begin: '"',
            end: '"|$',
            patterns: [{ ...named('constant.character.escape'), match: '\\\\.' }],
          },
          { ...named('constant.character'), match: "'(?:[^'\\\\]|\\\\.)'?" },
          { ...named('constant.numeric.label'), match: '\\b[0-9]+[fb]\\b' },
          {
            ...named('constant.numeric'),
            match: '(?<![\\w.$])(?:0[xX][0-9A-Fa-f]+|0[bB][01]+|[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?)\\b',
          },
          { ...named('keyword.operator'), match: '<<|>>|\\+\\+|--|[-+*/%&|^~=]' },
        ],
      },
    },
  };
}
