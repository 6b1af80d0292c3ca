import * as vscode from 'vscode';
import { isRecord } from '../../common/guards';
import { type DiscLayout, isSameLayout } from '../../model/plan/discLayout';
import { layoutValueOf } from '../../model/plan/layoutWords';
import { parseProject } from '../../project/parse';
import { setProjectField, setProjectText } from '../project/projectEdit';
import { readProject } from '../project/projectFiles';
import { projectOfModel, resolved } from '../project/resolver';
import { layoutSetting } from '../project/settings';

/**
 * The disc layout with which the model at `uri` is run.
 * @throws Error when the setting is not a layout.
 */
export async function layoutOf(uri: vscode.Uri): Promise<DiscLayout> {
  return (await resolved(uri)).answers.layout.value;
}

/** Where a layout was saved, as text, and how to undo it. */
export interface KeptLayout {
  readonly place: string;
  readonly restore: () => Promise<void>;
}

/**
 * Keeps a layout for the model at `uri`: in its project, else for its folder in the narrowest settings that reach it.
 * @throws Error when it cannot be written there.
 */
export async function keepLayout(uri: vscode.Uri, layout: DiscLayout): Promise<KeptLayout> {
  const file = await projectOfModel(uri);
  return file === undefined ? keepInSettings(uri, layout) : keepInProject(file, layout);
}

/** Launch configurations that set their own layout, which overrides a saved one. */
export function launchesWithLayout(uri: vscode.Uri): string[] {
  const found = vscode.workspace.getConfiguration('launch', uri).get<unknown>('configurations');
  if (!Array.isArray(found)) return [];
  return found.flatMap((configuration: unknown) => {
    if (!isRecord(configuration)) return [];
    const { type, name, layout } = configuration;
    return type === 'ps2ml' && layout !== undefined ? [String(name)] : [];
  });
}

async function keepInProject(file: vscode.Uri, layout: DiscLayout): Promise<KeptLayout> {
  const { before, after } = await setProjectField(file, layoutSetting, layoutValueOf(layout));
  const { project: previous } = parseProject(before);
  return {
    place: vscode.workspace.asRelativePath(file),
    restore: async () => {
      const { text } = await readProject(file);
      if (text === after) await setProjectText(file, before);
      else await setProjectField(file, layoutSetting, previous?.layout && layoutValueOf(previous.layout));
    },
  };
}

async function keepInSettings(uri: vscode.Uri, layout: DiscLayout): Promise<KeptLayout> {
  const settings = vscode.workspace.getConfiguration('ps2ml', uri);
  const target = targetFor(uri);
  const found = settings.inspect(layoutSetting);
  const { ConfigurationTarget: Target } = vscode;
  const before =
    target === Target.WorkspaceFolder
      ? found?.workspaceFolderValue
      : target === Target.Workspace
        ? found?.workspaceValue
        : found?.globalValue;
  await settings.update(layoutSetting, layoutValueOf(layout), target);
  // A wider setting that is an object adds to this one.
  if (!isSameLayout(await layoutOf(uri), layout)) await settings.update(layoutSetting, layout, target);
  return {
    place: `the setting ps2ml.${layoutSetting}`,
    restore: async () => {
      await vscode.workspace.getConfiguration('ps2ml', uri).update(layoutSetting, before, target);
    },
  };
}

function targetFor(uri: vscode.Uri): vscode.ConfigurationTarget {
  const { ConfigurationTarget: Target, workspace } = vscode;
  if (workspace.getWorkspaceFolder(uri) !== undefined) return Target.WorkspaceFolder;
  return workspace.workspaceFolders === undefined ? Target.Global : Target.Workspace;
}
