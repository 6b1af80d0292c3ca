import { errorText } from '../../common/errorText';
import type { Arithmetic } from '../../targets/descriptor';
import * as vscode from 'vscode';
import type { LayoutValue } from '../../model/plan/layoutWords';
import { layoutOf, layoutOfScopes } from '../../model/plan/layoutWords';
import type { Statements } from '../../project/program/resolve';

/** Names of settings below `ps2ml`. */
export const layoutSetting = 'layout';
export const orderSetting = 'psnt.order';
/** The setting that detects the tensor order. */
export const automaticOrder = 'automatic';

/** The settings that someone has set for a file, in any scope; defaults are left out. */
export function saidBySettings(uri: vscode.Uri): Statements {
  const layout = layoutSaid(uri);
  const order = said(uri, orderSetting);
  const tokens = said(uri, 'tokens');
  const arithmetic = said(uri, 'arithmetic');
  return {
    ...(layout !== undefined && { layout: layoutOf(layout) }),
    ...(typeof order === 'string' && order !== automaticOrder && { order }),
    ...(typeof tokens === 'number' && { tokens }),
    ...(isArithmetic(arithmetic) && { arithmetic }),
  };
}

/** @throws Error when a setting is not a layout. */
function layoutSaid(uri: vscode.Uri): LayoutValue | undefined {
  try {
    return layoutOfScopes(scopesOf(uri, layoutSetting));
  } catch (error) {
    const reason = errorText(error);
    throw new Error(`In the setting ps2ml.${layoutSetting} ${reason}`, { cause: error });
  }
}

const said = (uri: vscode.Uri, name: string): unknown =>
  scopesOf(uri, name).findLast((value) => value !== undefined);

const isArithmetic = (value: unknown): value is Arithmetic => value === 'ee' || value === 'ieee';

/** What a setting is in each scope, the widest first. */
function scopesOf(uri: vscode.Uri, name: string): unknown[] {
  const found = vscode.workspace.getConfiguration('ps2ml', uri).inspect(name);
  return [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue];
}
