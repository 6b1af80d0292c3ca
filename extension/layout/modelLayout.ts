import * as vscode from 'vscode';
import {
  defaultDiscLayout,
  isSameLayout,
  parseDiscLayout,
  type DiscLayout,
} from '../../model/plan/discLayout';

/** The setting's name below `ps2ml`. */
export const layoutSetting = 'layout';

/**
 * How the weights of the model at `uri` lie, by the setting ps2ml.layout.
 * @throws Error in words when the setting is none.
 */
export function layoutOf(uri: vscode.Uri): DiscLayout {
  return parseDiscLayout(vscode.workspace.getConfiguration('ps2ml', uri).get(layoutSetting));
}

/** What the setting says in so many places, for going back to it. */
export interface LayoutBefore {
  readonly value: unknown;
  readonly target: vscode.ConfigurationTarget;
}

/** Keeps a layout for the models of the folder of `uri`, in the narrowest settings that reach it. */
export async function keepLayout(uri: vscode.Uri, layout: DiscLayout): Promise<LayoutBefore> {
  const settings = vscode.workspace.getConfiguration('ps2ml', uri);
  const target = targetFor(uri);
  const found = settings.inspect(layoutSetting);
  const { ConfigurationTarget: Target } = vscode;
  const value =
    target === Target.WorkspaceFolder
      ? found?.workspaceFolderValue
      : target === Target.Workspace
        ? found?.workspaceValue
        : found?.globalValue;
  const isDefault = isSameLayout(layout, defaultDiscLayout);
  await settings.update(layoutSetting, isDefault ? undefined : changesOf(layout), target);
  // A wider setting stands behind the one that was removed.
  if (isDefault && !isSameLayout(layoutOf(uri), layout)) await settings.update(layoutSetting, layout, target);
  return { value, target };
}

/** Puts back what `keepLayout` found. */
export async function restoreLayout(uri: vscode.Uri, { value, target }: LayoutBefore): Promise<void> {
  await vscode.workspace.getConfiguration('ps2ml', uri).update(layoutSetting, value, target);
}

/** Only what is not the default, so that settings stay short. */
function changesOf(layout: DiscLayout): Partial<DiscLayout> {
  return Object.fromEntries(
    Object.entries(layout).filter(([key, value]) => value !== defaultDiscLayout[key as keyof DiscLayout]),
  );
}

function targetFor(uri: vscode.Uri): vscode.ConfigurationTarget {
  const { ConfigurationTarget: Target, workspace } = vscode;
  if (workspace.getWorkspaceFolder(uri) !== undefined) return Target.WorkspaceFolder;
  return workspace.workspaceFolders === undefined ? Target.Global : Target.Workspace;
}
