import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { MemorySource } from '../../../disc/byteSource';
import {
  HostFiles,
  sourceFile,
  type HostFile,
  type VirtualFile,
} from '../../../debug-adapter/ps2link/hostFiles';
import { startConsoleHere } from '../../../ps2/node/consoleHere';
import { FileChannel } from '../../../ps2/ps2link/fileChannel';
import { LinkConsole } from '../../../ps2/ps2link/linkConsole';
import { decodeFileRequest, encodeFileReply, type FileRequest } from '../../../ps2/ps2link/wire';
import type { ConsoleClient } from '../../../ps2/worker/consoleClient';
import { prebuiltElf } from '../../debug-adapter/consoleTarget';

describe('the built-in console as one with ps2link', function () {
  this.timeout(60_000);
  let client: ConsoleClient;
  let machine: LinkConsole;
  let log: string;
  let requests: FileRequest[];
  const written: number[] = [];

  /** A file that keeps what is written to it. */
  const sink = (): HostFile => ({
    ...sourceFile(new MemorySource(new Uint8Array())),
    write: (data) => Promise.resolve(written.push(...data)).then(() => data.length),
  });

  beforeEach(async () => {
    log = '';
    requests = [];
    written.length = 0;
    const elf = new Uint8Array(readFileSync(prebuiltElf));
    const virtual = new Map<string, VirtualFile>([
      ['ps2ml.elf', () => sourceFile(new MemorySource(elf))],
      ['text.elf', () => sourceFile(new MemorySource(new TextEncoder().encode('no program')))],
      ['ten', () => sourceFile(new MemorySource(Uint8Array.from({ length: 10 }, (_, i) => i + 1)))],
      ['dump', sink],
    ]);
    const files = new HostFiles(virtual, undefined, () => undefined);
    const channel = new FileChannel();
    channel.connect({
      send: (bytes) => {
        const { request } = decodeFileRequest(bytes) ?? assert.fail('half a request');
        requests.push(request);
        void files.answer(request).then((reply) => channel.receive(encodeFileReply(request.kind, reply)));
      },
      hangUp: () => undefined,
    });
    client = startConsoleHere(
      (report) => machine.report(report),
      (wish) => machine.wish(wish),
    );
    const listener = { log: (text: string) => (log += text), poweredOff: () => undefined };
    machine = new LinkConsole(client, undefined, {}, channel, listener);
    await machine.start();
  });
  afterEach(() => client.close());

  async function until(expected: RegExp): Promise<void> {
    while (!expected.test(log)) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  it('starts a program after one that could not be started, and then no other', async () => {
    machine.command({ kind: 'execee', words: ['host:missing.elf'] });
    await until(/Could not find ELF: host:missing\.elf/);
    machine.command({ kind: 'execee', words: ['host:text.elf'] });
    await until(/ps2link: .*text\.elf/);
    const opened = (): string[] =>
      requests.flatMap((request) => (request.kind === 'open' ? [request.path] : []));
    machine.command({ kind: 'execee', words: ['host:ps2ml.elf'] });
    const firstWord = async (): Promise<number> => {
      const [bytes] = await client.ask('read', { ranges: [{ address: 0x100000, length: 4 }] });
      return bytes ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) : 0;
    };
    // Loaded where its first instruction belongs; the time limit of the test is the limit.
    while ((await firstWord()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const before = opened().length;
    machine.command({ kind: 'execee', words: ['host:text.elf'] });
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(opened().length, before, 'one program per reset');
  });

  it('says when writemem had fewer bytes than it was to write', async () => {
    machine.command({ kind: 'writemem', address: 0x180000, bytes: 100, path: 'host:ten' });
    await until(/writemem: wrote 10 of 100 bytes: the file ends there\n/);
    const [bytes] = await client.ask('read', { ranges: [{ address: 0x180000, length: 12 }] });
    assert.deepEqual([...(bytes ?? [])], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0]);
    machine.command({ kind: 'writemem', address: 0x1fffffc, bytes: 10, path: 'host:ten' });
    await until(/wrote 4 of 10 bytes: memory ends there\n/);
    machine.command({ kind: 'writemem', address: 0x180000, bytes: 10, path: 'host:ten' });
    await until(/writemem: done\n/);
  });

  it('opens the file of dumpmem as ps2link does: for writing, created, not emptied', async () => {
    await client.ask('write', { parts: [{ address: 0x180000, bytes: Uint8Array.of(7, 8, 9) }] });
    machine.command({ kind: 'dumpmem', address: 0x180000, bytes: 3, path: 'host:dump' });
    await until(/dumpmem: done/);
    assert.deepEqual(written, [7, 8, 9]);
    const open = requests.find(({ kind }) => kind === 'open');
    assert.ok(open?.kind === 'open');
    assert.equal(open.flags, 0x202);
  });
});
