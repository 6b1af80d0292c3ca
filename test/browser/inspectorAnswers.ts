import type { Inspection } from '../../extension/inspector/inspectorContent';
import { workHere } from '../../model/tokenizer/worker/textTask';
import { tokenizerRequests } from '../../extension/tokenizer/tokenizerRequests';
import { RequestArgument } from '../../extension/webview/requestArguments';
import type { RequestHandlers } from '../../extension/webview/requestServer';
import { heatMap } from '../../model/inspect/heatMap';
import { scaleProfile } from '../../model/inspect/scales';
import { tensorStatistics } from '../../model/inspect/statistics';
import { tokenizerFacts, type Vocabulary } from '../../model/inspect/tokens';
import { tensorOf } from '../../model/tensorRows';

/** What the extension answers an inspector's page about a file, as far as that needs nothing of VS Code. */
export function inspectorAnswers(
  { psnt }: Inspection,
  bytes: Uint8Array,
  tokenizer?: { readonly name: string; readonly file: Vocabulary },
): RequestHandlers {
  const tensor = (argument: unknown) => {
    if (psnt?.model === undefined) throw new Error('The file has no matrices.');
    return [psnt.model, tensorOf(psnt.model, new RequestArgument(argument).text('matrix'))] as const;
  };
  return {
    bytes: (argument) => {
      const range = new RequestArgument(argument);
      const offset = range.count('offset');
      return bytes.slice(offset, offset + range.count('length'));
    },
    values: async (argument, { signal }) => {
      const profile = await scaleProfile(...tensor(argument), signal);
      const statistics = await tensorStatistics(...tensor(argument), { signal });
      return { statistics, ...(profile !== undefined && { profile }) };
    },
    heatMap: (argument, { signal }) => {
      const part = new RequestArgument(argument);
      const [rowStart, rows] = [part.count('rowStart'), part.count('rows')];
      const [colStart, cols] = [part.count('colStart'), part.count('cols')];
      return heatMap(...tensor(argument), { rowStart, rows, colStart, cols }, signal);
    },
    tokenizer: () =>
      tokenizer === undefined
        ? { missing: 'No tokenizer with this vocabulary was found next to the model.' }
        : { name: tokenizer.name, from: 'next to the model', facts: tokenizerFacts(tokenizer.file) },
    ...tokenizerRequests(
      () =>
        tokenizer === undefined
          ? Promise.reject(new Error('There is no tokenizer yet.'))
          : Promise.resolve(tokenizer.file),
      workHere,
    ),
  };
}
