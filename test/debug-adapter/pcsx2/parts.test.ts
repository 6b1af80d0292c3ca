import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { commandLine } from '../../../debug-adapter/pcsx2/commandLine';
import { elsewhere } from '../../../debug-adapter/pcsx2/elsewhere';
import type { Pcsx2Installation } from '../../../debug-adapter/pcsx2/installation';
import { measureLink } from '../../../debug-adapter/pcsx2/measure';
import { LogFollower } from '../../../debug-adapter/pcsx2/node/logFollower';
import { LifeSigns } from '../../../debug-adapter/mailbox/host/lifeSigns';
import { MachineLog } from '../../../debug-adapter/targets/machineLog';
import { answerRequest } from '../../../ps2/pine/answer';
import { MemoryMachine } from '../../ps2/pine/memoryMachine';

const installation: Pcsx2Installation = {
  kind: 'program',
  name: '/usr/bin/pcsx2-qt',
  command: '/usr/bin/pcsx2-qt',
  commandArguments: [],
  foundBy: 'PATH',
  dataRoot: '/data',
  settingsFile: '/data/inis/PCSX2.ini',
};

describe('the command line of PCSX2', () => {
  it('boots an image without anybody, and logs into a file', () => {
    const { command, args } = commandLine(installation, '/images/a b.iso', '/tmp/x/log.txt');
    assert.equal(command, '/usr/bin/pcsx2-qt');
    assert.deepEqual(args, [
      ...['-batch', '-nogui', '-fastboot', '-logfile', '/tmp/x/log.txt', '--', '/images/a b.iso'],
    ]);
  });

  it('opens the sandbox of the Flatpak for the image and the log alone', () => {
    const name = 'net.pcsx2.PCSX2';
    const flatpak = { ...installation, kind: 'Flatpak', command: 'flatpak', commandArguments: ['run', name] };
    const { args } = commandLine(flatpak as Pcsx2Installation, '/images/a.iso', '/tmp/x/log.txt');
    assert.deepEqual(args.slice(0, 5), [
      ...['run', '--filesystem=/images:ro', '--filesystem=/tmp/x', name, '-batch'],
    ]);
  });
});

describe('a PCSX2 on another machine', () => {
  const display = { DISPLAY: ':0' };
  const cases: readonly [string, Parameters<typeof elsewhere>[0], RegExp | undefined][] = [
    ['a desktop', { platform: 'linux', environment: display }, undefined],
    ['Windows', { platform: 'win32', environment: {} }, undefined],
    ['WSL', { platform: 'linux', environment: { ...display, WSL_DISTRO_NAME: 'U' } }, /inside WSL.*mirrored/],
    [
      'WSL by its kernel',
      { platform: 'linux', environment: display, kernel: '5.15-microsoft-standard' },
      /WSL/,
    ],
    ['a container', { platform: 'linux', environment: display, isContainer: true }, /inside a container/],
    ['SSH', { platform: 'linux', environment: { SSH_CONNECTION: 'x' } }, /over SSH.*local window/],
    ['no display', { platform: 'linux', environment: {} }, /neither DISPLAY nor WAYLAND_DISPLAY/],
  ];
  for (const [name, surroundings, words] of cases) {
    it(name, () => {
      const found = elsewhere(surroundings);
      if (words === undefined) assert.equal(found, undefined);
      else assert.match(found ?? '', words);
    });
  }
});

describe('signs of life', () => {
  let [now, machine]: [number, string | undefined] = [0, undefined];
  const link = { standstill: () => Promise.resolve(machine) };

  it('a heartbeat that changes is one, and one that stands for the limit is none', async () => {
    [now, machine] = [0, undefined];
    const life = new LifeSigns(
      () => undefined,
      60_000,
      () => now,
    );
    for (let beat = 0; beat < 5; beat++, now += 9000) await life.check(beat, link);
    await life.check(4, link);
    now += 1001;
    await assert.rejects(life.check(4, link), /no sign of life for 10 s/);
  });

  it('a machine that was paused is said once and waited for, however long', async () => {
    [now, machine] = [0, 'It stands.'];
    const said: string[] = [];
    const life = new LifeSigns(
      (text) => said.push(text),
      60_000,
      () => now,
    );
    for (; now < 100_000; now += 1000) await life.check(1, link);
    assert.deepEqual(said, ['It stands.']);
    machine = undefined;
    for (; now < 109_000; now += 1000) await life.check(1, link);
    now += 2000;
    await assert.rejects(life.check(1, link), /no sign of life/);
  });
});

describe('the log of a machine', () => {
  it('comes by lines, without those that the program said itself', () => {
    const lines: string[] = [];
    const log = new MachineLog((text) => lines.push(text));
    log.add('[    1.2345] Booting\nOnce upon a ti');
    log.heard('Once upon a time.\nplan loaded\n');
    log.add('me.\n[   12.0001] plan loaded\n\nlast');
    log.end();
    assert.deepEqual(lines, ['[    1.2345] Booting\nlast\n']);
  });

  it('keeps a bounded part of what a machine writes too fast, and says how much it left out', () => {
    const texts: string[] = [];
    const log = new MachineLog((text) => texts.push(text));
    for (let piece = 0; piece < 50; piece++)
      log.add(Array.from({ length: 1000 }, (_, line) => `line ${piece * 1000 + line}\n`).join(''));
    log.add('x'.repeat(100_000));
    log.end();
    const text = texts.join('');
    assert.ok(text.length < 200_000, String(text.length));
    assert.match(text, /^\(49,001 lines of the machine's log are left out here: it writes too fast\.\)\n/);
    assert.ok(text.includes('line 49999\n'));
    assert.equal(text.split('\n').length, 1002);
  });

  it('is read from a file that comes later and grows, characters in pieces included', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-log-'));
    const file = path.join(folder, 'log.txt');
    let text = '';
    const follower = new LogFollower(file, (piece) => (text += piece));
    await sleep(120);
    const bytes = Buffer.from('grün\n');
    writeFileSync(file, bytes.subarray(0, 3));
    await sleep(250);
    assert.equal(text, 'gr');
    appendFileSync(file, bytes.subarray(3));
    await follower.end();
    assert.equal(text, 'grün\n');
    rmSync(folder, { recursive: true });
  });
});

describe('a measured link', () => {
  const machine = new MemoryMachine();
  const client = {
    request: async (commands: Uint8Array) => (await answerRequest(commands, machine)).slice(5),
  };
  let now = 0;
  const clock = (): number => (now += 2);

  it('has a round trip, a throughput and a game', async () => {
    const { roundTripMs, bytesPerSecond, ...rest } = await measureLink(client, clock);
    assert.deepEqual([roundTripMs, bytesPerSecond], [2, 0x100000 / 0.002]);
    assert.deepEqual(rest, { state: 'running', game: { id: 'PSML-00001', title: 'Tiny' } });
  });

  it('has a round trip alone while no game runs', async () => {
    machine.state = 'shut down';
    const { bytesPerSecond, game } = await measureLink(client, clock);
    assert.deepEqual([bytesPerSecond, game], [undefined, undefined]);
  });
});
