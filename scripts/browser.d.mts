/** The path of a Chromium: PS2ML_BROWSER, or the first one found, or undefined. */
export function findBrowser(): string | undefined;

/** The tests' command-line flags for it. */
export const browserFlags: string[];
