import * as vscode from 'vscode';
import { sendSessionRequest } from '../debug/sessionRequest';
import type { Moment } from '../../model/trace/moment';
import type { SessionState } from '../../model/trace/session';
import { reference } from '../../targets/reference';
import { configurationFor } from '../debug/configurationProvider';
import { projectOfModel } from '../project/resolver';
import { configurationOf } from '../trace/runSettings';
import { Disposables } from '../disposables';
import { fileNameOf } from '../uris';
import type { Figures } from './figures';

/** Starting the engine may take its time; a session that has not begun by then never will. */
const startLimitMs = 120_000;

/**
 * Starts a session on the reference engine that runs to a moment and stops there. Both compute the same bits, so its
 * variables have the values that the console had.
 * @throws Error when it cannot be started.
 */
export async function showValuesAt(figures: Figures, moment: Moment): Promise<void> {
  const { model, plan } = figures;
  if (model === undefined || plan === undefined) {
    throw new Error('The location of this model is unknown. Open the model and run it to see its values.');
  }
  const folder = vscode.workspace.getWorkspaceFolder(model);
  const program = (await projectOfModel(model)) ?? model;
  const name = `Values of ${fileNameOf(model)}, pass ${moment.pass}`;
  const started = sessionNamed(name);
  try {
    const isStarted = await vscode.debug.startDebugging(folder, {
      ...configurationFor(program, folder),
      // The same run has the same prompt, settings and plan.
      ...configurationOf(figures.run?.settings ?? []),
      ...(plan.layout !== undefined && { layout: plan.layout }),
      name,
      target: reference.id,
      stopOnEntry: true,
    });
    if (!isStarted) throw new Error('The reference engine was not started.');
    const session = await started.session;
    const last = plan.operations.length;
    const { pass, operation = last } = moment;
    const goal = operation < last ? { pass, operation } : { pass: pass + 1, operation: 0 };
    if (goal.pass > 0 || goal.operation > 0) await sendSessionRequest(session, 'ps2ml/runTo', goal);
  } finally {
    started.dispose();
  }
}

/** The next session of a name that has stopped at its entry. */
function sessionNamed(name: string): {
  readonly session: Promise<vscode.DebugSession>;
  dispose(): void;
} {
  const owned = new Disposables();
  const session = new Promise<vscode.DebugSession>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('The reference engine did not stop at its first operation in time.')),
      startLimitMs,
    );
    owned.add({ dispose: () => clearTimeout(timer) });
    owned.add(
      vscode.debug.onDidReceiveDebugSessionCustomEvent((event) => {
        if (event.session.name !== name || event.event !== 'ps2ml/state') return;
        if ((event.body as SessionState).state === 'stopped') resolve(event.session);
      }),
    );
  });
  // It may be given up before anybody waits for it.
  session.catch(() => undefined);
  return { session, dispose: () => owned.dispose() };
}
