import { writeFileAtomically } from '../../../disc/node/atomicFile';
import { damageTexts, findDamage } from '../../inspect/damage';
import { openModelFile } from '../../node/modelFile';
import { openTokenizerBeside } from '../../node/tokenizerFile';
import type { OpenPsntOptions } from '../../psnt/file';
import { targetOf } from '../../psnt/target';
import { writePsnt, type WritePsntOptions } from '../../psnt/writer';
import type { PlanOptions } from '../../plan/options';
import { withContext } from '../context';
import { checkRunnable } from '../runnable';

export interface ConvertFileOptions extends WritePsntOptions {
  /** How to read a PSNT source. */
  readonly reading?: OpenPsntOptions;
  /** How the new file will be planned, for the check that it fits. */
  readonly plan?: Partial<PlanOptions>;
  /** Text positions of the new file, at most those of the source. */
  readonly context?: number;
  /** Called with a sentence for each thing that was left out or decided, and for each sign of damage. */
  readonly onFinding?: (finding: ConversionFinding) => void;
}

/** What a conversion has to say about a model. */
export interface ConversionFinding {
  readonly severity: 'note' | 'warning';
  readonly message: string;
}

/**
 * Converts a model to PSNT: a PSNT, llama2.c or GGUF file, or a folder with safetensors. A model that PSNT or the
 * console does not support is rejected first. The target is written completely or not at all; until then an older
 * file there is unchanged.
 * @returns bytes written.
 * @throws FormatError when the source cannot be read, PlanError when the console could not run it, Error when a file
 * cannot be opened or written, the reason of the abort when cancelled.
 */
export async function convertFile(
  sourcePath: string,
  targetPath: string,
  options: ConvertFileOptions = {},
): Promise<number> {
  const { model: source, checkUnchanged, close } = await openModelFile(sourcePath, options.reading);
  try {
    const model = options.context === undefined ? source : withContext(source, options.context);
    targetOf(model, options);
    checkRunnable(model, options, options.plan);
    for (const message of model.notes ?? []) options.onFinding?.({ severity: 'note', message });
    const bytes = await writeFileAtomically(
      targetPath,
      async (output) => {
        await writePsnt(model, (bytes) => output.write(bytes), options);
        // Before the new file takes its name: it must not be a mixture.
        await checkUnchanged();
        return output.position;
      },
      options.signal,
    );
    if (options.onFinding !== undefined) {
      const found = await damageOf(sourcePath, targetPath, options.signal);
      for (const message of found) options.onFinding({ severity: 'warning', message });
    }
    return bytes;
  } finally {
    await close();
  }
}

/** Signs of damage in a new file, which came from its source. */
async function damageOf(
  sourcePath: string,
  targetPath: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const { model, close } = await openModelFile(targetPath);
  try {
    const beside = await openTokenizerBeside(sourcePath, model).catch(() => undefined);
    const tokens = beside?.found?.tokenizer.vocabSize;
    const options = { ...(tokens !== undefined && { tokens }), ...(signal && { signal }) };
    return damageTexts(await findDamage(model, options));
  } catch (error) {
    // The file is written; who cancels now only gives up the warnings.
    if (signal?.aborted === true) return [];
    throw error;
  } finally {
    await close();
  }
}
