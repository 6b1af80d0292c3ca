import * as vscode from 'vscode';
import type { FiguresTab, LinkTarget } from '../../webviews/messages/figures';
import type { Figures } from './figures';
import { figuresTabs, figuresViewId } from './figuresTabs';

/** Brings a tab to the front, with what it is to select: its editor where that is in sight, else the panel. */
export async function showTab(
  figures: Pick<Figures, 'point'>,
  tab: FiguresTab,
  { matrix, operation, pass }: LinkTarget = {},
): Promise<void> {
  const { viewType, command } = figuresTabs[tab];
  const isEditor = isInSight(viewType);
  figures.point({
    ...(!isEditor && { tab }),
    ...(matrix !== undefined && { matrix }),
    ...(operation !== undefined && { operation }),
    ...(pass !== undefined && { pass }),
  });
  await vscode.commands.executeCommand(isEditor ? command : `${figuresViewId}.focus`);
}

/** Whether an editor of a type is the one in front of its group. */
const isInSight = (viewType: string): boolean =>
  vscode.window.tabGroups.all.some(
    ({ activeTab }) =>
      // VS Code puts a word of its own before the type.
      activeTab?.input instanceof vscode.TabInputWebview && activeTab.input.viewType.endsWith(viewType),
  );
