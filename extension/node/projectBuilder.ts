import * as vscode from 'vscode';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { convertStep } from '../../project/node/build/convertStep';
import { runStep } from '../../project/node/build/steps';
import { runtimeStep } from '../../project/node/build/runtimeStep';
import type { Work } from '../../project/node/build/work';
import type { ConversionClient } from '../../model/convert/node/conversionClient';
import { openModelFile } from '../../model/node/modelFile';
import { openTokenizerBeside } from '../../model/node/tokenizerFile';
import { makeProject } from '../../project/node/newProject';
import { openProject } from '../../project/node/projectFolder';
import type { BuildWatch, ProjectBuilder } from '../project/projectBuilder';
import { saidBySettings } from '../project/settings';

/** Builds in the extension host, where it waits for files most of the time; converts in a worker. */
export function nodeProjectBuilder(converter: Pick<ConversionClient, 'convert'>): ProjectBuilder {
  const workOn = async (folder: string, { say, onProgress, signal }: BuildWatch): Promise<Work> => ({
    folder: await openProject(folder),
    settings: saidBySettings(vscode.Uri.file(folder)),
    say,
    progress: onProgress,
    signal,
    convert: (source, target, options) => converter.convert(source, target, options),
  });
  return {
    create: makeProject,
    build: async (step, folder, watch) => runStep(step, await workOn(folder, watch)),
    prepare: async (folder, watch) => {
      const work = await workOn(folder, watch);
      const { elf, tokenizer } = work.folder.project;
      if (elf?.make !== undefined) await runtimeStep(work);
      const psnt = await convertStep(work);
      if (!work.folder.outputs.isConverted || tokenizer !== undefined) return {};
      const found = await tokenizerOf(psnt, work.folder.pathOf(work.folder.project.model));
      return found === undefined ? {} : { tokenizer: found };
    },
  };
}

/** The tokenizer next to the source of a converted model. */
async function tokenizerOf(psnt: string, source: string): Promise<string | undefined> {
  const { model, close } = await openModelFile(psnt);
  try {
    const { found } = await openTokenizerBeside(source, model);
    const isFolder = (await stat(source)).isDirectory();
    return found && join(isFolder ? source : dirname(source), found.name);
  } finally {
    await close();
  }
}
