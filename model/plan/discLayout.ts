import type { Placement } from '../../disc/imageLayout';
import type { PlanOptions } from './options';

/**
 * How the weights are placed on the disc and in RAM: everything that you can choose without changing the results.
 * Launch configurations, the setting `ps2ml.layout` and projects write it in the form that layoutWords.ts reads.
 */
export interface DiscLayout extends Pick<PlanOptions, 'weights' | 'sharedLayers' | 'discOrder'> {
  /** Where WEIGHTS.BIN is on the disc. */
  readonly placement: Placement;
  /** With `resident` weights: the most MiB of matrices that stay in RAM. Default: as many as fit. */
  readonly cacheMiB?: number;
}

/** The fields of a layout whose value is one of several words. */
export type LayoutPart = Exclude<keyof DiscLayout, 'cacheMiB'>;

/** The layouts that have a name. */
export const namedLayouts = {
  streamed: { weights: 'streamed', sharedLayers: 'readTwice', discOrder: 'execution', placement: 'inner' },
  resident: { weights: 'resident', sharedLayers: 'readOnce', discOrder: 'execution', placement: 'inner' },
} as const satisfies Readonly<Record<string, DiscLayout>>;
export type LayoutName = keyof typeof namedLayouts;

/** The layout of a model for which nothing else is set. */
export const defaultLayoutName: LayoutName = 'resident';
export const defaultDiscLayout: DiscLayout = namedLayouts[defaultLayoutName];

/** The values of each field of a layout. */
export const layoutChoices: { readonly [Part in LayoutPart]: readonly DiscLayout[Part][] } = {
  weights: ['streamed', 'resident'],
  sharedLayers: ['readTwice', 'readOnce'],
  discOrder: ['execution', 'byKind'],
  placement: ['inner', 'outer'],
};

/** What each value means, as users read it. */
export const layoutMeanings: {
  readonly [Part in LayoutPart]: Readonly<Record<DiscLayout[Part], string>>;
} = {
  weights: {
    streamed: 'every matrix is read from the disc each time it is needed',
    resident: 'as many matrices as fit stay in free RAM',
  },
  sharedLayers: {
    readTwice: 'a unique layer that two layers share is read once for each of them',
    readOnce: 'a unique layer that two layers share is read once for both',
  },
  discOrder: {
    execution: 'the matrices are on the disc in execution order',
    byKind: 'the matrices are on the disc by kind, as in llama2.c files',
  },
  placement: {
    inner: 'the weights are near the centre of the disc, and the image stays small',
    outer:
      'the weights are at the edge of the disc, where it is fastest, and the image becomes as large as the medium',
  },
};

/** The plan options of a layout. The placement affects only the image. */
export function planOptionsOf({
  weights,
  sharedLayers,
  discOrder,
  cacheMiB,
}: DiscLayout): Pick<PlanOptions, 'weights' | 'sharedLayers' | 'discOrder' | 'residentBytes'> {
  const residentBytes = cacheMiB === undefined ? Infinity : cacheMiB * 2 ** 20;
  return { weights, sharedLayers, discOrder, residentBytes };
}

/** Whether two layouts are the same. */
export const isSameLayout = (a: DiscLayout, b: DiscLayout): boolean =>
  layoutParts.every((part) => a[part] === b[part]) && a.cacheMiB === b.cacheMiB;

export const layoutParts: readonly LayoutPart[] = ['weights', 'sharedLayers', 'discOrder', 'placement'];

/** The name of a layout that has one. */
export function nameOfLayout(layout: DiscLayout): LayoutName | undefined {
  const names = Object.keys(namedLayouts) as LayoutName[];
  return names.find((name) => isSameLayout(layout, namedLayouts[name]));
}

const shortWords: {
  readonly [Part in Exclude<LayoutPart, 'weights'>]: Readonly<Record<DiscLayout[Part], string>>;
} = {
  sharedLayers: { readOnce: 'shared layers once', readTwice: 'shared layers twice' },
  discOrder: { execution: 'in execution order', byKind: 'by kind' },
  placement: { inner: 'near the centre', outer: 'at the edge' },
};

/** A short name of a layout for tables: `resident`, or `streamed · shared layers once`. */
export function layoutName(layout: DiscLayout): string {
  const { weights, cacheMiB } = layout;
  return [
    weights,
    ...(cacheMiB === undefined ? [] : [`${cacheMiB} MiB`]),
    ...ownParts(layout, shortWords),
  ].join(' · ');
}

/** Where the weights are, and what differs from the named layout of such weights: `every matrix is read …; …`. */
export const layoutSentence = (layout: DiscLayout): string =>
  [layoutMeanings.weights[layout.weights], ...ownParts(layout, layoutMeanings)].join('; ');

/** The words for the parts in which a layout differs from the named layout with such weights. */
function ownParts(layout: DiscLayout, words: typeof shortWords): string[] {
  const { sharedLayers, discOrder, placement } = layout;
  const named: DiscLayout = namedLayouts[layout.weights];
  return [
    sharedLayers === named.sharedLayers ? [] : words.sharedLayers[sharedLayers],
    discOrder === named.discOrder ? [] : words.discOrder[discOrder],
    placement === named.placement ? [] : words.placement[placement],
  ].flat();
}
