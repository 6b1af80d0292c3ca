import * as vscode from 'vscode';
import type { LayoutName } from '../../model/plan/discLayout';
import { configurationFor } from './configurationProvider';
import { chooseProgram } from './programChoice';

/** How a run differs from the one at F5. */
interface RunChoices {
  /** Without stops. */
  readonly noDebug: boolean;
  /** For this run only. Default: the layout of the model. */
  readonly layout?: LayoutName;
}

/** Starts a run of the model or project at `uri`, else of the active one, without launch.json. @returns whether it started. */
export async function startRun(
  uri: vscode.Uri | undefined,
  { noDebug, layout }: RunChoices,
): Promise<boolean> {
  const model = await chooseProgram(uri);
  if (model === undefined) return false;
  const folder = vscode.workspace.getWorkspaceFolder(model);
  const configuration = configurationFor(model, folder);
  const chosen =
    layout === undefined
      ? configuration
      : { ...configuration, name: `${configuration.name}, ${layout}`, layout };
  return vscode.debug.startDebugging(folder, chosen, { noDebug });
}

/**
 * Runs a model or project without stops and with each matrix read from the disc, so that its disc reads can be seen. Its
 * layout stays as it is. A session of ours that is active ends, because the views follow the active one.
 */
export async function runStreamed(uri: vscode.Uri): Promise<boolean> {
  const { activeDebugSession } = vscode.debug;
  if (activeDebugSession?.type === 'ps2ml') await vscode.debug.stopDebugging(activeDebugSession);
  return startRun(uri, { noDebug: true, layout: 'streamed' });
}
