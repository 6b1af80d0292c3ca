#!/usr/bin/env node
// Stands in for PCSX2 in tests: takes the same options, reads the same settings, writes a log, and serves PINE; the
// console in it is the built-in one. Faults come by PS2ML_STAND_IN: `exit` ends before PINE, `mute` never serves it.
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const cli = process.env['PS2ML_CLI'] ?? path.join(root, 'dist/cli.js');
const fault = process.env['PS2ML_STAND_IN'] ?? '';

const flags = new Set();
let logFile = '';
let image = '';
const args = process.argv.slice(2);
for (let arg = args.shift(); arg !== undefined; arg = args.shift()) {
  if (arg === '--') {
    image = args.join(' ');
    break;
  }
  if (arg === '-logfile') logFile = args.shift() ?? '';
  else if (['-batch', '-nogui', '-fastboot', '-fullscreen', '-portable', '-debugger'].includes(arg))
    flags.add(arg);
  else fail(2, `Unknown parameter: ${arg}`);
}
for (const flag of ['-batch', '-nogui', '-fastboot']) if (!flags.has(flag)) fail(2, `${flag} is missing.`);
if (logFile === '' || !path.isAbsolute(logFile)) fail(2, '-logfile needs an absolute path.');
writeFileSync(logFile, '');
if (!existsSync(image)) fail(1, `The file ${image} does not exist.`);

const home = process.env['XDG_CONFIG_HOME'] ?? path.join(process.env['HOME'] ?? '', '.config');
const ini = readFileSync(path.join(home, 'PCSX2/inis/PCSX2.ini'), 'utf8');
/** A key of a section, as it is written. */
const setting = (/** @type {string} */ section, /** @type {string} */ key) => {
  const body = ini.split(/^\[/m).find((part) => part.startsWith(`${section}]`)) ?? '';
  return new RegExp(`^${key} *= *(.*)$`, 'm').exec(body)?.[1]?.trim() ?? '';
};
if (setting('UI', 'SetupWizardIncomplete') === 'true') fail(1, 'The set-up wizard would open.');
log(`PCSX2 stand-in, ${image}`);
if (fault === 'exit') fail(3, 'The BIOS was not found.');

const hardcore =
  setting('Achievements', 'Enabled') === 'true' && setting('Achievements', 'ChallengeMode') === 'true';
if (setting('EmuCore', 'EnablePINE') !== 'true' || hardcore || fault === 'mute') {
  log('PINE is off.');
  setInterval(() => undefined, 1000);
} else {
  const slot = setting('EmuCore', 'PINESlot') || '28011';
  const child = spawn(process.execPath, [cli, 'run', image, '--serve-pine', slot]);
  child.stderr.on('data', (data) => log(String(data).trimEnd()));
  if (setting('Logging', 'EnableEEConsole') === 'true')
    child.stdout.on('data', (data) => appendFileSync(logFile, data));
  else child.stdout.resume();
  child.on('exit', (code) => process.exit(code ?? 1));
}

/** Ends with a line of the log. */
function fail(/** @type {number} */ code, /** @type {string} */ text) {
  if (logFile !== '') log(text);
  else process.stderr.write(`${text}\n`);
  process.exit(code);
}

function log(/** @type {string} */ text) {
  appendFileSync(logFile, `[    0.0000] ${text}\n`);
}
