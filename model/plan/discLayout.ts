import { isRecord } from '../../common/guards';
import type { Placement } from '../../disc/imageLayout';
import { defaultPlanOptions, type PlanOptions } from './options';

/**
 * How a model is laid out on its disc and in RAM: all that may be chosen without changing what is computed. A launch
 * configuration has it as `layout`, and so has the setting `ps2ml.layout`.
 */
export interface DiscLayout extends Pick<PlanOptions, 'resident' | 'shared' | 'order'> {
  /** Where WEIGHTS.BIN lies on the disc. */
  readonly placement: Placement;
  /** With `fill`: most MiB of matrices that stay; all that there is room for when it is not given. */
  readonly cacheMiB?: number;
}

/** The parts of a layout that are one of several words. */
type LayoutWord = Exclude<keyof DiscLayout, 'cacheMiB'>;

export const defaultDiscLayout: DiscLayout = {
  resident: defaultPlanOptions.resident,
  shared: defaultPlanOptions.shared,
  order: defaultPlanOptions.order,
  placement: 'inner',
};

/** What each part of a layout may be, the default first. */
export const layoutChoices: { readonly [Key in LayoutWord]: readonly DiscLayout[Key][] } = {
  resident: ['streamed', 'fill'],
  shared: ['again', 'kept'],
  order: ['use', 'kind'],
  placement: ['inner', 'outer'],
};

/** What each choice means, for people. */
export const layoutMeanings: {
  readonly [Key in LayoutWord]: Readonly<Record<DiscLayout[Key], string>>;
} = {
  resident: {
    streamed: 'every matrix is read when it is needed',
    fill: 'matrices stay in spare RAM, in order of use',
  },
  shared: {
    again: 'a layer that two layers share is read for each of them',
    kept: 'a layer that two layers share is read once',
  },
  order: {
    use: 'matrices lie on the disc as a pass uses them',
    kind: 'matrices lie by kind, as llama2.c files have them',
  },
  placement: {
    inner: 'the weights lie near the hub, the image is short',
    outer: 'the weights lie at the edge, where a disc is fastest; the image is as large as the medium',
  },
};

/**
 * A layout out of what someone wrote; what is not said is the default.
 * @throws Error naming the field, what was found and what may stand there.
 */
export function parseDiscLayout(value: unknown): DiscLayout {
  if (value === undefined) return defaultDiscLayout;
  if (!isRecord(value)) {
    throw new Error(
      `"layout" is ${JSON.stringify(value)}, expected an object such as { "resident": "fill" }.`,
    );
  }
  const known = [...Object.keys(layoutChoices), 'cacheMiB'];
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new Error(`"layout" has "${unknown}", which there is not: it may have ${known.join(', ')}.`);
  }
  const choice = <Key extends LayoutWord>(key: Key): DiscLayout[Key] => {
    const choices: readonly DiscLayout[Key][] = layoutChoices[key];
    const found = value[key] ?? defaultDiscLayout[key];
    const chosen = choices.find((one) => one === found);
    if (chosen !== undefined) return chosen;
    const expected = choices.map((one) => `"${one}"`).join(' or ');
    throw new Error(`"layout" has "${key}" as ${JSON.stringify(found)}, expected ${expected}.`);
  };
  const { cacheMiB } = value;
  if (cacheMiB !== undefined && !(typeof cacheMiB === 'number' && cacheMiB >= 0 && cacheMiB <= 32)) {
    throw new Error(
      `"layout" has "cacheMiB" as ${JSON.stringify(cacheMiB)}, expected a number from 0 to 32.`,
    );
  }
  return {
    resident: choice('resident'),
    shared: choice('shared'),
    order: choice('order'),
    placement: choice('placement'),
    ...(typeof cacheMiB === 'number' && { cacheMiB }),
  };
}

/** What of a layout the plan has to know; the placement is a matter of the image. */
export function planOptionsOf({
  resident,
  shared,
  order,
  cacheMiB,
}: DiscLayout): Pick<PlanOptions, 'resident' | 'shared' | 'order' | 'residentBytes'> {
  return { resident, shared, order, residentBytes: cacheMiB === undefined ? Infinity : cacheMiB * 2 ** 20 };
}

/** Whether two layouts are the same. */
export const isSameLayout = (a: DiscLayout, b: DiscLayout): boolean =>
  a.resident === b.resident &&
  a.shared === b.shared &&
  a.order === b.order &&
  a.placement === b.placement &&
  a.cacheMiB === b.cacheMiB;

const shortWords: { readonly [Key in LayoutWord]: Readonly<Record<DiscLayout[Key], string>> } = {
  resident: { streamed: '', fill: 'matrices in RAM' },
  shared: { again: '', kept: 'shared layers once' },
  order: { use: '', kind: 'by kind' },
  placement: { inner: '', outer: 'at the edge' },
};

/** The same in few words, for tables: `matrices in RAM · at the edge`. */
export function layoutName(layout: DiscLayout): string {
  const words = [
    shortWords.resident[layout.resident],
    shortWords.shared[layout.shared],
    shortWords.order[layout.order],
    shortWords.placement[layout.placement],
  ].filter((word) => word !== '');
  return words.length === 0 ? 'plain' : words.join(' · ');
}

/** What of a layout is not the default, in words: `matrices stay in spare RAM, in order of use; …`. */
export function layoutSentence(layout: DiscLayout): string {
  const words = [
    layout.resident === defaultDiscLayout.resident ? [] : layoutMeanings.resident[layout.resident],
    layout.shared === defaultDiscLayout.shared ? [] : layoutMeanings.shared[layout.shared],
    layout.order === defaultDiscLayout.order ? [] : layoutMeanings.order[layout.order],
    layout.placement === defaultDiscLayout.placement ? [] : layoutMeanings.placement[layout.placement],
  ].flat();
  return words.length === 0 ? 'the plain layout' : words.join('; ');
}

/**
 * A layout by the words that its parts may be, such as `fill,outer`; what is not said is the default.
 * @throws Error naming the word and those that there are.
 */
export function layoutOfWords(text: string): DiscLayout {
  const words = text.split(',').filter((word) => word !== '');
  const parts = Object.entries(layoutChoices) as [LayoutWord, readonly string[]][];
  const given = words.map((word) => {
    const part = parts.find(([, choices]) => choices.includes(word));
    if (part !== undefined) return [part[0], word] as const;
    const known = parts.flatMap(([, choices]) => choices).join(', ');
    throw new Error(`"${word}" is no word of a layout; there are ${known}.`);
  });
  return parseDiscLayout(Object.fromEntries(given));
}
