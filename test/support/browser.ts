import { chromium, type Browser } from 'playwright-core';
import { browserFlags, findBrowser } from '../../scripts/browser.mjs';

/** Starts a headless Chromium; playwright ends it and removes its profile when it is closed. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined)
    throw new Error('No Chromium found: install chromium-headless-shell, or name one in PS2ML_BROWSER.');
  return chromium.launch({ executablePath, args: browserFlags });
}
