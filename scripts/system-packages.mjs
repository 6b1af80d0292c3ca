// The system packages that the tests need, with their names in Debian and Ubuntu.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './process.mjs';
import { findBrowser } from './browser.mjs';

/** Debian package → a check that it is installed. @type {Record<string, () => boolean>} */
const packages = {
  'chromium-headless-shell': () => findBrowser() !== undefined,
  'fonts-dejavu-core': () => process.platform !== 'linux' || existsSync('/usr/share/fonts/truetype/dejavu'),
  xorriso: () => onPath('xorriso'),
  genisoimage: () => onPath('isoinfo'),
  'p7zip-full': () => onPath('7z'),
  'libcdio-utils': () => onPath('iso-info'),
  gcc: () => onPath('gcc'),
  'gcc-mipsel-linux-gnu': () => onPath('mipsel-linux-gnu-gcc'),
  'binutils-mipsel-linux-gnu': () => onPath('mipsel-linux-gnu-objdump'),
  'qemu-user': () => onPath('qemu-mipsn32el'),
  neovim: () => onPath('nvim'),
  // The pinned VS Code server compiles two native modules.
  'g++': () => onPath('g++'),
  make: () => onPath('make'),
  python3: () => onPath('python3'),
};

/** Whether a program is installed. @param {string} program */
export function onPath(program) {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .some((folder) => ['', '.exe'].some((ending) => existsSync(path.join(folder, program + ending))));
}

async function isDebianOrUbuntu() {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(await readFile('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

const missing = () => Object.keys(packages).filter((name) => !packages[name]?.());

/**
 * Makes sure that the packages are installed: as root on Debian or Ubuntu by installing it, elsewhere by
 * printing the command to run.
 * @returns {Promise<boolean>} whether all of them are installed
 */
export async function systemPackages() {
  const wanted = missing();
  if (wanted.length === 0) return true;
  const debian = await isDebianOrUbuntu();
  if (debian && process.getuid?.() === 0) {
    console.log(`Installing system packages that the tests need: ${wanted.join(' ')}`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-q'], { env });
    // One by one if all together fail: Ubuntu, for example, has no chromium-headless-shell.
    const install = ['install', '-y', '-q', '--no-install-recommends'];
    if ((await run('apt-get', [...install, ...wanted], { env })) !== 0)
      for (const name of wanted) await run('apt-get', [...install, name], { env });
    const left = missing();
    if (left.length === 0) return true;
    console.error(
      `The tests need these Debian packages, and apt-get could not install them: ${left.join(' ')}`,
    );
    if (left.includes('chromium-headless-shell')) console.error(browserHint);
    return false;
  }
  console.error(
    'The tests need programs that are not installed. On Debian, install them with this command and run npm test again:',
  );
  console.error(`  sudo apt-get install -y --no-install-recommends ${wanted.join(' ')}`);
  if (wanted.includes('chromium-headless-shell')) console.error(browserHint);
  return false;
}

const browserHint =
  'Instead of chromium-headless-shell you can use any Chromium or Chrome: set the environment variable PS2ML_BROWSER to its path.';
