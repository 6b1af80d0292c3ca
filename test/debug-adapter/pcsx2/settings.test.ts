import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { IniText } from '../../../debug-adapter/pcsx2/iniText';
import { readPcsx2Settings, writePcsx2Settings } from '../../../debug-adapter/pcsx2/node/settingsFile';
import { proposalFor } from '../../../debug-adapter/pcsx2/proposal';
import { checkSettings, settingsOf, withFindings } from '../../../debug-adapter/pcsx2/settings';

const usual = [
  '; my own notes',
  '[UI]',
  'SettingsVersion = 1',
  'SetupWizardIncomplete = false',
  '',
  '[EmuCore]',
  'EnablePINE = false',
  '# the port',
  'PINESlot=28011',
  'HostFs = false',
  '',
  '[Achievements]',
  'Enabled = true',
  'ChallengeMode = true',
  '',
].join('\n');

describe("the text of PCSX2's settings", () => {
  it('keeps comments, order, blank lines and spelling of everything that is not changed', () => {
    const changed = new IniText(usual).with({ section: 'emucore', key: 'enablepine', value: 'true' });
    assert.equal(changed.text, usual.replace('EnablePINE = false', 'EnablePINE = true'));
  });

  it('puts a new key behind the last of its section, and a new section at the end', () => {
    const key = new IniText(usual).with({ section: 'EmuCore', key: 'New', value: '1' });
    assert.match(key.text, /HostFs = false\nNew = 1\n\n\[Achievements\]/);
    const section = new IniText(usual).with({ section: 'Logging', key: 'EnableEEConsole', value: 'true' });
    assert.ok(section.text.endsWith('ChallengeMode = true\n\n[Logging]\nEnableEEConsole = true\n'));
    assert.equal(new IniText('').with({ section: 'A', key: 'b', value: 'c' }).text, '[A]\nb = c\n');
  });

  it('keeps the line ends of Windows', () => {
    const text = new IniText(usual.replaceAll('\n', '\r\n'));
    const changed = text.with({ section: 'Logging', key: 'EnableEEConsole', value: 'true' }).text;
    assert.ok(
      changed.split('\n').every((line, index, all) => line.endsWith('\r') || index === all.length - 1),
    );
  });

  it('says after any change what was written, and of everything else what it said before', () => {
    const name = fc.stringMatching(/^[A-Za-z]{1,4}$/);
    const value = fc.stringMatching(/^[a-z0-9/]{1,6}$/);
    const line = fc.oneof(
      name.map((text) => `[${text}]`),
      fc.tuple(name, value).map(([key, text]) => `${key} = ${text}`),
      fc.constantFrom('', '; a = b', '# c', '   '),
    );
    fc.assert(
      fc.property(fc.array(line), name, name, value, name, (lines, section, key, text, other) => {
        const before = new IniText(lines.join('\n'));
        const after = before.with({ section, key, value: text });
        assert.equal(after.get(section, key), text);
        if (other.toLowerCase() !== key.toLowerCase()) {
          assert.equal(after.get(section, other), before.get(section, other));
        }
        assert.ok(lines.filter((old) => /^[;#]/.test(old)).every((old) => after.text.includes(old)));
      }),
    );
  });
});

describe("what PCSX2's settings must say", () => {
  it('names what stands in the way of a session, with what to write', () => {
    const findings = checkSettings(settingsOf(new IniText(usual)), { slot: 28011 });
    const wrong = findings.filter(({ level }) => level !== 'ok');
    assert.deepEqual(
      wrong.map(({ key, level, found, wanted }) => [key, level, found, wanted]),
      [
        ['EmuCore/EnablePINE', 'error', 'off', 'on'],
        ['Achievements/ChallengeMode', 'error', 'on', 'off'],
        ['Logging/EnableEEConsole', 'warning', 'off', 'on'],
      ],
    );
  });

  it('is right after the changes that the findings ask for, whatever it said before', () => {
    const flag = fc.constantFrom('true', 'false', 'on', '0', undefined);
    fc.assert(
      fc.property(
        flag,
        flag,
        flag,
        flag,
        fc.integer({ min: 1, max: 65535 }),
        (pine, hard, log, host, slot) => {
          const pairs = Object.entries({ EnablePINE: pine, HostFs: host }).flatMap(([key, value]) =>
            value === undefined ? [] : [`${key} = ${value}`],
          );
          const ini = new IniText(
            `[EmuCore]\n${pairs.join('\n')}\n[Achievements]\nEnabled=yes\nChallengeMode=${hard ?? ''}\n[Logging]\nEnableEEConsole=${log ?? ''}`,
          );
          const wanted = { slot, hostFs: true };
          const changed = withFindings(ini, checkSettings(settingsOf(ini), wanted));
          const left = checkSettings(settingsOf(changed), wanted).filter(({ level }) => level !== 'ok');
          assert.deepEqual(left, []);
        },
      ),
    );
  });

  it('leaves the first set-up to PCSX2 itself', () => {
    const ini = new IniText('[UI]\nSetupWizardIncomplete = true\n');
    const [setup] = checkSettings(settingsOf(ini), { slot: 28011 });
    assert.deepEqual([setup?.level, setup?.change], ['error', undefined]);
  });
});

describe('a proposal for other settings', () => {
  it('says each change in a line, and is none when all is well', () => {
    const proposal = proposalFor(new IniText(usual), {});
    assert.deepEqual(proposal?.lines, [
      'PINE: off → on. The debugger reaches the console through PINE.',
      'Achievements in hardcore mode: on → off. Hardcore mode disables PINE.',
      'EE console log: off → on. Without it, the output of the program does not reach the Debug Console.',
    ]);
    assert.ok(proposal.isNeeded);
    assert.equal(proposalFor(proposal.ini, {}), undefined);
    assert.equal(proposalFor(proposal.ini, { slot: 5 })?.lines[0]?.startsWith('PINE slot: 28011 → 5.'), true);
    const quiet = proposalFor(new IniText('[EmuCore]\nEnablePINE=1'), {});
    assert.equal(quiet?.isNeeded, false);
  });
});

describe("the file of PCSX2's settings", () => {
  let folder: string;
  let settingsFile: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-ini-'));
    settingsFile = path.join(folder, 'inis', 'PCSX2.ini');
    mkdirSync(path.dirname(settingsFile));
    writeFileSync(settingsFile, usual);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is changed with a copy of the old one beside it, and put back', async () => {
    const file = await readPcsx2Settings({ settingsFile });
    assert.ok(file);
    const wanted = withFindings(file.ini, checkSettings(file.settings, { slot: 28011 }));
    const change = await writePcsx2Settings(file, wanted);
    assert.equal(readFileSync(change.backup, 'utf8'), usual);
    assert.equal((await readPcsx2Settings({ settingsFile }))?.settings.enablePine, true);
    await change.undo();
    assert.equal(readFileSync(settingsFile, 'utf8'), usual);
    assert.ok(!existsSync(change.backup));
  });

  it('is left alone when PCSX2 has written it meanwhile', async () => {
    const file = await readPcsx2Settings({ settingsFile });
    assert.ok(file);
    writeFileSync(settingsFile, `${usual}\n[New]\n`);
    await assert.rejects(
      writePcsx2Settings(file, new IniText('')),
      /Another program has changed .* meanwhile/,
    );
    assert.equal(readFileSync(settingsFile, 'utf8'), `${usual}\n[New]\n`);
  });

  it('is not there when PCSX2 was never started', async () => {
    const missing = path.join(folder, 'no.ini');
    assert.equal(await readPcsx2Settings({ settingsFile: missing }), undefined);
    await assert.rejects(
      readPcsx2Settings({ settingsFile: folder }),
      /Cannot read the settings of PCSX2 in .*: it is a folder, expected a file/,
    );
  });
});
