// Starts other programs, for all scripts.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** npm and npx are command files on Windows, which Node starts only through a shell. */
const throughShell = process.platform === 'win32';

/**
 * Runs a program to its end with its output on the terminal and nothing on its standard input.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, output?: number }} [options] `output`: a file that is open,
 *   instead of the terminal
 * @returns {Promise<number>} its exit code; 127 when it could not be started, 128 + n after a signal
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? projectRoot,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', options.output ?? 'inherit', options.output ?? 'inherit'],
      shell: throughShell && (command === 'npm' || command === 'npx'),
    });
    child.on('error', (error) => {
      console.error(`Cannot start ${command}: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/**
 * As {@link run}, but a failure ends this process with the same exit code and one sentence.
 * @param {string} what the name of the step, for the message
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string> }} [options]
 */
export async function must(what, command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) {
    console.error(`${what} failed (exit code ${code}): ${command} ${args.join(' ')}`);
    process.exit(code);
  }
}

/** True if this file is the one that Node runs, not an import. */
export function isMain(/** @type {string} */ moduleUrl) {
  return process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(moduleUrl);
}
