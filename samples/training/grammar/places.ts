import type { Entry } from './plot';

const spotsOf: Readonly<Record<string, readonly string[]>> = {
  forest: ['under a pile of leaves', 'behind a mossy rock', 'inside a hollow log'],
  beach: ['under a big shell', 'behind the sand castle', 'beside a heap of seaweed'],
  meadow: ['in the tall grass', 'under a bush', 'between the flowers'],
  garden: ['under a cabbage leaf', 'behind the watering can', 'beside the apple tree'],
  market: ['under a cart', 'behind a barrel', 'next to the bread stand'],
  park: ['under a bench', 'behind the swing', 'beside the fountain'],
  farm: ['in the hay', 'behind the barn door', 'next to the old plough'],
  village: ['under the bridge', 'behind the church', 'beside the well'],
};

/** Places to go to: `the forest`. */
export const places: readonly Entry[] = Object.keys(spotsOf).map((name) => {
  const at = ['beach', 'market', 'farm'].includes(name) ? 'at' : 'in';
  return { name, place: name, at: `${at} the ${name}`, to: `to the ${name}` };
});

/** Spots where something may be, each in one of the places. */
export const spots: readonly Entry[] = Object.entries(spotsOf).flatMap(([place, names]) =>
  names.map((name) => ({ name, place })),
);
