import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { MemorySource } from '../../disc/byteSource';
import { openTrace } from '../../model/trace/file/reader';
import { DebugRun } from './debugRun';
import { done } from './wait';

function sample(name: string): string {
  const extension = vscode.extensions.getExtension('ps2ml.ps2-ml');
  assert.ok(extension);
  return vscode.Uri.joinPath(extension.extensionUri, 'samples', 'tiny', name).fsPath;
}

describe('a session on the reference', () => {
  let run: DebugRun;

  beforeEach(async () => {
    run = await DebugRun.start({
      program: sample('tiny.psnt'),
      target: 'reference',
      tokenizer: sample('tiny.tokenizer.bin'),
      prompt: 'Once upon a time',
      layout: 'streamed',
      tokens: 3,
      stopOnEntry: true,
    });
  });

  afterEach(() => run.stop());

  it('agrees with listing and plan at every step of a whole token', async () => {
    const { plan } = run;
    assert.ok(plan);
    assert.ok(plan.listing.uri, 'the session does not know its listing');
    const listing = await vscode.workspace.openTextDocument(vscode.Uri.parse(plan.listing.uri, true));
    assert.equal(listing.languageId, 'ps2ml-listing');
    const wanted = plan.operations.filter(({ tail }) => !tail).length;
    const seen: string[] = [];
    for (let steps = 0; run.state?.state === 'stopped' && run.state.pass === 0; steps++) {
      assert.ok(steps < 2 * plan.operations.length + 10, 'the pass does not end');
      const [frame] = await run.frames();
      assert.ok(frame);
      const line = listing.lineAt(frame.line - 1).text;
      assert.equal(line.split(' ')[0], frame.name, 'the frame stands on its line');
      assert.equal(frame.line, run.state.line, 'state and frame name the same line');
      const operation = plan.operations[run.state.operation];
      if (operation?.id === frame.name) seen.push(operation.id);
      await run.step('stepIn');
    }
    const expected = plan.operations.filter(({ id }) => seen.includes(id)).map(({ id }) => id);
    assert.deepEqual(seen, expected, 'operations come in the order of the plan, each once');
    assert.ok(seen.length >= wanted, `${seen.length} of at least ${wanted} operations`);
  });

  it("goes back by VS Code's own commands, and stops where a condition of VS Code holds", async () => {
    const places: (readonly [name: string, pass: number | undefined])[] = [];
    const place = async (): Promise<readonly [string, number | undefined]> => [
      (await run.frames())[0]?.name ?? '',
      run.state?.state === 'stopped' ? run.state.pass : undefined,
    ];
    for (let i = 0; i < 4; i++) {
      places.push(await place());
      await run.command('workbench.action.debug.stepInto');
    }
    for (const expected of places.reverse()) {
      await run.command('workbench.action.debug.stepBack');
      assert.deepEqual(await place(), expected);
    }
    const known = Number((await run.evaluate('tokens')).result);
    const breakpoint = new vscode.FunctionBreakpoint('sample', true, `tokens == ${known + 1}`);
    vscode.debug.addBreakpoints([breakpoint]);
    try {
      await run.command('workbench.action.debug.continue');
      assert.equal((await place())[0], 'sample');
      assert.equal(Number((await run.evaluate('tokens')).result), known + 1);
    } finally {
      vscode.debug.removeBreakpoints([breakpoint]);
    }
    await run.command('workbench.action.debug.reverseContinue');
    assert.deepEqual(await place(), places.at(-1));
  });

  it('is started again by Restart, with its breakpoints, as a run of its own', async () => {
    const breakpoint = new vscode.FunctionBreakpoint('L00.attn.k');
    vscode.debug.addBreakpoints([breakpoint]);
    try {
      await run.command('workbench.action.debug.continue');
      await run.restart();
      assert.deepEqual(
        run.trace.filter(({ type }) => type !== 'read'),
        [],
      );
      await run.command('workbench.action.debug.continue');
      assert.equal((await run.frames())[0]?.name, 'L00.attn.k');
      assert.equal(run.trace.filter(({ type }) => type === 'pass').length, 1);
    } finally {
      vscode.debug.removeBreakpoints([breakpoint]);
    }
    const folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-restart-'));
    const target = vscode.Uri.file(path.join(folder, 'restarted.ps2trace'));
    await vscode.commands.executeCommand('ps2ml.saveTrace', { target });
    const trace = await openTrace(new MemorySource(await vscode.workspace.fs.readFile(target)), 'restarted');
    assert.equal(trace.totals.passes, 1);
    await rm(folder, { recursive: true });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('reports every read that the plan asks for, once a pass', async () => {
    const { plan } = run;
    assert.ok(plan);
    while (run.state?.state === 'stopped' && run.state.pass === 0) await run.step('ps2ml/stepLayer');
    const reads = run.trace.flatMap((event) =>
      event.type === 'read' && event.pass <= 0 ? [event.read] : [],
    );
    const executed = new Set(
      run.trace.flatMap((event) => (event.type === 'operation' && event.pass === 0 ? [event.operation] : [])),
    );
    const expected = plan.reads.filter(({ preload, neededBy }) => preload || executed.has(neededBy));
    assert.deepEqual(
      reads,
      expected.map(({ index }) => index),
    );
  });

  it('shows what an operation has done, with its numbers and its bytes', async () => {
    do await run.step('stepIn');
    while ((await run.frames())[0]?.name !== 'L00.attn.k');
    const [result] = await run.scope('Last result');
    assert.equal(result?.name, 'L00.attn.q');
    assert.ok(result.memoryReference, 'no memory reference');
    const { data } = (await run.request('readMemory', {
      memoryReference: result.memoryReference,
      count: 16,
    })) as { data?: string };
    assert.ok(data);
    const bytes = Buffer.from(data, 'base64');
    const rows = await run.children(result.variablesReference, { start: 0, count: 1 });
    const [first] = rows;
    assert.ok(first);
    const values =
      first.variablesReference === 0
        ? rows
        : await run.children(first.variablesReference, { start: 0, count: 4 });
    assert.ok(values.length >= 4);
    for (const [index, value] of values.slice(0, 4).entries()) {
      const stored = bytes.readFloatLE(index * 4);
      assert.ok(
        Math.abs(Number(value.value.replace('−', '-')) - stored) <= 1e-3 * Math.abs(stored) + 1e-6,
        `${value.value} is not ${stored}`,
      );
    }
  });

  it('shows nothing stale: no logits before they were computed', async () => {
    await run.step('stepIn');
    const logits = await run.scope('Logits');
    assert.deepEqual(
      logits.map(({ value, variablesReference }) => [value, variablesReference]),
      [['The operation "logits" of this pass has not run.', 0]],
    );
  });

  it('runs to its end and says why', async () => {
    assert.deepEqual((await run.step('continue')).state, 'ended');
    assert.deepEqual(run.trace.at(-1), { type: 'end', reason: 'length' });
    assert.equal(run.trace.filter(({ type }) => type === 'token').length, 3);
  });

  it('stops at its end where that is set, and is gone back into from there', async () => {
    await run.stop();
    const settings = vscode.workspace.getConfiguration('ps2ml');
    await settings.update('stopAtEnd', true, vscode.ConfigurationTarget.Workspace);
    try {
      const program = sample('tiny.psnt');
      run = await DebugRun.start({ program, target: 'reference', tokens: 2, stopOnEntry: false });
      const end = run.state;
      assert.ok(end?.state === 'stopped', 'it does not stand');
      assert.equal(end.operation, run.plan?.operations.length);
      await run.command('workbench.action.debug.stepBack');
      assert.equal((await run.frames())[0]?.name, 'sample');
      assert.deepEqual(await run.command('workbench.action.debug.continue'), end);
      assert.equal((await run.command('workbench.action.debug.continue')).state, 'ended');
    } finally {
      await settings.update('stopAtEnd', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('pauses while it runs and goes on', async () => {
    await run.stop();
    run = await DebugRun.start({
      program: sample('tiny.psnt'),
      tokens: 100,
      stopOnEntry: true,
    });
    await run.request('continue');
    assert.equal((await run.step('pause')).state, 'stopped');
    assert.ok(
      run.trace.some(({ type }) => type === 'pass'),
      'it stopped before it ran',
    );
    assert.equal((await run.step('continue')).state, 'ended');
  });
});

describe('a launch that cannot work', () => {
  /** Starts a session that must be refused. */
  async function refused(configuration: Record<string, unknown>): Promise<void> {
    const start = { type: 'ps2ml', request: 'launch', name: 'test', ...configuration };
    const started = await done('the refusal', vscode.debug.startDebugging(undefined, start));
    assert.equal(started, false);
    assert.equal(vscode.debug.activeDebugSession, undefined);
  }

  it('is refused when the model does not exist', () => refused({ program: '/nowhere/model.psnt' }));
});

describe('the listing', () => {
  it('is read-only', () => {
    assert.equal(vscode.workspace.fs.isWritableFileSystem('ps2ml'), false);
  });

  it('opens without a session', async () => {
    await vscode.commands.executeCommand('ps2ml.showForwardPass', vscode.Uri.file(sample('tiny.psnt')));
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.scheme, 'ps2ml');
    assert.match(editor.document.getText(), /^L00\.attn\.q +matmul/m);
  });
});

describe('the inspector', () => {
  it('is what opens a .psnt file', async () => {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(sample('tiny.psnt')));
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, 'ps2ml.inspector');
  });
});
