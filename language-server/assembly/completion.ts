import { CompletionItemKind, type CompletionItem, type Range } from 'vscode-languageserver';
import { operandInfos, type OperandKind } from '../../ee/operands';
import { gprNames } from '../../ee/registers';
import { cursorAt, type Cursor } from './cursor';
import type { Dialect } from './dialect';
import { directivesOf } from './directives';
import { instructionOf } from './instruction';
import { sentenceOf, usageOf } from './instructionHelp';
import type { SourceSet } from './library';
import { mnemonicOf, writtenNames } from './mnemonics';
import type { Slot } from '../../ee/vu/table';
import { definedNames, type SymbolKind } from './symbols';

/** What can be written at a position. */
export function completionsAt(sources: SourceSet, line: number, character: number): CompletionItem[] {
  const { document } = sources;
  const cursor = cursorAt(document, line, character);
  if (cursor === undefined) return [];
  const range: Range = {
    start: { line, character: cursor.word.start },
    end: { line, character: cursor.word.end },
  };
  const { dialect } = document;
  switch (cursor.where) {
    case 'name':
      return placed(range, [
        ...componentForms(cursor.word.text, dialect),
        ...instructionItems(dialect, dialect === 'vsm' ? (cursor.slot ?? 'upper') : undefined),
        ...directiveItems(dialect),
        ...symbolItems(sources, ['macro']),
      ]);
    case 'operand':
      return placed(range, operandItems(sources, cursor));
    default:
      return [];
  }
}

function placed(range: Range, items: readonly CompletionItem[]): CompletionItem[] {
  return items.map((item) => ({ ...item, textEdit: { range, newText: item.insertText ?? item.label } }));
}

const instructionLists = new Map<string, readonly CompletionItem[]>();

function instructionItems(dialect: Dialect, slot: Slot | undefined): readonly CompletionItem[] {
  const key = `${dialect} ${slot ?? ''}`;
  let items = instructionLists.get(key);
  if (items === undefined) {
    items = writtenNames(dialect).flatMap((name): CompletionItem[] => {
      const mnemonic = mnemonicOf(name, dialect, slot);
      if (mnemonic === undefined) return [];
      return [
        {
          label: name,
          kind: CompletionItemKind.Keyword,
          detail: usageOf(mnemonic, mnemonic.forms[0]),
          documentation: sentenceOf(mnemonic),
        },
      ];
    });
    instructionLists.set(key, items);
  }
  return items;
}

/** After the dot of a vector instruction: the components to write. */
function componentForms(word: string, dialect: Dialect): CompletionItem[] {
  const [, base] = /^(\w+)\.[xyzw]*$/.exec(word) ?? [];
  const mnemonic = base === undefined ? undefined : mnemonicOf(base, dialect);
  if (base === undefined || !mnemonic?.row.mnemonic.endsWith('.dest')) return [];
  return ['xyzw', 'xyz', 'xy', 'xz', 'x', 'y', 'z', 'w', 'zw'].map((components) => ({
    label: `${base}.${components}`,
    kind: CompletionItemKind.Keyword,
    detail: `writes ${components}`,
  }));
}

function directiveItems(dialect: Dialect): CompletionItem[] {
  return directivesOf(dialect).map(({ name, usage, words }) => {
    const option = name === '.set' ? usage : name;
    return { label: option, kind: CompletionItemKind.Keyword, detail: usage, documentation: words };
  });
}

const kinds: Readonly<Record<SymbolKind, CompletionItemKind>> = {
  label: CompletionItemKind.Function,
  local: CompletionItemKind.Function,
  macro: CompletionItemKind.Snippet,
  constant: CompletionItemKind.Constant,
  define: CompletionItemKind.Constant,
};

function symbolItems({ document, included }: SourceSet, wanted: readonly SymbolKind[]): CompletionItem[] {
  const items = new Map<string, CompletionItem>();
  for (const source of [document, ...included])
    for (const [label, kind] of definedNames(source))
      if (wanted.includes(kind)) items.set(label, { label, kind: kinds[kind], detail: kind });
  return [...items.values()];
}

const names = (count: number, prefix: string, width = 0): string[] =>
  Array.from({ length: count }, (_, number) => prefix + String(number).padStart(width, '0'));

const coreRegisters: Readonly<Partial<Record<OperandKind, readonly string[]>>> = {
  gpr: gprNames.map((name) => `$${name}`),
  memory: gprNames.map((name) => `0($${name})`),
  fpr: names(32, '$f'),
  vf: names(32, '$vf'),
  vi: names(16, '$vi'),
  'cop2-control': names(32, '$vi'),
  cop0: names(32, '$'),
  'cop1-control': ['$31', '$0'],
  accumulator: ['$ACC'],
};
const vuRegisters: Readonly<Partial<Record<OperandKind, readonly string[]>>> = {
  vf: names(32, 'VF', 2),
  vi: names(16, 'VI', 2),
  'vu-memory': names(16, '0(VI', 2).map((name) => `${name})`),
  accumulator: ['ACC'],
};

function operandItems(sources: SourceSet, { statement, operand }: Cursor): CompletionItem[] {
  const { dialect } = sources.document;
  const constants = symbolItems(sources, ['constant', 'define']);
  if (statement === undefined || statement.kind !== 'instruction')
    return [...symbolItems(sources, ['label']), ...constants];
  const instruction = instructionOf(statement, dialect);
  if (instruction === undefined) return [...symbolItems(sources, ['label']), ...constants];
  const wanted = new Set(instruction.mnemonic.forms.flatMap((form) => form[operand] ?? []));
  const labels = new Set<string>();
  let takesLabel = false;
  let takesConstant = false;
  for (const name of wanted) {
    const info = operandInfos[name];
    if (info === undefined) continue;
    for (const register of registersFor(info.kind, info.name, info.update, dialect)) labels.add(register);
    takesLabel ||= info.kind === 'target' || name === 'address' || info.kind === 'memory';
    takesConstant ||= info.kind === 'immediate' || info.kind === 'memory' || info.kind === 'vu-memory';
  }
  return [
    ...Array.from(labels, (label, index) => ({
      label,
      kind: CompletionItemKind.Variable,
      sortText: `0${String(index).padStart(3, '0')}`,
    })),
    ...(takesLabel ? symbolItems(sources, ['label']) : []),
    ...(takesConstant ? constants : []),
  ];
}

function registersFor(
  kind: OperandKind,
  name: string | undefined,
  update: 'after' | 'before' | undefined,
  dialect: Dialect,
): readonly string[] {
  const core = dialect === 'r5900';
  if (name === 'zero') return ['$zero'];
  if (name === '1') return ['VI01'];
  if (kind === 'special') return [core ? `$${name ?? ''}` : (name ?? '')];
  if (kind === 'vu-indirect')
    return names(16, core ? '$vi' : 'VI', core ? 0 : 2).map((register) =>
      update === 'after' ? `(${register}++)` : update === 'before' ? `(--${register})` : `(${register})`,
    );
  return (core ? coreRegisters : vuRegisters)[kind] ?? [];
}
