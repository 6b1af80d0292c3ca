// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planOf } from '../../project/program/plan';
import { ramBytes } from '../../common/ram';
import { inProcessConsoles } from '../../debug-adapter/node/consoleWorker';
import { MailboxClient } from '../../debug-adapter/mailbox/client';
import { findMailbox } from '../../debug-adapter/mailbox/find';
import { sessionPlanOf } from '../../debug-adapter/session/sessionPlan';
import { ConsoleTarget } from '../../debug-adapter/targets/console';
import { consolePort } from '../../debug-adapter/targets/consolePort';
import { tokensInMemory } from '../../debug-adapter/mailbox/host/tokensInMemory';
import { MailboxReports } from '../../debug-adapter/mailbox/host/mailboxReports';
import { driveTimings, eeCyclesPerMs, readTime } from '../../disc/drive';
import { FileSource } from '../../disc/node/fileSource';
import { sectorBytes } from '../../disc/sector';
import { findFile, readVolume } from '../../disc/volume';
import { TraceStore } from '../../extension/traceStore';
import { discReadsContent } from '../../extension/views/discReads';
import { ramContent } from '../../extension/views/ram';
import { tinyModel } from '../../model/convert/tiny';
import type { Model } from '../../model/model';
import { namedLayouts } from '../../model/plan/discLayout';
import { renderListing } from '../../model/plan/listing';
import { greedy } from '../../model/plan/runSettings';
import { DriveCalibrator, timeOf } from '../../model/trace/calibration';
import type { ReadEvent, TraceEvent } from '../../model/trace/events';
import { PassTimes } from '../../model/trace/passTimes';
import { RunTotals } from '../../model/trace/runTotals';
import type { SessionPlan } from '../../model/trace/session';
import { timeParts, totalMs } from '../../model/trace/timeSplit';
import type { DriveLogEntry } from '../../ps2/drive/drive';
import type { Report } from '../../ps2/worker/messages';
import { retyped } from '../support/retyped';
import { prebuiltElf } from './consoleTarget';
import { someSummary } from '../support/summary';

/** A run on the built-in console, told by the program, by the program's own counters, and by the drive. */
interface Run {
  readonly plan: SessionPlan;
  readonly events: readonly TraceEvent[];
  readonly drive: readonly DriveLogEntry[];
  readonly driveTotals: Report['totals']['program'];
  readonly files: readonly { readonly name: string; readonly lba: number; readonly sectors: number }[];
}

const models: readonly [name: string, model: () => Model | Promise<Model>][] = [
  ['Q8, two layers share weights', () => retyped(tinyModel(), 'q8')],
  ['Q4 in groups, a classifier of its own', () => retyped(tinyModel({ sharedClassifier: false }), 'q4g32')],
  ['ternary, without registers', () => retyped(tinyModel({ registers: 0 }), 'ternary')],
];

