// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findMailbox } from '../../debug-adapter/mailbox/find';
import { offsets } from '../../debug-adapter/mailbox/layout';
import type { MemoryPort } from '../../debug-adapter/mailbox/memoryPort';
import { Words } from '../../debug-adapter/mailbox/words';
import { inProcessConsoles } from '../../debug-adapter/node/consoleWorker';
import { pcsx2 } from '../../targets/pcsx2';
import { consolePort } from '../../debug-adapter/targets/consolePort';
import type { LinkStarter } from '../../debug-adapter/targets/link';
import { LinkTarget } from '../../debug-adapter/targets/linkTarget';
import type { TargetFactory } from '../../debug-adapter/session/sessionHost';
import { prebuiltElf } from '../debug-adapter/consoleTarget';
import { referenceInProcess, tiny } from '../debug-adapter/conversation';
import { eventsOf, opened } from '../model/trace/memoryTrace';
import { ps2ml } from './terminal';

/** Events that the program's ring does not hold. */
const manyEvents = 2600;
const turnCycles = 1_000_000;

// The built-in console stands in for PCSX2 and runs while it is looked at; in a pause of the client it runs on until it
// has reported more than its ring holds.
describe('ps2ml run on PCSX2 while this PC stands still', function () {
  this.timeout(600_000);
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-slow-'))));
  after(() => rmSync(folder, { recursive: true }));

  const slowly: TargetFactory = (program) => {
    let wantsPause = false;
    const start: LinkStarter = async (asked, run, { progress, signal }) => {
      const told = { onReport: () => undefined, progress, signal };
      const boot = inProcessConsoles({ elf: prebuiltElf, images: path.join(folder, 'images') });
      const { client, elf } = await boot(asked, run, told);
      const port = consolePort(client);
      const symbol = elf.symbols.find(({ name }) => name === 'ps2ml_mailbox')?.address;
      const turn = async (): Promise<boolean> =>
        (await client.ask('run', { maxCycles: turnCycles })).end.kind === 'budget';
      const written = async (): Promise<number> => {
        const address = (await findMailbox(port, symbol)) ?? assert.fail('no mailbox');
        return new Words(await port.read(address + offsets.eventsWritten, 4)).at(0);
      };
      const pause = async (): Promise<void> => {
        wantsPause = false;
        const first = await written();
        while ((await turn()) && (await written()) < first + manyEvents);
      };
      const late: MemoryPort = {
        ...port,
        read: async (...range) => turn().then(() => port.read(...range)),
        readAll: async (ranges) => {
          await (wantsPause ? pause() : turn());
          return port.readAll(ranges);
        },
      };
      return {
        port: late,
        ...(symbol !== undefined && { mailbox: symbol }),
        standstill: () => Promise.resolve(undefined),
        gone: new Promise<never>(() => undefined),
        close: () => client.close(),
      };
    };
    const options = { request: 'launch', isNewRun: false, stageMs: 60_000, stays: false } as const;
    const target = new LinkTarget(pcsx2, program, start, options);
    let isFirst = true;
    target.onEvent(({ type }) => {
      if (type !== 'text' || !isFirst) return;
      isFirst = false;
      wantsPause = true;
    });
    return target;
  };

  interface Result {
    readonly tokens: readonly number[];
    readonly text: string;
    readonly passes: number;
    readonly lost: { readonly events: number; readonly text: number };
    readonly missingTokens: number;
  }

  async function run(target: string, ...more: string[]): Promise<{ result: Result; err: string }> {
    const targets = new Map([
      ['reference', referenceInProcess],
      ['pcsx2', slowly],
    ]);
    const args = ['run', tiny.program, '--prompt', tiny.prompt, '--tokens', '64', '--json'];
    const { code, out, err } = await ps2ml([...args, '--target', target, ...more], { targets });
    assert.equal(code, 0, err);
    return { result: JSON.parse(out) as Result, err };
  }

  it('has every token, and says what is lost in text, JSON and trace', async () => {
    const file = path.join(folder, 'slow.ps2trace');
    const { result: wanted } = await run('reference');
    const { result, err } = await run('pcsx2', '--trace', file);
    assert.ok(result.lost.events > 500, `${result.lost.events} events are lost`);
    assert.equal(result.tokens.length, wanted.tokens.length);
    assert.deepEqual(result.tokens, wanted.tokens);
    assert.deepEqual([result.text, result.passes], [wanted.text, wanted.passes]);
    assert.deepEqual([result.lost.text, result.missingTokens], [0, 0]);
    assert.ok(err.includes(`: ${result.lost.events} events, 0 bytes of text`), err);
    assert.match(err, /No tokens are missing\.$/m);
    const trace = await opened(new Uint8Array(readFileSync(file)));
    assert.deepEqual(trace.totals.lost, result.lost);
    assert.equal(trace.totals.tokens, result.tokens.length);
    assert.equal(trace.totals.passes, result.passes);
    const told = (await eventsOf(trace)).flatMap((event) => (event.type === 'token' ? [event] : []));
    assert.equal(told.map(({ text }) => text ?? '').join(''), result.text);
  });
});
