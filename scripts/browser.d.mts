/** The path of a Chromium: PS2ML_BROWSER, or the first one found, or undefined. */
export function findBrowser(): string | undefined;

/** The flags that the tests start it with. */
export const browserFlags: string[];
