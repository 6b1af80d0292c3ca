// The browser that the tests drive.
import { existsSync } from 'node:fs';

const candidates = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of a Chromium: PS2ML_BROWSER, or the first one found, or undefined. */
export function findBrowser() {
  return [process.env.PS2ML_BROWSER, ...candidates].find((file) => file && existsSync(file));
}

/** No sandbox, because tests also run as root; and no traffic of Chromium's own. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
