import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ConsoleClient } from '../../ps2/worker/consoleClient';
import type { Report } from '../../ps2/worker/messages';
import { startConsole } from '../../ps2/node/consoleThread';
import type { ConsoleOptions } from '../../ps2/console/options';
import { withFolder } from '../disc/folder';
import { boot, finish, programFile, testImage, type ProgramName } from './program';

const hostFiles = new Map([['in.txt', new TextEncoder().encode('read from host\n')]]);
const script = resolve(__dirname, '../../ps2/node/consoleWorker.ts');

/** A console in a real worker thread, with what it reported. */
async function withConsole(
  name: ProgramName,
  options: ConsoleOptions,
  body: (console: ConsoleClient, reports: Report[]) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const image = join(folder, 'disc.iso');
    await writeFile(image, await testImage(programFile(name)));
    const reports: Report[] = [];
    const client = startConsole(script, (report) => reports.push(report), {
      execArgv: ['--require', 'tsx/cjs'],
    });
    try {
      assert.deepEqual(await client.ask('boot', { image, options: { hostFiles, ...options } }), {
        program: 'PSML_000.01',
      });
      await body(client, reports);
    } finally {
      await client.close();
    }
  });
}

const textOf = (reports: readonly Report[]) =>
  reports.map(({ text }) => new TextDecoder().decode(text)).join('');

describe('the console in a worker', () => {
  it('runs a program and reports its text and disc reads, the same as without a worker', async () => {
    await withConsole('disc', {}, async (client, reports) => {
      const { end, cycles } = await client.ask('run', {});
      assert.deepEqual(end, { kind: 'exit', code: 0 });
      const same = await boot('disc');
      finish(same);
      assert.equal(cycles, same.cycles);
      assert.equal(textOf(reports), same.text);
      assert.deepEqual(
        reports.flatMap(({ drive }) => drive),
        same.driveLog(),
      );
      assert.deepEqual(reports.at(-1)?.totals, same.driveTotals);
    });
  });

  it('pauses a program that never ends, reads its memory while it runs, and goes on', async () => {
    await withConsole('disc', { arguments: ['loop'] }, async (client, reports) => {
      const running = client.ask('run', {});
      const [cnf] = await client.ask('read', { ranges: [{ address: 0x100000, length: 4 }] });
      assert.equal(cnf?.length, 4);
      await assert.rejects(client.ask('run', {}), /already running/);
      await new Promise((done) => setTimeout(done, 150));
      await client.ask('pause', {});
      const { end, cycles } = await running;
      assert.deepEqual(end, { kind: 'paused' });
      const registers = await client.ask('registers', {});
      assert.equal(registers.general.length, 34 * 16);
      assert.equal((await client.ask('run', { maxCycles: 1000 })).end.kind, 'budget');
      assert.ok((await client.ask('step', {})).cycles >= cycles + 1000);
      assert.ok(reports.length >= 2);
    });
  });

  it('steps back by saved states, its reports included', async () => {
    await withConsole('disc', { arguments: ['loop'] }, async (client, reports) => {
      await client.ask('run', { maxCycles: 80_000_000 });
      const saved = await client.ask('save', {});
      await client.ask('run', { maxCycles: 60_000_000 });
      const text = textOf(reports);
      const drive = reports.flatMap((report) => report.drive);
      const { cycles } = await client.ask('restore', { snapshot: saved.snapshot });
      assert.equal(cycles, saved.cycles);
      const again = await client.ask('run', { maxCycles: 60_000_000 });
      assert.ok(again.cycles >= saved.cycles + 60_000_000);
      const last = reports.at(-1);
      assert.ok(last);
      assert.ok(text.endsWith(new TextDecoder().decode(last.text)));
      assert.equal(text.length, last.textFrom + last.text.length);
      assert.deepEqual(last.drive, drive.slice(last.driveFrom));
      await client.ask('forget', { snapshot: saved.snapshot });
      await assert.rejects(client.ask('restore', { snapshot: saved.snapshot }), /no snapshot/);
    });
  });

  it('stops at a breakpoint, changes memory, passes host files', async () => {
    await withConsole('threads', {}, async (client) => {
      const elf = (await boot('threads')).program.elf;
      const address = elf.symbols.find(({ name }) => name === 'main')?.address ?? 0;
      await client.ask('setBreakpoint', { address });
      assert.deepEqual((await client.ask('run', {})).end, { kind: 'breakpoint', pc: address });
      await client.ask('clearBreakpoint', { address });
      await client.ask('write', { parts: [{ address: 0x1800000, bytes: Uint8Array.of(7) }] });
      const [read] = await client.ask('read', { ranges: [{ address: 0x1800000, length: 1 }] });
      assert.deepEqual([...(read ?? [])], [7]);
      await client.ask('setHostFile', { path: 'a', bytes: Uint8Array.of(1) });
      assert.deepEqual([...((await client.ask('hostFile', { path: 'a' })) ?? [])], [1]);
      assert.equal(await client.ask('hostFile', { path: 'b' }), null);
    });
  });

  it('answers what cannot be done with words', async () => {
    const client = startConsole(script, () => undefined, { execArgv: ['--require', 'tsx/cjs'] });
    await assert.rejects(client.ask('step', {}), /"step" before "boot"/);
    await assert.rejects(
      client.ask('boot', { image: '/nowhere/x.iso', options: {} }),
      /x\.iso: file not found/,
    );
    await assert.rejects(client.ask('boot', { image: script, options: {} }), /image/);
    const waiting = client.ask('registers', {}).catch((error: unknown) => error);
    await client.close();
    assert.ok((await waiting) instanceof Error);
    await assert.rejects(client.ask('step', {}), /shut down/);
  });
});
