import { basename } from 'node:path';
import type { DiscType } from '../../disc/sector';
import { FileSource } from '../../disc/node/fileSource';
import { mediumOf } from '../../disc/medium';
import { sectorBytes } from '../../disc/sector';
import { fileOfImage, findFile, readVolume, type Volume } from '../../disc/volume';
import { readElf } from '../../ee/elf';
import { isInteractive, runSettingsIn } from '../../model/plan/runFile';
import type { RunSettings } from '../../model/plan/runSettings';
import type { Checks } from '../../ps2/console/options';
import { startConsoleHere } from '../../ps2/node/consoleHere';
import type { ConsoleStarter } from '../targets/consoleMachine';
import { waitForDebuggerMs } from '../targets/console';

/** A disc image with a plan, open for a comparison. */
export class PlannedImage {
  private constructor(
    readonly path: string,
    private readonly source: FileSource,
    private readonly volume: Volume,
    readonly discType: DiscType,
    /** PLAN.BIN. */
    readonly plan: Uint8Array,
    /** What its RUN.BIN says. */
    readonly run: RunSettings,
    private readonly hasMenu: boolean,
    private readonly weights: { readonly lba: number; readonly size: number },
  ) {}

  /** @throws Error when a file is missing or damaged. */
  static async open(path: string): Promise<PlannedImage> {
    const source = await FileSource.open(path);
    try {
      const volume = await readVolume(source);
      const read = async (name: string): Promise<Uint8Array> => {
        const file = findFile(volume, name);
        if (!file)
          throw new Error(
            `${basename(path)} has no ${name}, so it has nothing to compare: build the image with ps2ml build.`,
          );
        return (await fileOfImage(source, file).read(0, file.size)).slice();
      };
      const weights = findFile(volume, 'WEIGHTS.BIN');
      if (!weights)
        throw new Error(`${basename(path)} has no WEIGHTS.BIN: build the image with ps2ml build.`);
      const { medium } = mediumOf(source, volume);
      const [plan, run] = [await read('PLAN.BIN'), await read('RUN.BIN')];
      const settings = runSettingsIn(run, 'RUN.BIN');
      return new PlannedImage(path, source, volume, medium, plan, settings, isInteractive(run), weights);
    } catch (error) {
      await source.close();
      throw error;
    }
  }

  /** Bytes of WEIGHTS.BIN; zeros behind its end. */
  async readWeights(fileOffset: number, bytes: number): Promise<Uint8Array> {
    const found = new Uint8Array(bytes);
    const { lba, size } = this.weights;
    const inside = Math.max(
      0,
      Math.min(bytes, size - fileOffset, this.source.size - lba * sectorBytes - fileOffset),
    );
    if (inside > 0) found.set(await this.source.read(lba * sectorBytes + fileOffset, inside));
    return found;
  }

  /** Where a byte of WEIGHTS.BIN is in the image. */
  placeOf(fileOffset: number): { readonly imageOffset: number; readonly lba: number } {
    const imageOffset = this.weights.lba * sectorBytes + fileOffset;
    return { imageOffset, lba: Math.floor(imageOffset / sectorBytes) };
  }

  /** Starts a console with this image, as it is. Its program waits before operation 0. */
  starter(checks: Checks | undefined): ConsoleStarter {
    return async (_, __, { onReport, signal }) => {
      const client = startConsoleHere(onReport);
      try {
        const words = [`wait=${waitForDebuggerMs}`, ...(this.hasMenu ? ['menu=no'] : [])];
        const options = { discType: this.discType, arguments: words, ...(checks && { checks }) };
        const { program } = await client.ask('boot', { image: this.path, options });
        signal.throwIfAborted();
        const file = findFile(this.volume, program);
        if (!file) throw new Error(`${basename(this.path)} has no ${program}: build the image again.`);
        const elf = readElf(await fileOfImage(this.source, file).read(0, file.size), program);
        // The image is the user's and stays.
        return { client, elf, discard: () => Promise.resolve() };
      } catch (error) {
        await client.close();
        throw error;
      }
    };
  }

  close(): Promise<void> {
    return this.source.close();
  }
}
