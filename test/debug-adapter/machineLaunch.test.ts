// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';
import { mailboxSymbol } from '../../debug-adapter/mailbox/layout';
import { inProcessConsoles } from '../../debug-adapter/node/consoleWorker';
import { ConsoleTarget } from '../../debug-adapter/targets/console';
import type { BootedConsole, ConsoleStarter } from '../../debug-adapter/targets/consoleMachine';
import { consolePort } from '../../debug-adapter/targets/consolePort';
import { startInProcess } from '../../debug-adapter/targets/inProcess';
import type { LinkStarter } from '../../debug-adapter/targets/link';
import { LinkTarget } from '../../debug-adapter/targets/linkTarget';
import { MachineLaunch } from '../../debug-adapter/targets/machineLaunch';
import { ReferenceTarget, type EngineStarter } from '../../debug-adapter/targets/reference';
import type { Target } from '../../debug-adapter/targets/target';
import { loadProgram, type LoadedProgram } from '../../project/program/load';
import { adjacentTokenizer, openFile } from '../../project/program/node/files';
import { pcsx2 } from '../../targets/pcsx2';
import { Consoles, prebuiltElf } from './consoleTarget';
import { tiny } from './conversation';

/** What happens to the machine of a launch; `at` is called with the name of each stage. */
interface Watched {
  started: number;
  /** Whether it kept running, for each time that it was closed. */
  readonly closed: boolean[];
  at: (stage: string) => void;
}

type Make = (loaded: LoadedProgram, images: string, watched: Watched) => Target;

/** Calls the starter between two stages of its own, and counts a machine that it returns. */
async function watch<Machine>(watched: Watched, start: () => Promise<Machine>): Promise<Machine> {
  watched.at('starting');
  const machine = await start();
  watched.started++;
  watched.at('started');
  return machine;
}

/** Counts the calls that end a machine. */
function countEnds<Name extends string>(
  machine: Record<Name, () => Promise<void>>,
  name: Name,
  { closed }: Watched,
): void {
  const end = machine[name].bind(machine);
  machine[name] = () => {
    closed.push(false);
    return end();
  };
}

const consoleTarget: Make = ({ program }, images, watched) => {
  const start = inProcessConsoles({ elf: prebuiltElf, images });
  const counting: ConsoleStarter = (...options) =>
    watch(watched, async () => {
      const booted = await start(...options);
      countEnds(booted.client, 'close', watched);
      return booted;
    });
  return new ConsoleTarget(program, counting);
};

const referenceTarget: Make = ({ program }, _, watched) => {
  const counting: EngineStarter = (...options) =>
    watch(watched, async () => {
      const engine = await startInProcess(...options);
      countEnds(engine, 'dispose', watched);
      return engine;
    });
  return new ReferenceTarget(program, counting);
};

/** A link to a console that runs by itself, as PCSX2 does. */
const linkTarget =
  (request: 'launch' | 'attach'): Make =>
  ({ program }, images, watched) => {
    const start = inProcessConsoles({ elf: prebuiltElf, images });
    const link: LinkStarter = (target, run, { progress, signal }) =>
      watch(watched, async () => {
        const booted = await start(target, run, { onReport: () => undefined, progress, signal });
        const runs = runAlone(booted);
        const mailbox = booted.elf.symbols.find(({ name }) => name === mailboxSymbol)?.address;
        return {
          port: consolePort(booted.client),
          ...(mailbox !== undefined && { mailbox }),
          standstill: () => Promise.resolve(undefined),
          gone: new Promise<never>(() => undefined),
          close: async (stays) => {
            watched.closed.push(stays);
            await booted.client.close();
            await runs;
          },
        };
      });
    return new LinkTarget(pcsx2, program, link, {
      request,
      isNewRun: true,
      stageMs: 60_000,
      stays: request === 'attach',
    });
  };

