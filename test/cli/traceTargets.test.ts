import { executorLabel } from '../../targets/provenance';
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TargetFactory } from '../../debug-adapter/session/sessionHost';
import { ps2linkTargets } from '../../debug-adapter/ps2link/node/target';
import { sectorBytes } from '../../disc/sector';
import { TraceStore } from '../../extension/traceStore';
import { discReadsContent } from '../../extension/views/discReads';
import { exactReads } from '../../model/trace/exactReads';
import type { TraceFile } from '../../model/trace/file/reader';
import { totalMs } from '../../model/trace/timeSplit';
import { Consoles, prebuiltElf } from '../debug-adapter/consoleTarget';
import { tiny } from '../debug-adapter/conversation';
import { StandIn } from '../debug-adapter/pcsx2/standIn';
import { LinkConsoles } from '../debug-adapter/ps2link/console';
import { opened } from '../model/trace/memoryTrace';
import { ps2ml } from './terminal';
import { someSummary } from '../support/summary';

// Every target that executes the program writes a trace of the same run; a program stands in for PCSX2, the built-in
// console in a process of its own for a console on the network.
describe('the traces of all targets', function () {
  this.timeout(180_000);
  const consoles = new Consoles();
  const names = ['built-in', 'pcsx2', 'ps2link'] as const;
  const traces = new Map<
    string,
    { readonly trace: TraceFile; readonly file: string; readonly out: string }
  >();
  let folder: string;
  let standIn: StandIn;
  let links: LinkConsoles;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-targets-'));
    standIn = new StandIn();
    links = new LinkConsoles();
    const { filePort, commandPort } = await links.start();
    const link = ps2linkTargets({ elf: prebuiltElf, images: links.folder });
    const targets = new Map<string, TargetFactory>([
      ['built-in', consoles.target],
      ['pcsx2', standIn.target],
      ['ps2link', (program, launch) => link(program, { ...launch, own: { ...launch.own, resetMs: 50 } })],
    ]);
    const model = path.join(folder, 'tiny.psnt');
    cpSync(tiny.program, model);
    cpSync(tiny.tokenizer, path.join(folder, path.basename(tiny.tokenizer)));
    const place = ['--ps2link', `127.0.0.1:${filePort}:${commandPort}`];
    for (const target of names) {
      const file = path.join(folder, `${target}.ps2trace`);
      const more = target === 'ps2link' ? place : [];
      const call = ['run', model, '--prompt', tiny.prompt, '--tokens', '2', '--target', target, ...more];
      const { code, out, err } = await ps2ml([...call, '--trace', file], { targets });
      assert.equal(code, 0, err);
      traces.set(target, { trace: await opened(new Uint8Array(readFileSync(file))), file, out });
    }
    // From here on there is nothing but the traces.
    rmSync(model);
  });
  after(async () => {
    standIn.remove();
    await links.remove();
    consoles.remove();
    rmSync(folder, { recursive: true });
  });

  const of = (target: string): TraceFile =>
    traces.get(target)?.trace ?? assert.fail(`there is no trace of ${target}`);

  for (const target of names) {
    it(`${target}: its trace says what the built-in console's says`, () => {
      const [{ info, totals, incomplete }, wanted] = [of(target), of('built-in')];
      assert.deepEqual([incomplete, info.plan.provenance], [undefined, target]);
      assert.equal(info.planHash, wanted.info.planHash);
      assert.equal(info.plan.modelHash, wanted.info.plan.modelHash);
      assert.equal(traces.get(target)?.out, traces.get('built-in')?.out, 'the same text');
      const told = ({ passes, tokens, positions }: TraceFile['totals']): object => ({
        passes,
        tokens,
        positions,
      });
      assert.deepEqual(told(totals), told(wanted.totals));
      const reads = (trace: TraceFile): object[] =>
        exactReads(trace.info.plan, trace.totals).map(({ count, sectors }) => ({ count, sectors }));
      assert.deepEqual(reads(of(target)), reads(wanted));
      const counted = ({ counters = [] }: TraceFile['totals']): object[] =>
        counters.map(({ matrix, reads: count, sectors, bytes }) => ({ matrix, count, sectors, bytes }));
      assert.ok(counted(totals).length > 0);
      assert.deepEqual(counted(totals), counted(wanted.totals));
      // Over ps2link other functions read: those of host: and not those of the disc.
      const stack = totals.stackBytes ?? assert.fail('no depth of the stack');
      if (target === 'ps2link') assert.ok(stack > 128 && stack < 6554, `${stack} bytes of stack`);
      else assert.equal(stack, wanted.totals.stackBytes);
      // What is not counted was lost, and said to be.
      const missing = wanted.totals.operations.map(
        ({ count }, index) => count - (totals.operations[index]?.count ?? 0),
      );
      assert.ok(
        missing.every((count) => count >= 0),
        missing.join(),
      );
      assert.ok(missing.reduce((sum, count) => sum + count, 0) <= totals.lost.events, missing.join());
    });

    it(`${target}: nothing in its trace is lost or counted twice`, () => {
      const { info, totals } = of(target);
      const { plan } = info;
      const subject = {
        name: target,
        state: 'ended',
        provenance: target,
        passes: 1,
        tokens: 1,
        summary: someSummary,
      } as const;
      const { rows } = discReadsContent(subject, plan, { reads: exactReads(plan, totals) });
      const sum = <T>(items: readonly T[], value: (item: T) => number): number =>
        items.reduce((all, item) => all + value(item), 0);
      const counters = totals.counters ?? assert.fail('no counters');
      const sectors = sum(counters, (row) => row.sectors);
      assert.equal(
        sum(exactReads(plan, totals), (read) => read.sectors),
        sectors,
      );
      assert.equal(
        sum(rows, (row) => row.sectorsRead),
        sectors,
      );
      assert.equal(
        sum(rows, (row) => row.bytesRead),
        sectors * sectorBytes,
      );
      assert.equal(
        sum(plan.regions, ({ start, end }) => end - start),
        32 * 1024 * 1024,
      );
      const { total, passes, dropped } = totals.times;
      assert.equal(dropped, 0);
      const parts = sum(passes, ({ split }) => totalMs(split));
      assert.ok(Math.abs(parts - totalMs(total)) < 1e-6 * parts && parts > 0);
      const operations = sum(totals.operations, ({ ms = 0 }) => ms);
      assert.ok(Math.abs(operations - parts) < 1e-6 * parts, `${operations} and ${parts} ms`);
    });

    it(`${target}: its trace opens without the model, in the command line and the views`, async () => {
      const { file, trace } = traces.get(target) ?? assert.fail();
      const { code, out } = await ps2ml(['trace', file]);
      assert.equal(code, 0);
      assert.ok(out.startsWith(`tiny.psnt (${executorLabel(target)}): 2 tokens, `), out.slice(0, 100));
      const store = await TraceStore.open(trace, 'again');
      assert.deepEqual([store.tokens, store.passes], [2, trace.totals.passes]);
      assert.ok((store.plan.listing.text ?? '').includes('L00.attn.q'));
    });
  }
});