for (const [name, make] of models) {
  describe(`nothing is lost or counted twice: ${name}`, function () {
    this.timeout(180_000);
    let run: Run;
    before(async () => (run = await runOf(await make())));

    it('disc table = trace = the program’s counters = the drive, to the sector', () => {
      const { plan, events, drive, driveTotals, files } = run;
      const totals = new RunTotals(plan);
      totals.add(events);
      const subject = {
        name,
        state: 'ended',
        provenance: 'built-in',
        passes: 1,
        tokens: 1,
        summary: someSummary,
      } as const;
      const table = discReadsContent(subject, plan, totals);
      const reads = readsOf(events);
      const traced = sum(reads, ({ sectors }) => sectors);
      assert.ok(traced > 0);
      assert.equal(
        sum(table.rows, ({ sectorsRead }) => sectorsRead),
        traced,
      );
      assert.equal(
        sum(table.rows, ({ bytesRead }) => bytesRead),
        traced * sectorBytes,
      );
      close(
        sum(table.rows, ({ ms = 0 }) => ms),
        sum(reads, ({ ms = 0 }) => ms),
      );

      const counters = totals.counters ?? assert.fail('the program has told no counters');
      for (const { matrix, reads: count, sectors, bytes, ms } of counters) {
        const own = reads.filter(({ read }) => plan.reads[read]?.matrix === matrix);
        assert.deepEqual([count, sectors], [own.length, sum(own, (read) => read.sectors)]);
        assert.equal(
          bytes,
          sum(own, ({ read }) => plan.reads[read]?.bytes ?? NaN),
        );
        close(
          ms,
          sum(own, (read) => read.ms ?? NaN),
        );
      }

      const weights = files.find((file) => file.name === 'WEIGHTS.BIN') ?? assert.fail('no WEIGHTS.BIN');
      const inWeights = drive.filter(({ lba }) => lba >= weights.lba && lba < weights.lba + weights.sectors);
      const header = 1;
      assert.equal(
        sum(inWeights, ({ sectors }) => sectors),
        traced + header,
        'the drive’s log',
      );
      assert.equal(
        driveTotals.sectors,
        sum(drive, ({ sectors }) => sectors),
        'the drive’s own counters',
      );
      assert.equal(driveTotals.bytes, driveTotals.sectors * sectorBytes);
      const seeks = sum(reads, ({ seek }) => Number(seek));
      assert.equal(seeks, inWeights.filter(({ lba, seek }) => seek && lba > weights.lba).length, 'seeks');
      // The drive's time lies within the program's, which adds the calls.
      const busy = sum(inWeights.slice(1), ({ startCycle, endCycle }) => endCycle - startCycle);
      const waited = sum(reads, ({ ms = 0 }) => ms);
      assert.ok(busy / eeCyclesPerMs < waited && waited < busy / eeCyclesPerMs + reads.length * 0.5);
    });

    it('what was forecast is read: the bytes and sectors of a pass', () => {
      const { plan, events } = run;
      const passes = events.filter((event) => event.type === 'pass');
      assert.ok(passes.length > 2);
      const isTail = ({ read }: ReadEvent): boolean =>
        plan.operations[plan.reads[read]?.neededBy ?? NaN]?.tail === true;
      const ofTail = sum(
        plan.reads.filter(({ preload, neededBy }) => !preload && plan.operations[neededBy]?.tail === true),
        ({ sectors }) => sectors,
      );
      for (const { pass, tail } of passes) {
        const own = readsOf(events).filter((read) => read.pass === pass);
        // A pass that does not reach the last position leaves out the classifier.
        assert.equal(own.some(isTail), tail && ofTail > 0);
        assert.equal(
          sum(own, ({ sectors }) => sectors),
          plan.forecast.sectorsPerPass - (tail ? 0 : ofTail),
        );
        if (!tail) continue;
        for (const row of plan.forecast.rows.filter(({ matrix }) => matrix !== undefined)) {
          const ofRow = own.filter(({ read }) => plan.reads[read]?.matrix === row.matrix);
          assert.deepEqual(
            [ofRow.length, sum(ofRow, ({ sectors }) => sectors)],
            [row.readsPerPass, row.sectorsPerPass],
          );
        }
      }
      const preloads = readsOf(events).filter(({ pass }) => pass < 0);
      assert.equal(
        sum(preloads, ({ sectors }) => sectors),
        plan.forecast.preloadSectors,
      );
    });

    it('the regions of RAM are 32 MB at every sample', () => {
      const { plan, events } = run;
      const totals = new RunTotals(plan);
      const subject = {
        name,
        state: 'running',
        provenance: 'built-in',
        passes: 1,
        tokens: 1,
        summary: someSummary,
      } as const;
      let samples = 0;
      for (const event of events) {
        totals.add([event]);
        if (event.type !== 'pass' && event.type !== 'token') continue;
        const { regions, totalBytes, positions, contextLength } = ramContent(subject, plan, totals.positions);
        assert.equal(
          sum(regions, ({ start, end }) => end - start),
          ramBytes,
        );
        assert.equal(totalBytes, ramBytes);
        assert.ok(positions <= contextLength);
        samples++;
      }
      assert.ok(samples > 4);
    });

    it('the time of a token is the sum of its parts, and what the program’s clock says', () => {
      const { plan, events } = run;
      const times = new PassTimes(plan.operations.map(({ kind }) => kind));
      let began: number | undefined;
      let [tokens, operations] = [0, 0];
      for (const event of events) {
        times.add(event);
        if (event.type === 'pass') began ??= event.at;
        if (event.type === 'operation') operations += event.ms ?? NaN;
        if (event.type !== 'token') continue;
        const { split } = times.times.lastToken ?? assert.fail('no time of a token');
        close(totalMs(split), operations);
        assert.ok(timeParts.every((part) => split[part] >= 0));
        // Between operations the program only counts and reports.
        const elapsed = (event.at ?? NaN) - (began ?? NaN);
        assert.ok(elapsed >= totalMs(split) && elapsed < totalMs(split) * 1.001 + 0.2, `${elapsed}`);
        [began, operations] = [event.at, 0];
        tokens++;
      }
      assert.equal(tokens, 3);
      const { total, passes } = times.times;
      close(
        totalMs(total),
        sum(passes, ({ split }) => totalMs(split)),
      );
    });

    it('the drive’s constants come out of the trace, and the time of a pass out of them', () => {
      const { plan, events } = run;
      const calibrator = new DriveCalibrator();
      calibrator.add(events);
      const timing = driveTimings.dvd;
      const found = calibrator.result(timing) ?? assert.fail('no calibration');
      assert.ok(Math.abs(found.topSpeed / timing.topSpeed - 1) < 0.005, `${found.topSpeed} bytes a second`);
      assert.ok(found.requestMs > 0.05 && found.requestMs < 0.3, `${found.requestMs} ms a request`);
      const last = readsOf(events).filter(
        ({ pass }) => pass === Math.max(...readsOf(events).map((read) => read.pass)),
      );
      const first = last[0] ?? assert.fail('no read');
      const before = readsOf(events)[readsOf(events).indexOf(first) - 1] ?? assert.fail('no pass before');
      let head = { lba: (before.lba ?? NaN) + before.sectors, spinning: true };
      const forecast = sum(last, ({ read, sectors }) => {
        const lba =
          (first.lba ?? NaN) + (plan.reads[read]?.sector ?? NaN) - (plan.reads[first.read]?.sector ?? NaN);
        const ms = timeOf({ head, lba, sectors }, timing, found);
        ({ head } = readTime(timing, head, lba, sectors));
        return ms;
      });
      const measured = sum(last, ({ ms = NaN }) => ms);
      const stated = last.length * found.errorMs + Math.abs(found.errorShare) * measured;
      assert.ok(
        Math.abs(forecast - measured) <= Math.max(stated, measured * 1e-3),
        `${forecast} for ${measured} ms`,
      );
    });
  });
}

