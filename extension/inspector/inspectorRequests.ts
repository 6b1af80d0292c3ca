import * as vscode from 'vscode';
import { heatMap } from '../../model/inspect/heatMap';
import { scaleProfile } from '../../model/inspect/scales';
import { tensorStatistics } from '../../model/inspect/statistics';
import { tokenizerFacts } from '../../model/inspect/tokens';
import type { Model, Tensor } from '../../model/model';
import { tensorOf } from '../../model/tensorRows';
import type { TokenizerAnswer } from '../../webviews/messages/tokenizer';
import type { PageWork } from '../../model/tokenizer/worker/textTask';
import { imageScheme } from '../image/imageUri';
import { tokenizerRequests } from '../tokenizer/tokenizerRequests';
import { RequestArgument } from '../webview/requestArguments';
import type { RequestHandlers } from '../webview/requestServer';
import { copyLink } from './deepLink';
import type { InspectorDocument } from './inspectorDocument';
import { saveFile } from './saveFile';

/** What the page may ask to see elsewhere; the commands have the same names. */
const revealActions = ['revealOperation', 'revealInDisc', 'revealInRam', 'revealInTime'] as const;
type RevealAction = (typeof revealActions)[number];

/** Most bytes that a page is given at once. */
const mostBytes = 256 * 1024;

/** Answers what an inspector's page asks about its file. */
export function inspectorRequests(document: InspectorDocument, work: PageWork): RequestHandlers {
  const matrixOf = (argument: unknown): string => new RequestArgument(argument).text('matrix');
  const tensor = (argument: unknown): { model: Model; tensor: Tensor } => {
    const model = document.file().psnt?.model;
    if (model === undefined) throw new Error(`${document.label} has no matrices that can be read.`);
    return { model, tensor: tensorOf(model, matrixOf(argument)) };
  };
  const reveal = (action: RevealAction) => async (argument: unknown) => {
    const place = { uri: document.uri.toString(), matrix: matrixOf(argument) };
    await vscode.commands.executeCommand(`ps2ml.${action}`, place);
    return null;
  };
  return {
    bytes: async (argument) => {
      const range = new RequestArgument(argument);
      const length = range.count('length');
      if (length > mostBytes)
        throw new Error(`The page requested ${length} bytes; the limit is ${mostBytes}.`);
      // A copy, not a whole page.
      return (await document.file().source.read(range.count('offset'), length)).slice();
    },
    values: async (argument, { signal, progress }) => {
      const { model, tensor: wanted } = tensor(argument);
      const exact = new RequestArgument(argument).flag('exact');
      const statistics = await tensorStatistics(model, wanted, { exact, signal, onProgress: progress });
      const profile = await scaleProfile(model, wanted, signal);
      return { statistics, ...(profile !== undefined && { profile }) };
    },
    heatMap: (argument, { signal }) => {
      const { model, tensor: wanted } = tensor(argument);
      const part = new RequestArgument(argument);
      const window = {
        rowStart: part.count('rowStart'),
        rows: part.count('rows'),
        colStart: part.count('colStart'),
        cols: part.count('cols'),
      };
      return heatMap(model, wanted, window, signal);
    },
    tokenizer: async (): Promise<TokenizerAnswer> => {
      document.forgetTokenizer();
      const found = await document.tokenizer();
      if (found !== undefined) {
        const { tokenizer, ...where } = found;
        return { ...where, facts: tokenizerFacts(tokenizer) };
      }
      const place =
        document.uri.scheme === imageScheme ? 'on the disc image or next to it' : 'next to the model';
      return { missing: `No tokenizer with this vocabulary was found ${place}.` };
    },
    ...tokenizerRequests(async () => {
      const found = await document.tokenizer();
      if (found === undefined) throw new Error(`No tokenizer chosen for ${document.label} yet: choose one.`);
      return found.tokenizer;
    }, work),
    save: async (argument) => {
      const file = new RequestArgument(argument);
      return saveFile(document.uri, file.text('name'), file.bytes('bytes'));
    },
    ...Object.fromEntries(revealActions.map((action) => [action, reveal(action)])),
    applyBestLayout: async () => {
      await vscode.commands.executeCommand('ps2ml.applyBestLayout', { uri: document.uri.toString() });
      return null;
    },
    copyLink: async (argument) => {
      const place = new RequestArgument(argument);
      const target = place.has('matrix')
        ? { matrix: place.text('matrix') }
        : { offset: place.count('offset'), length: place.count('length') };
      await copyLink(document.uri, target);
      return null;
    },
  };
}
