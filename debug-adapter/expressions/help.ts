import { allFunctions } from './functions';
import { facts } from './names';
import { suggestion } from './suggest';

/** The answer to `help` and `help NAME` in the Debug Console; undefined if the text is another. */
export function helpFor(text: string): string | undefined {
  const [, isHelp, name] = /^(help)(?:\s+([\w.]+)(?:\(\))?)?$/.exec(text.trim()) ?? [];
  if (isHelp === undefined) return undefined;
  if (name === undefined) return overview();
  const found = allFunctions.get(name);
  if (found) return `${name}(${found.parameters}): ${found.help}. Example: ${found.example}`;
  const fact = facts.get(name);
  if (fact) return `${name}: ${fact.help}.`;
  return `There is no help on "${name}".${suggestion(name, [...allFunctions.keys(), ...facts.keys()])} Write help for a list.`;
}

function overview(): string {
  const lines = [...allFunctions].map(([name, { parameters, help }]) => `  ${name}(${parameters})  ${help}`);
  return [
    'Values: a buffer (x), a matrix (layers.00.attn.wq), the result of an operation (L00.attn.q), a number, a token by its text (" the").',
    `Where the run is: ${[...facts.keys()].join(', ')}.`,
    'Parts: x[1] is a row, x[1][5] and x[1, 5] a value, x[0:4] rows, x[:, 0:16] columns, x[-1] the last row.',
    'Operators: + - * / %  < <= == != >= >  && || !  x@-1 is x at this line a pass ago.',
    'Functions:',
    ...lines,
    'In the Debug Console: x[0] = 0, x = npy("file.npy"), force " the", changes, undo.',
    'help topk tells about one.',
  ].join('\n');
}
