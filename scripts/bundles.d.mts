import type { BuildOptions } from 'esbuild';

/** The bundles of the product, one esbuild configuration for each kind of place that they run in. */
export function configurations(options: {
  readonly production: boolean;
  readonly outdir?: string;
}): Promise<BuildOptions[]>;