async function runAlone({ client }: BootedConsole): Promise<void> {
  try {
    for (;;) {
      await client.ask('run', { maxCycles: 2_000_000 });
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  } catch {
    // The console was closed.
  }
}

const targets: Readonly<Record<string, Make>> = {
  'the built-in console': consoleTarget,
  'the reference engine': referenceTarget,
  'a launch over a link': linkTarget('launch'),
  'an attach over a link': linkTarget('attach'),
};

describe('a launch of a target', function () {
  this.timeout(180_000);
  let loaded: LoadedProgram;
  before(async () => {
    const launch = parseLaunchArguments({ ...tiny, tokens: 3 }, ['built-in']);
    const host = { openFile, adjacentTokenizer, targets: new Map(), log: () => undefined };
    loaded = await loadProgram(launch, host, () => undefined, new AbortController().signal);
  });
  after(() => loaded.close());

  /** Launches in a folder without images. @param atStage is called at the first message of each stage. */
  async function launchWith(
    make: Make,
    atStage: (stage: string, target: Target, abort: AbortController) => void,
  ): Promise<{ readonly watched: Watched; readonly problem: unknown; readonly target: Target }> {
    const folder = new Consoles();
    const watched: Watched = { started: 0, closed: [], at: () => undefined };
    const target = make(loaded, folder.images, watched);
    const abort = new AbortController();
    const seen = new Set<string>();
    watched.at = (stage) => {
      if (seen.has(stage)) return;
      seen.add(stage);
      atStage(stage, target, abort);
    };
    try {
      const progress = (message: string): void => watched.at(message.replace(/[:,] \d+ (?:%|s)$/, ''));
      const problem = await target.launch(loaded.run, abort.signal, progress).then(
        () => undefined,
        (error: unknown) => error,
      );
      await Promise.all([target.dispose(), target.dispose()]);
      await target.dispose();
      return { watched, problem, target };
    } finally {
      folder.remove();
    }
  }

  for (const [name, make] of Object.entries(targets)) {
    it(`closes ${name} once, wherever it is cancelled or its session ends`, async () => {
      const stages: string[] = [];
      const whole = await launchWith(make, (stage) => stages.push(stage));
      assert.equal(whole.problem, undefined);
      assert.deepEqual([whole.watched.started, whole.watched.closed.length], [1, 1]);
      assert.ok(stages.includes('started'));
      if (make !== referenceTarget) assert.ok(stages.length > 4, stages.join());
      for (const stage of stages) {
        for (const way of ['cancel', 'end'] as const) {
          const { watched, problem } = await launchWith(make, (current, target, abort) => {
            if (current !== stage) return;
            if (way === 'cancel') abort.abort(new Error('The launch was cancelled.'));
            else void target.dispose();
          });
          const reason = way === 'cancel' ? 'The launch was cancelled.' : 'The session has ended.';
          const place = `${way} at "${stage}"`;
          assert.equal(problem instanceof Error && problem.message, reason, place);
          assert.equal(watched.closed.length, watched.started, place);
        }
      }
    });
  }

  it('of nothing happens when it was cancelled before', async () => {
    for (const make of Object.values(targets)) {
      const watched: Watched = { started: 0, closed: [], at: () => undefined };
      const target = make(loaded, '', watched);
      await assert.rejects(target.launch(loaded.run, AbortSignal.abort(new Error('No.'))), /^Error: No\.$/);
      await target.dispose();
      assert.deepEqual([watched.started, watched.closed], [0, []]);
    }
  });
});

describe('MachineLaunch', () => {
  const closed: [machine: string, stays: boolean][] = [];
  const release = (machine: string, stays: boolean): Promise<void> => {
    closed.push([machine, stays]);
    return Promise.resolve();
  };
  const { signal } = new AbortController();
  const start = (): Promise<string> => Promise.resolve('machine');
  const prepare = (): Promise<void> => Promise.reject(new Error('no mailbox'));

  beforeEach(() => (closed.length = 0));

  it('closes a machine that could not be prepared, before it reports why', async () => {
    const launch = new MachineLaunch(signal, release);
    const told = launch.run(signal, { start, prepare, stays: true }).catch((error: unknown) => {
      assert.deepEqual(closed, [['machine', true]]);
      throw error;
    });
    await assert.rejects(told, /no mailbox/);
    await launch.close(false);
    assert.deepEqual(closed, [['machine', true]]);
  });

  it('has nothing to close after a failed start, and none without a start', async () => {
    const launch = new MachineLaunch(signal, release);
    await assert.rejects(
      launch.run(signal, { start: () => Promise.reject(new Error('no disc')) }),
      /no disc/,
    );
    await launch.close();
    await new MachineLaunch(signal, release).close();
    assert.deepEqual(closed, []);
  });

  it('lets the session decide whether a launched machine stays', async () => {
    const launch = new MachineLaunch(signal, release);
    await launch.run(signal, { start });
    await Promise.all([launch.close(true), launch.close(false)]);
    assert.deepEqual(closed, [['machine', true]]);
  });
});
