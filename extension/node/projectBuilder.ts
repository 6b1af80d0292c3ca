import * as vscode from 'vscode';
import { convertStep } from '../../project/node/build/convertStep';
import { runStep } from '../../project/node/build/steps';
import { runtimeStep } from '../../project/node/build/runtimeStep';
import type { Work } from '../../project/node/build/work';
import type { ConversionClient } from '../../model/convert/node/conversionClient';
import type { TextWork } from '../../model/tokenizer/worker/textTask';
import { makeProject } from '../../project/node/newProject';
import { sampleProgram } from '../../project/node/ownProgram';
import { openProject } from '../../project/node/projectFolder';
import type { BuildWatch, ProjectBuilder } from '../project/projectBuilder';
import { saidBySettings } from '../project/settings';

/** Builds in the extension host, where it waits for files most of the time; converts in a worker. */
export function nodeProjectBuilder(
  converter: Pick<ConversionClient, 'convert'>,
  texts: TextWork,
): ProjectBuilder {
  const workOn = async (folder: string, { say, onProgress, signal }: BuildWatch): Promise<Work> => ({
    folder: await openProject(folder),
    settings: saidBySettings(vscode.Uri.file(folder)),
    say,
    progress: onProgress,
    signal,
    texts,
    convert: (source, target, options) => converter.convert(source, target, options),
  });
  return {
    create: makeProject,
    sampleProgram,
    build: async (step, folder, watch) => runStep(step, await workOn(folder, watch)),
    prepare: async (folder, watch) => {
      const work = await workOn(folder, watch);
      if (work.folder.project.elf?.make !== undefined) await runtimeStep(work);
      await convertStep(work);
    },
  };
}
