import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { findPcsx2 } from '../../../debug-adapter/pcsx2/node/find';
import { dataRoot, usualPlaces } from '../../../debug-adapter/pcsx2/usualPlaces';

describe('the search for PCSX2', () => {
  let home: string;
  beforeEach(() => (home = mkdtempSync(path.join(tmpdir(), 'ps2ml-home-'))));
  afterEach(() => rmSync(home, { recursive: true }));

  /** Puts a program there. @returns its path. */
  function program(...parts: string[]): string {
    const file = path.join(home, ...parts);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '#!/bin/sh\n');
    chmodSync(file, 0o755);
    return file;
  }
  const find = (setting = '', PATH = '', platform = 'linux') =>
    findPcsx2({ setting, platform, environment: { PATH }, home });

  it('takes what the setting says, with ~ for the own folder', async () => {
    const file = program('emulators', 'pcsx2-qt');
    for (const setting of [file, '~/emulators/pcsx2-qt']) {
      const { installation } = await find(setting);
      assert.deepEqual([installation?.command, installation?.foundBy], [file, 'setting']);
    }
  });

  it('says what is wrong with the setting', async () => {
    const text = path.join(home, 'text');
    writeFileSync(text, '');
    for (const [setting, why] of [
      [text, 'is not an executable program'],
      [path.join(home, 'gone'), 'does not exist'],
    ] as const) {
      const search = await find(setting);
      assert.ok(!search.installation);
      assert.ok(search.message.includes(why), search.message);
    }
  });

  it('takes the one in PATH before an AppImage, and the newest AppImage before the others', async () => {
    program('Applications', 'pcsx2-v2.9.0-linux-appimage-x64-Qt.AppImage');
    const newest = program('Applications', 'pcsx2-v2.10.1-linux-appimage-x64-Qt.AppImage');
    const image = (await find()).installation;
    assert.deepEqual([image?.command, image?.kind], [newest, 'AppImage']);
    const file = program('bin', 'pcsx2-qt');
    const inPath = (await find('', `${home}/nowhere:${home}/bin`)).installation;
    assert.deepEqual([inPath?.command, inPath?.foundBy], [file, 'PATH']);
  });

  it('finds the Flatpak, with its own folder of settings', async () => {
    mkdirSync(path.join(home, '.local/share/flatpak/app/net.pcsx2.PCSX2'), { recursive: true });
    const { installation } = await find();
    assert.deepEqual(
      [installation?.command, installation?.commandArguments],
      ['flatpak', ['run', 'net.pcsx2.PCSX2']],
    );
    assert.equal(installation?.settingsFile, `${home}/.var/app/net.pcsx2.PCSX2/config/PCSX2/inis/PCSX2.ini`);
  });

  it('finds the application of macOS, also one with a version in its name', async () => {
    const inside = program('Applications', 'PCSX2-v2.2.0.app', 'Contents', 'MacOS', 'PCSX2');
    const { installation } = await find('', '', 'darwin');
    assert.deepEqual([installation?.kind, installation?.command], ['macOS application', inside]);
    assert.equal(installation?.dataRoot, `${home}/Library/Application Support/PCSX2`);
  });

  it('takes the settings beside a portable one', async () => {
    const file = program('portable', 'pcsx2-qt');
    writeFileSync(path.join(home, 'portable', 'portable.ini'), '');
    const { installation } = await find(file);
    assert.equal(installation?.settingsFile, path.join(home, 'portable', 'inis', 'PCSX2.ini'));
    writeFileSync(path.join(home, 'portable', 'portable.txt'), 'data\n');
    const named = (await find(file)).installation;
    assert.equal(named?.settingsFile, path.join(home, 'portable', 'data', 'inis', 'PCSX2.ini'));
  });

  it('looks on Windows where programs are installed, and in Documents for the settings', () => {
    const { paths } = usualPlaces('win32', { ProgramFiles: 'C:\\Program Files' }, 'C:\\Users\\me');
    assert.ok(paths.includes('C:\\Program Files\\PCSX2\\pcsx2-qt.exe'));
    assert.equal(dataRoot('win32', {}, 'C:\\Users\\me', 'program'), 'C:\\Users\\me\\Documents\\PCSX2');
  });

  it('takes the folder of the XDG variable, when it is a whole path', () => {
    assert.equal(dataRoot('linux', { XDG_CONFIG_HOME: '/xdg' }, '/me', 'program'), '/xdg/PCSX2');
    assert.equal(dataRoot('linux', { XDG_CONFIG_HOME: 'xdg' }, '/me', 'program'), '/me/.config/PCSX2');
  });
});
