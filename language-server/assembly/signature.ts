import type { SignatureHelp } from 'vscode-languageserver';
import { operandInfos, operandLabel } from '../../ee/operands';
import { cursorAt } from './cursor';
import type { AssemblyDocument } from './document';
import { instructionOf } from './instruction';
import { sentenceOf, usageOf } from './instructionHelp';

/** The operands of the instruction at a position, with the current one marked. */
export function signatureAt(
  document: AssemblyDocument,
  line: number,
  character: number,
): SignatureHelp | undefined {
  const cursor = cursorAt(document, line, character);
  if (cursor?.where !== 'operand' || cursor.statement === undefined) return undefined;
  const instruction = instructionOf(cursor.statement, document.dialect);
  if (instruction === undefined) return undefined;
  const { mnemonic } = instruction;
  const forms = mnemonic.forms.filter((form) => form.length > 0);
  if (forms.length === 0) return undefined;
  const fitting = forms.findIndex((form) => form.length > cursor.operand);
  return {
    activeSignature: Math.max(0, fitting),
    activeParameter: cursor.operand,
    signatures: forms.map((form) => {
      const label = usageOf(mnemonic, form);
      let end = label.length - form.map(operandLabel).join(', ').length;
      return {
        label,
        documentation: sentenceOf(mnemonic),
        parameters: form.map((name) => {
          const info = operandInfos[name];
          const range = info?.range === undefined ? '' : `, ${info.range[0]} to ${info.range[1]}`;
          const start = end;
          end += operandLabel(name).length + 2;
          // By position: a name such as rs may be part of the mnemonic too.
          return {
            label: [start, end - 2] as [number, number],
            documentation: `${info?.words ?? ''}${range}`,
          };
        }),
      };
    }),
  };
}
