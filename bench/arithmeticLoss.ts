import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { errorText } from '../common/errorText';
import { MemorySource } from '../disc/byteSource';
import { compareOnText } from '../model/convert/textReport';
import type { Model, TensorType } from '../model/model';
import { openModel, openTokenizer } from '../model/openModel';
import type { Tokenizer } from '../model/tokenizer/tokenizer';
import { Corpus } from '../samples/training/corpus';
import { storySettings } from '../samples/training/settings';
import { openTokenizerBin } from '../model/tokenizer/tokenizerBin';
import { projectRoot } from '../test/support/project';
import { retyped } from '../test/support/retyped';
import { sharedPath } from '../test/support/shared';

/** The types that arithmetic 2 has integer matmuls for. */
export const quantisedTypes = ['q8', 'q4', 'q4g32', 'ternary'] as const satisfies readonly TensorType[];

/** What arithmetic 2 changes, against arithmetic 1, over some texts. */
export interface Loss {
  readonly positions: number;
  /** Perplexity a token in versions 1 and 2. */
  readonly before: number;
  readonly after: number;
  /** Share of the positions with the same most likely token. */
  readonly agreement: number;
}

/** A model, and texts that it has not been trained on. */
interface LossCase {
  readonly name: string;
  readonly model: Model;
  readonly texts: readonly (readonly number[])[];
}

/** Both versions of a model's matrices in a type, in IEEE arithmetic. */
export async function arithmeticLoss({ model, texts }: LossCase, type: TensorType): Promise<Loss> {
  const typed = await retyped(model, type);
  const sums = { positions: 0, before: 0, after: 0, agreement: 0 };
  for (const ids of texts) {
    const report = await compareOnText(typed, typed, ids, { versions: { before: 1, after: 2 } });
    sums.positions += report.positions;
    sums.before += report.positions * Math.log(report.perplexityBefore);
    sums.after += report.positions * Math.log(report.perplexityAfter);
    sums.agreement += report.positions * report.top1Agreement;
  }
  const { positions } = sums;
  return {
    positions,
    before: Math.exp(sums.before / positions),
    after: Math.exp(sums.after / positions),
    agreement: sums.agreement / positions,
  };
}

/** The sample and, if it lies beside the project, stories260K, with held-out stories of the sample's grammar. */
export async function lossCases(stories: number): Promise<LossCase[]> {
  const read = async (file: string): Promise<MemorySource> => new MemorySource(await readFile(file));
  const folder = path.join(projectRoot, 'samples/stories');
  const own = await openTokenizerBin(await read(path.join(folder, 'stories.tokenizer.bin')), 'stories');
  const corpus = new Corpus(own, storySettings.seed, 'held-out');
  const heldOut = Array.from({ length: stories }, (_, i) => corpus.text(0, i, 0, 'halves'));
  const textsOf = (tokenizer: Tokenizer): number[][] => heldOut.map((text) => tokenizer.encodePrompt(text));
  const cases: LossCase[] = [
    {
      name: 'the sample',
      model: await openModel(await read(path.join(folder, 'stories.psnt')), 'stories.psnt'),
      texts: heldOut.map((text) => corpus.encode(text)),
    },
  ];
  const [model, tokenizer] = [sharedPath('models/stories260K.bin'), sharedPath('models/tok512.bin')];
  if (model === undefined || tokenizer === undefined) return cases;
  const other = await openTokenizer(await read(tokenizer), 'tok512.bin');
  const name = 'stories260K';
  return [...cases, { name, model: await openModel(await read(model), name), texts: textsOf(other) }];
}

const help = `Compares the perplexity of arithmetic 2 with that of arithmetic 1: npx tsx bench/arithmeticLoss.ts [options]
  --stories N  held-out stories that are read (4)
  --only NAME  one model: the sample, stories260K`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stories: { type: 'string', default: '4' },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  console.log('| model | type | tokens | version 1 | version 2 | change | same first token |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const one of await lossCases(Number(values.stories))) {
    if (values.only !== undefined && values.only !== one.name) continue;
    for (const type of quantisedTypes) {
      const { positions, before, after, agreement } = await arithmeticLoss(one, type);
      const change = `${(100 * (after / before - 1)).toFixed(4)} %`;
      const cells = [one.name, type, positions, before.toFixed(4), after.toFixed(4), change];
      console.log(`| ${cells.join(' | ')} | ${(100 * agreement).toFixed(2)} % |`);
    }
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(errorText(error));
    process.exitCode = 1;
  });
}
