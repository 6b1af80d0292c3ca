import { executorLabel } from '../../targets/provenance';
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sectorBytes } from '../../disc/sector';
import { TraceStore } from '../../extension/traceStore';
import { discReadsContent } from '../../extension/views/discReads';
import { exactReads } from '../../model/trace/exactReads';
import type { TraceFile } from '../../model/trace/file/reader';
import { totalMs } from '../../model/trace/timeSplit';
import { tiny } from '../debug-adapter/conversation';
import { opened } from '../model/trace/memoryTrace';
import { ProgramTargets, programTargetNames } from './programTargets';
import { ps2ml } from './terminal';
import { someSummary } from '../support/summary';

// Every target that executes the program writes a trace of the same run.
describe('the traces of all targets', function () {
  this.timeout(180_000);
  const traces = new Map<
    string,
    { readonly trace: TraceFile; readonly file: string; readonly out: string }
  >();
  let folder: string;
  let program: ProgramTargets;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-targets-'));
    program = new ProgramTargets();
    await program.start();
    const { targets } = program;
    const model = path.join(folder, 'tiny.psnt');
    cpSync(tiny.program, model);
    cpSync(tiny.tokenizer, path.join(folder, path.basename(tiny.tokenizer)));
    for (const target of programTargetNames) {
      const file = path.join(folder, `${target}.ps2trace`);
      const call = ['run', model, '--prompt', tiny.prompt, '--tokens', '2', ...program.options(target)];
      const { code, out, err } = await ps2ml([...call, '--trace', file], { targets });
      assert.equal(code, 0, err);
      traces.set(target, { trace: await opened(new Uint8Array(readFileSync(file))), file, out });
    }
    // From here on there is nothing but the traces.
    rmSync(model);
  });
  after(async () => {
    await program.remove();
    rmSync(folder, { recursive: true });
  });

  const of = (target: string): TraceFile =>
    traces.get(target)?.trace ?? assert.fail(`there is no trace of ${target}`);

  for (const target of programTargetNames) {
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
