import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { namedLayouts } from '../../model/plan/discLayout';
import type { SessionPlan, SessionState, SessionTrace } from '../../model/trace/session';
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

  it('runs streamed on request: its matrices are read in each pass, and the setting stays', async () => {
    let plan: SessionPlan | undefined;
    let state: SessionState | undefined;
    const reads = new Map<number, number>();
    const subscription = vscode.debug.onDidReceiveDebugSessionCustomEvent(({ event, body }) => {
      if (event === 'ps2ml/plan') plan = body as SessionPlan;
      if (event === 'ps2ml/state') state = body as SessionState;
      if (event !== 'ps2ml/trace') return;
      for (const told of (body as SessionTrace).events)
        if (told.type === 'read') reads.set(told.read, (reads.get(told.read) ?? 0) + 1);
    });
    const settings = vscode.workspace.getConfiguration('ps2ml');
    try {
      await settings.update('tokens', 3, vscode.ConfigurationTarget.Workspace);
      await vscode.commands.executeCommand('ps2ml.runSampleStreamed');
      await until(
        'the end of the run',
        () => state?.state === 'ended',
        () => ({ state, reads: reads.size }),
      );
      assert.deepEqual(plan?.layout, namedLayouts.streamed);
      assert.ok(plan.forecast.sectorsPerPass > 0);
      const streamed = plan.reads.filter(({ preload }) => !preload);
      assert.ok(streamed.every(({ index }) => (reads.get(index) ?? 0) >= 3));
      assert.equal(settings.inspect('layout')?.workspaceValue, undefined);
    } finally {
      subscription.dispose();
      await settings.update('tokens', undefined, vscode.ConfigurationTarget.Workspace);
      await vscode.debug.stopDebugging();
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });
});
