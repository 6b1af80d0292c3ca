import type { Placement } from '../../disc/imageLayout';
import { defaultPlanOptions, type PlanOptions } from './options';

/**
 * How a model is laid out on its disc and in RAM: all that may be chosen without changing what is computed. Launch
 * configurations, the setting `ps2ml.layout` and projects spell it as layoutWords.ts reads it.
 */
export interface DiscLayout extends Pick<PlanOptions, 'weights' | 'sharedLayers' | 'discOrder'> {
  /** Where WEIGHTS.BIN lies on the disc. */
  readonly placement: Placement;
  /** With `resident` weights: at most this many MiB of matrices stay in RAM; as many as fit when not given. */
  readonly cacheMiB?: number;
}

/** The parts of a layout that are one of several words. */
export type LayoutPart = Exclude<keyof DiscLayout, 'cacheMiB'>;

/** The layouts that have a name of their own. */
export const namedLayouts = {
  streamed: { weights: 'streamed', sharedLayers: 'readTwice', discOrder: 'execution', placement: 'inner' },
  resident: { weights: 'resident', sharedLayers: 'readOnce', discOrder: 'execution', placement: 'inner' },
} as const satisfies Readonly<Record<string, DiscLayout>>;
export type LayoutName = keyof typeof namedLayouts;

/** The layout of a model that nobody has said anything about. */
export const defaultLayoutName: LayoutName = 'streamed';
export const defaultDiscLayout: DiscLayout = namedLayouts[defaultLayoutName];

/** What each part of a layout may be. */
export const layoutChoices: { readonly [Part in LayoutPart]: readonly DiscLayout[Part][] } = {
  weights: ['streamed', 'resident'],
  sharedLayers: ['readTwice', 'readOnce'],
  discOrder: ['execution', 'byKind'],
  placement: ['inner', 'outer'],
};

/** What each choice means, for people. */
export const layoutMeanings: {
  readonly [Part in LayoutPart]: Readonly<Record<DiscLayout[Part], string>>;
} = {
  weights: {
    streamed: 'every matrix is read when it is needed',
    resident: 'matrices stay in spare RAM while they fit',
  },
  sharedLayers: {
    readTwice: 'a stored layer that two layers share is read for each of them',
    readOnce: 'a stored layer that two layers share is read once',
  },
  discOrder: {
    execution: 'matrices lie on the disc in execution order',
    byKind: 'matrices lie on the disc by kind, as in llama2.c files',
  },
  placement: {
    inner: 'the weights lie near the hub, and the image stays small',
    outer:
      'the weights lie at the edge, where a disc is fastest, and the image becomes as large as the medium',
  },
};

/** What of a layout the plan has to know; the placement concerns the image alone. */
export function planOptionsOf({
  weights,
  sharedLayers,
  discOrder,
  cacheMiB,
}: DiscLayout): Pick<PlanOptions, 'weights' | 'sharedLayers' | 'discOrder' | 'residentBytes'> {
  const residentBytes = cacheMiB === undefined ? defaultPlanOptions.residentBytes : cacheMiB * 2 ** 20;
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

const shortWords: { readonly [Part in Exclude<LayoutPart, 'weights'>]: Partial<Record<string, string>> } = {
  sharedLayers: { readOnce: 'shared layers once' },
  discOrder: { byKind: 'by kind' },
  placement: { outer: 'at the edge' },
};

/** A layout in few words, for tables: `resident`, or `streamed · shared layers once`. */
export function layoutName(layout: DiscLayout): string {
  const name = nameOfLayout(layout);
  if (name !== undefined) return name;
  const { weights, sharedLayers, discOrder, placement, cacheMiB } = layout;
  return [
    weights === 'streamed' ? 'streamed' : 'matrices in RAM',
    ...(cacheMiB === undefined ? [] : [`${cacheMiB} MiB`]),
    shortWords.sharedLayers[sharedLayers] ?? [],
    shortWords.discOrder[discOrder] ?? [],
    shortWords.placement[placement] ?? [],
  ]
    .flat()
    .join(' · ');
}

/** Where the weights are, and what else of a layout is not the default: `every matrix is read …; …`. */
export function layoutSentence(layout: DiscLayout): string {
  const others = [
    layout.sharedLayers === defaultDiscLayout.sharedLayers
      ? []
      : layoutMeanings.sharedLayers[layout.sharedLayers],
    layout.discOrder === defaultDiscLayout.discOrder ? [] : layoutMeanings.discOrder[layout.discOrder],
    layout.placement === defaultDiscLayout.placement ? [] : layoutMeanings.placement[layout.placement],
  ].flat();
  return [layoutMeanings.weights[layout.weights], ...others].join('; ');
}