describe('a program that reports faster than it is listened to', function () {
  this.timeout(180_000);

  it('loses times and no token: ids come from memory, counters are the drive’s, seeks fit their reads', async () => {
    const images = mkdtempSync(path.join(tmpdir(), 'ps2ml-lost-'));
    const model = tinyModel({ layers: 3, uniqueLayers: 3, seqLen: 64 });
    const plan = planOf(model, { layout: namedLayouts.streamed });
    const drive: DriveLogEntry[] = [];
    const settings = { ...greedy, prompt: [1], maxTokens: 30, stopIds: [], waitForDebuggerMs: 0 };
    const { client, elf } = await inProcessConsoles({ elf: prebuiltElf, images })(
      { model, plan, arithmetic: 'ee' },
      settings,
      {
        onReport: (report) => void drive.push(...report.drive.filter(({ purpose }) => purpose === 'program')),
        progress: () => undefined,
        signal: new AbortController().signal,
      },
    );
    try {
      const { end } = await client.ask('run', { maxCycles: 100 * 294_912_000 });
      assert.equal(end.kind, 'deadlock', 'it sleeps once it is done');
      const port = consolePort(client);
      const symbol = elf.symbols.find(({ name }) => name === 'ps2ml_mailbox')?.address;
      const mailbox = await MailboxClient.attach(port, (await findMailbox(port, symbol)) ?? NaN);
      const events: TraceEvent[] = [];
      const said: string[] = [];
      const reports = new MailboxReports(plan, (event) => {
        if (event.type === 'trace') events.push(...event.events);
        if (event.type === 'text' || event.type === 'log') said.push(event.text);
      });
      reports.begin(settings, undefined);
      reports.trace.addDrive(drive);
      const look = await mailbox.look();
      await reports.take(look, mailbox, port, true);

      const sessionPlan = sessionPlanOf(plan, renderListing(plan), {}, 'built-in');
      const store = new TraceStore('lost', sessionPlan);
      store.add(events);
      assert.ok(store.lost.events > 0, 'the ring is too large for this test');
      const tokens = events.filter((event) => event.type === 'token');
      const inRing = look.events.filter(({ type }) => type === 'token').length;
      assert.ok(inRing < 30, 'no token was lost');
      const recovered = 30 - inRing;
      assert.equal(store.lost.events, look.counters.eventsWritten - look.events.length - recovered);
      const ids = await tokensInMemory(plan, port, plan.config.registers + 31);
      assert.deepEqual(
        tokens.map(({ pass, position, id }) => [pass, position, id]),
        ids.slice(1).map((id, index) => [index, plan.config.registers + 1 + index, id]),
      );
      assert.match(said.join(''), new RegExp(`^(\\d+ ){30}Events arrived .* ${recovered} more tokens `, 's'));
      // Of each read that is left, the drive's log says what it says of the last ones.
      const left = readsOf(events).filter(({ seek }) => seek !== undefined);
      const last = drive.slice(-left.length);
      assert.deepEqual(
        left.map(({ lba, seek }) => [lba, seek]),
        last.map(({ lba, seek }) => [lba, seek]),
      );
      const subject = {
        name: 'x',
        state: 'ended',
        provenance: 'built-in',
        passes: 1,
        tokens: 1,
        summary: someSummary,
      } as const;
      const table = discReadsContent(subject, sessionPlan, store);
      const [first] = readsOf(events);
      const firstLba = (first?.lba ?? NaN) - (sessionPlan.reads[first?.read ?? NaN]?.sector ?? NaN) + 1;
      const inWeights = drive.filter(
        ({ lba }) => lba >= firstLba && lba < firstLba + plan.weightsFile.sectors,
      );
      assert.equal(
        sum(table.rows, ({ sectorsRead }) => sectorsRead),
        sum(inWeights, ({ sectors }) => sectors),
      );
      assert.ok(sum(readsOf(events), ({ sectors }) => sectors) < sum(inWeights, ({ sectors }) => sectors));
    } finally {
      await client.close();
      rmSync(images, { recursive: true });
    }
  });
});

