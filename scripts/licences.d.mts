import type { Metafile } from 'esbuild';

/** Where the build writes the licence texts, from the project's folder. */
export const licencesFile: string;

/** The folders of the packages from which something is in the bundles, from the project's folder. */
export function bundledPackages(metafiles: readonly (Metafile | undefined)[]): string[];

/** The licence texts of these packages. @throws Error with a sentence when one cannot be found. */
export function licencesText(folders: readonly string[], root: string): Promise<string>;
