import * as vscode from 'vscode';
import type { Action } from '../../targets/action';
import { reported } from '../command';
import type { Actions } from './actions';

/** The command behind the buttons of errors. It has arguments, so the palette does not list it. */
export const actionCommand = 'ps2ml.act';

export const registerActionCommand = (actions: Actions): vscode.Disposable =>
  vscode.commands.registerCommand(actionCommand, (action: Action) => reported(actions.run(action)));