async function runOf(model: Model): Promise<Run> {
  const images = mkdtempSync(path.join(tmpdir(), 'ps2ml-conservation-'));
  const start = inProcessConsoles({ elf: prebuiltElf, images });
  const plan = planOf(model, { layout: namedLayouts.streamed });
  const events: TraceEvent[] = [];
  const drive: DriveLogEntry[] = [];
  let driveTotals: Report['totals']['program'] | undefined;
  const target = new ConsoleTarget({ model, plan, arithmetic: 'ee' }, (program, settings, asked) =>
    start(program, settings, {
      ...asked,
      onReport: (report) => {
        drive.push(...report.drive.filter(({ purpose }) => purpose === 'program'));
        driveTotals = report.totals.program;
        asked.onReport(report);
      },
    }),
  );
  try {
    const ended = new Promise<void>((resolve, reject) => {
      target.onEvent((event) => {
        if (event.type === 'trace') events.push(...event.events);
        if (event.type === 'ended') resolve();
        if (event.type === 'failed') reject(new Error(event.message));
      });
    });
    const settings = { ...greedy, prompt: [1, 5, 9, 14, 3, 7, 20, 31, 8, 2], maxTokens: 3, stopIds: [] };
    await target.launch(settings, new AbortController().signal);
    await target.resume({ kind: 'end' });
    await ended;
    const [image = ''] = readdirSync(images).filter((file) => file.endsWith('.iso'));
    const source = await FileSource.open(path.join(images, image));
    try {
      const volume = await readVolume(source);
      const names = ['WEIGHTS.BIN', 'PLAN.BIN', 'RUN.BIN'];
      const files = names.flatMap((name) => {
        const file = findFile(volume, name);
        return file === undefined
          ? []
          : [{ name, lba: file.lba, sectors: Math.ceil(file.size / sectorBytes) }];
      });
      assert.ok(driveTotals);
      const sessionPlan = sessionPlanOf(plan, renderListing(plan), {}, 'built-in');
      return { plan: sessionPlan, events, drive, driveTotals, files };
    } finally {
      await source.close();
    }
  } finally {
    await target.dispose();
    rmSync(images, { recursive: true });
  }
}

const readsOf = (events: readonly TraceEvent[]): ReadEvent[] =>
  events.filter((event) => event.type === 'read');

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

/** Equal but for the order in which floats were added. */
function close(found: number, wanted: number): void {
  assert.ok(Math.abs(found - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)), `${found}, not ${wanted}`);
}
