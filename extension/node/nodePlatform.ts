import { join } from 'node:path';
import { openFile } from '../../project/program/node/files';
import { makeDisc } from '../../debug-adapter/node/consoleDiscs';
import { waitForDebuggerMs } from '../../debug-adapter/targets/console';
import { writeModelImage } from '../../image/node/modelImage';
import { nodeTargets, shippedFiles } from '../../debug-adapter/node/targets';
import { watchImage } from '../../debug-adapter/node/watchImage';
import { findPcsx2 } from '../../debug-adapter/pcsx2/node/find';
import { readPcsx2Settings, writePcsx2Settings } from '../../debug-adapter/pcsx2/node/settingsFile';
import { ConversionClient } from '../../model/convert/node/conversionClient';
import { tokenizerThread } from '../../model/tokenizer/node/tokenizerThread';
import { TokenizerClient } from '../../model/tokenizer/worker/tokenizerClient';
import type { Platform } from '../platform';
import { wholeGrowingFile } from '../trace/wholeGrowingFile';
import { openWholeFile } from '../wholeFile';
import { growingFile } from './growingFile';
import { nodeDoctor } from './doctorSource';
import { nodeLanguageClient } from './languageClient';
import { nodeProjectBuilder } from './projectBuilder';

/**
 * Files on disk are read by ranges; engine, console and converter run in worker threads, from the bundles beside
 * this one.
 * @param images absolute path of the folder where disc images are kept.
 */
export function nodePlatform(images: string): Platform {
  const converter = new ConversionClient(join(__dirname, 'conversion-worker.js'));
  const texts = new TokenizerClient(tokenizerThread(join(__dirname, 'tokenizer-worker.js')));
  return {
    openFile: (uri) => (uri.scheme === 'file' ? openFile(uri.fsPath) : openWholeFile(uri)),
    readsRanges: ({ scheme }) => scheme === 'file',
    growingFile: (uri) =>
      uri.scheme === 'file' ? growingFile(uri.fsPath) : Promise.resolve(wholeGrowingFile(uri)),
    texts,
    targets: nodeTargets({ ...shippedFiles(__dirname), images }),
    buildDisc: async (program, run, progress, signal) => {
      const files = { ...shippedFiles(__dirname), images };
      await makeDisc(files, program, { ...run, waitForDebuggerMs }, progress, signal);
    },
    writeModelImage: (path, { program, run }, options) =>
      writeModelImage(path, program, run, { ...options, elf: shippedFiles(__dirname).elf }),
    watchImage: (path, options) => watchImage(path, shippedFiles(__dirname).consoleWorker, options),
    languageClient: nodeLanguageClient(__dirname),
    converter,
    projects: nodeProjectBuilder(converter, texts),
    pcsx2: {
      find: (setting) => findPcsx2({ setting }),
      settings: readPcsx2Settings,
      change: writePcsx2Settings,
    },
    doctor: nodeDoctor,
  };
}
