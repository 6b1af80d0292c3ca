import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SessionState, SessionTrace } from '../../model/trace/session';
import { until } from './wait';

describe('the sample of the walkthrough', () => {
  it('opens, runs on the built-in console, and stands behind its first token', async () => {
    const tokens: number[] = [];
    let state: SessionState | undefined;
    const subscription = vscode.debug.onDidReceiveDebugSessionCustomEvent(({ event, body }) => {
      if (event === 'ps2ml/state') state = body as SessionState;
      if (event !== 'ps2ml/trace') return;
      for (const told of (body as SessionTrace).events) if (told.type === 'token') tokens.push(told.id);
    });
    try {
      await vscode.commands.executeCommand('ps2ml.stepSample');
      await until(
        'a stop behind the first token',
        () => state?.state === 'stopped' && tokens.length > 0,
        () => ({ state, tokens }),
      );
      assert.equal(tokens.length, 1);
      const session = vscode.debug.activeDebugSession;
      assert.equal(session?.type, 'ps2ml');
      assert.match(String(session.configuration['program']), /samples[\\/]stories[\\/]stories\.psnt$/);
    } finally {
      subscription.dispose();
      await vscode.debug.stopDebugging();
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });
});
