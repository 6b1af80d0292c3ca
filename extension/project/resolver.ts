import * as vscode from 'vscode';
import type { OpenPsntOptions } from '../../model/psnt/file';
import {
  projectOf,
  resolveModel,
  type ResolvedModel,
  type ResolverHost,
} from '../../project/program/resolveFile';
import { readProjectText } from '../../project/readProject';
import type { Statements } from '../../project/program/resolve';
import { fromLaunchPath, launchPath } from '../uris';
import { allProjectFiles, inProject, readProject } from './projectFiles';
import { saidBySettings } from './settings';

/** What this window and workspace remember for models, as the resolver asks for it. */
export type Memory = Required<Pick<ResolverHost, 'chosen' | 'remembered'>>;

/** A `ps2ml.json` that is not used because it cannot be read. */
interface PassedOver {
  readonly file: vscode.Uri;
  readonly error: unknown;
  /** A launch would have used it, so the user must know. */
  readonly isLaunch: boolean;
}

/** Fires each time that a search for the project of a model passes over a file. */
export const passedOver = new vscode.EventEmitter<PassedOver>();

/** Answers the resolver for the files of the workspace; a file is named as a launch configuration names it. */
const editor: ResolverHost = {
  projectsFor: async () => (await allProjectFiles()).map(launchPath),
  readProject: async (file) => readProjectText((await readProject(fromLaunchPath(file))).text),
  passedOver: (file, error) => passedOver.fire({ file: fromLaunchPath(file), error, isLaunch: false }),
  inProject: (file, path) => launchPath(inProject(fromLaunchPath(file), path)),
  settings: (model) => Promise.resolve().then(() => saidBySettings(fromLaunchPath(model))),
};

/** What a launch says about a model. */
export interface Launched {
  /** The fields of the launch configuration. */
  readonly fields: Statements;
  /** The `ps2ml.json` that is launched, if it is not the model itself. */
  readonly project?: vscode.Uri;
}

/**
 * What holds for a model.
 * @param memory what is remembered; not needed for tensor order and layout.
 * @throws Error when a setting is invalid.
 */
export const resolved = (model: vscode.Uri, memory?: Memory, launch?: Launched): Promise<ResolvedModel> =>
  resolveModel(
    launchPath(model),
    {
      ...editor,
      ...memory,
      passedOver: (file, error) =>
        passedOver.fire({ file: fromLaunchPath(file), error, isLaunch: launch !== undefined }),
    },
    launch?.fields,
    launch?.project && launchPath(launch.project),
  );

/** The project whose model this is: the one that F5 means while the model or its pass is in front. */
export async function projectOfModel(model: vscode.Uri): Promise<vscode.Uri | undefined> {
  const found = await projectOf(launchPath(model), editor);
  return found && fromLaunchPath(found.file);
}

/** The tensor order in which a model is read. @throws Error when a setting is invalid. */
export async function readingOf(model: vscode.Uri): Promise<OpenPsntOptions> {
  const { order } = (await resolved(model)).answers;
  return order ? { order: order.value } : {};
}
