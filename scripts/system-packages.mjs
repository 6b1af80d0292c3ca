// What the tests need from the system, and how Debian and Ubuntu call it.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './process.mjs';
import { findBrowser } from './browser.mjs';

/** Debian package → how to see that its part is there. @type {Record<string, () => boolean>} */
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
 * Makes sure that the system has what the tests need: as root on Debian or Ubuntu by installing it, elsewhere by
 * printing the one command that does.
 * @returns {Promise<boolean>} whether all of it is there
 */
export async function systemPackages() {
  const wanted = missing();
  if (wanted.length === 0) return true;
  const debian = await isDebianOrUbuntu();
  if (debian && process.getuid?.() === 0) {
    console.log(`Installing system packages that the tests need: ${wanted.join(' ')}`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-q'], { env });
    // One by one where the whole fails: Ubuntu, for one, has no chromium-headless-shell.
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
    'The tests need programs that are not here. On Debian this installs them; run npm test again then:',
  );
  console.error(`  sudo apt-get install -y --no-install-recommends ${wanted.join(' ')}`);
  if (wanted.includes('chromium-headless-shell')) console.error(browserHint);
  return false;
}

const browserHint =
  'Where there is no chromium-headless-shell, any Chromium or Chrome will do: name it in the environment variable PS2ML_BROWSER.';
