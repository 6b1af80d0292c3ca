import * as vscode from 'vscode';

/** Asks where PCSX2 is and writes the answer into its setting. @returns whether the user answered. */
export async function locatePcsx2(): Promise<boolean> {
  const [found] =
    (await vscode.window.showOpenDialog({
      title: 'Locate PCSX2: its executable, AppImage or application',
      openLabel: 'Use This PCSX2',
      canSelectMany: false,
    })) ?? [];
  if (found === undefined) return false;
  const settings = vscode.workspace.getConfiguration('ps2ml');
  await settings.update('pcsx2.path', found.fsPath, vscode.ConfigurationTarget.Global);
  return true;
}
