/** Where the bundles are. */
export const hostTests: string;

/** Bundles every test and the index that runs them. */
export function bundleHostTests(): Promise<void>;
