import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCheck } from '../../doctor/run';
import { checkAgain, type DoctorCheck } from '../../targets/doctorCheck';
import { tiny } from '../debug-adapter/conversation';
import { goodSettings, StandIn } from '../debug-adapter/pcsx2/standIn';
import { LinkConsoles } from '../debug-adapter/ps2link/console';
import { ps2ml } from '../cli/terminal';

interface Line {
  readonly id: string;
  readonly status: string;
  readonly what: string;
  readonly why: string;
  readonly details?: readonly string[];
  readonly action: { readonly kind: string; readonly label: string };
}

describe('ps2ml doctor', function () {
  this.timeout(180_000);
  let standIn: StandIn;
  before(() => (standIn = new StandIn()));
  after(() => standIn.remove());

  async function lines(folder = standIn.folder, ...options: string[]): Promise<Map<string, Line>> {
    const { code, out } = await ps2ml(['doctor', folder, '--json', ...options]);
    assert.equal(code, 0);
    const { checks } = JSON.parse(out) as { checks: Line[] };
    for (const { what, why, action } of checks) assert.ok(what !== '' && why !== '' && action.label !== '');
    return new Map(checks.map((line) => [line.id, line]));
  }

  it('finds PCSX2 and says of each setting what stands in the way', async () => {
    standIn.settings({ ...goodSettings, EmuCore: { EnablePINE: 'false', PINESlot: '28150' } });
    const found = await lines();
    assert.deepEqual(
      [...found.keys()],
      ['project', 'compiler', 'machine', 'pcsx2', 'pcsx2-settings', 'pine', 'ps2link-interface', 'ps2link'],
    );
    assert.equal(found.get('pcsx2')?.status, 'ok');
    assert.ok(found.get('pcsx2')?.what.includes(standIn.program));
    const settings = found.get('pcsx2-settings');
    assert.deepEqual([settings?.status, settings?.what], ['error', 'PINE is off.']);
    assert.equal(settings?.action.kind, 'changePcsx2Settings');
    assert.equal(found.get('pine')?.status, 'skipped');
    standIn.settings(goodSettings);
    assert.equal((await lines()).get('pcsx2-settings')?.status, 'ok');
    const missing = (await lines(standIn.folder, '--pcsx2', '/no/such/pcsx2')).get('pcsx2');
    assert.equal(missing?.status, 'error');
    assert.match(missing.what, /\/no\/such\/pcsx2, which does not exist/);
  });

  it('measures round trip and throughput of the link to one that runs', async () => {
    standIn.settings(goodSettings);
    const image = path.join(standIn.folder, 'tiny.iso');
    assert.equal((await ps2ml(['build', tiny.program, '-o', image, '--prompt', 'Once'])).code, 0);
    const log = path.join(standIn.folder, 'log.txt');
    const emulator = spawn(standIn.program, ['-batch', '-nogui', '-fastboot', '-logfile', log, '--', image]);
    try {
      let line: Line | undefined;
      for (let tries = 0; line?.status !== 'ok' && tries < 40; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 250));
        line = (await lines()).get('pine');
      }
      assert.match(line?.what ?? '', /^PCSX2 answers at slot 28150 in [\d.]+ ms, reads [\d.]+ MiB\/s\.$/);
      assert.ok(
        line?.details?.some((text) => text.includes('PSML-00001')),
        line?.details?.join(' '),
      );
    } finally {
      const gone = once(emulator, 'exit');
      emulator.kill();
      await gone;
    }
  });

  it('looks at the project of the folder', async () => {
    const folder = path.join(standIn.folder, 'project');
    mkdirSync(folder);
    assert.equal((await lines(folder)).get('project')?.status, 'skipped');
    const project = async (text: string): Promise<Line | undefined> => {
      writeFileSync(path.join(folder, 'ps2ml.json'), text);
      return (await lines(folder)).get('project');
    };
    assert.match((await project('{ "model": 5 }'))?.what ?? '', /^ps2ml\.json:1:12: error: "model" is 5/);
    const missing = await project('{ "model": "no.psnt", "files": ["no.txt"] }');
    assert.match(missing?.what ?? '', /refers to no\.psnt and no\.txt, which do not exist/);
    const right = await project(JSON.stringify({ model: tiny.program, disc: { type: 'cd' } }));
    assert.deepEqual([right?.status, right?.action.kind], ['ok', 'openFile']);
    rmSync(folder, { recursive: true });
  });

  it('misses the address of a console that the project chooses', async () => {
    const folder = path.join(standIn.folder, 'onConsole');
    mkdirSync(folder);
    const write = (target: string): void =>
      writeFileSync(path.join(folder, 'ps2ml.json'), JSON.stringify({ model: tiny.program, target }));
    write('built-in');
    assert.equal((await lines(folder)).get('ps2link')?.status, 'skipped');
    write('ps2link');
    const { status, why, action } = (await lines(folder)).get('ps2link') ?? assert.fail();
    assert.deepEqual([status, action.label], ['error', 'Set Address']);
    assert.match(why, /^ps2ml\.json chooses the target ps2link, which needs it\.$/);
    rmSync(folder, { recursive: true });
  });

  it('prints the same for people', async () => {
    const { out } = await ps2ml(['doctor', standIn.folder]);
    assert.match(out, /^ok {7}PCSX2: .* was found/m);
    assert.match(out, /^skipped {2}Project: No ps2ml\.json/m);
  });

  it('makes a finding of a check that fails, and ends with the signal', async () => {
    const check = (run: DoctorCheck['run']): DoctorCheck => ({ id: 'x', title: 'X', run });
    const failing = check(() => Promise.reject(new Error('It broke.')));
    const found = await runCheck(failing, new AbortController().signal);
    assert.deepEqual([found.status, found.what, found.action], ['error', 'It broke.', checkAgain]);
    const endless = check(() => new Promise(() => undefined));
    const stopped = AbortSignal.abort(new Error('enough'));
    await assert.rejects(runCheck(endless, stopped), /enough/);
  });

  it('measures a console with ps2link, and says what keeps it away', async () => {
    assert.equal((await lines()).get('ps2link')?.status, 'skipped');
    const consoles = new LinkConsoles();
    try {
      const { filePort, commandPort } = await consoles.start();
      const found = await lines(standIn.folder, '--ps2link', `127.0.0.1:${filePort}:${commandPort}`);
      assert.equal(found.get('ps2link-interface')?.status, 'ok');
      assert.match(
        found.get('ps2link')?.what ?? '',
        /^The console at 127\.0\.0\.1 answers in [\d.]+ ms and sends \d+ KiB\/s\.$/,
      );
      const away = await lines(standIn.folder, '--ps2link', '127.0.0.1:9:9');
      assert.equal(away.get('ps2link')?.status, 'error');
      assert.match(away.get('ps2link')?.what ?? '', /does not accept the connection on TCP port 9/);
    } finally {
      await consoles.remove();
    }
  });
});
