// Runs the VS Code server for as long as its own standard input is open, then ends the server's whole process group and
// removes its folder. The input closes when the process that started this one ends, for any reason; so a killed test
// run leaves nothing behind.
// Usage: node host-guard.mjs FOLDER PROGRAM ARGUMENTS...
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';

const [folder, program, ...programArguments] = process.argv.slice(2);
if (folder === undefined || program === undefined) process.exit(2);

const server = spawn(program, programArguments, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
const ended = new Promise((resolve) => server.on('exit', (code) => resolve(code ?? 1)));
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});

/** @param {NodeJS.Signals} signal */
function signalGroup(signal) {
  try {
    process.kill(-server.pid, signal);
  } catch {
    // The group is gone already.
  }
}

const inputClosed = new Promise((resolve) => process.stdin.resume().on('close', resolve));
process.stdin.on('error', () => process.stdin.destroy());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.stdin.destroy());

const code = await Promise.race([ended, inputClosed.then(() => 0)]);
signalGroup('SIGTERM');
await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2000))]);
signalGroup('SIGKILL');
await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
process.exit(code);
