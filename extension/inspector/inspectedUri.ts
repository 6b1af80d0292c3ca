import * as vscode from 'vscode';

export const inspectorViewType = 'ps2ml.inspector';
/** The same editor, offered for files of any name by "Open With". */
export const anyInspectorViewType = 'ps2ml.inspector.any';

/** The model whose inspector is in front. */
export function inspectedUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputCustom)) return undefined;
  return [inspectorViewType, anyInspectorViewType].includes(input.viewType) ? input.uri : undefined;
}
