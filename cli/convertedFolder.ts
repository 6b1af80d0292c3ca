import { rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { temporaryFolder } from '../disc/node/temporaryFolder';
import { convertFile } from '../model/convert/node/convertFile';
import { isProject } from '../project/node/projectFolder';
import { UsageError, type Io } from './io';

/** A model file for one run. */
interface ConvertedModel {
  readonly file: string;
  /** Removes it. */
  remove(): Promise<void>;
}

/** Whether a path is a model with its configuration beside the weights, which runs only after it was converted. */
export async function needsConversion(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && (found.isDirectory() || path.endsWith('.safetensors'));
}

/**
 * Converts a folder with `config.json` and weights to a temporary PSNT of type Q8 for one run.
 * @throws Error as `convertFile`.
 */
export async function convertForRun(source: string, io: Io): Promise<ConvertedModel> {
  if (await isProject(source))
    throw new UsageError(`${source} is a project. Build it with ps2ml build and run the image.`);
  const folder = await temporaryFolder('run');
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const name = basename(resolve(source)).replace(/\.safetensors$/, '');
    const file = join(folder, `${name}.psnt`);
    io.err(
      `Converting ${source} to Q8 for this run. To keep the result: ps2ml convert ${source} -o FILE.psnt\n`,
    );
    await convertFile(source, file, {
      signal: io.signal,
      onFinding: ({ severity, message }) => {
        // Damage is reported with the model that runs.
        if (severity === 'note') io.err(`${message}\n`);
      },
    });
    return { file, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
