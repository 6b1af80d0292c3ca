import type { DiscType } from '../../disc/sector';
import type { DiscLayout } from '../../model/plan/discLayout';
import { layoutValueOf } from '../../model/plan/layoutWords';
import type { Origin, Resolution } from './resolve';

/** Where an answer comes from, in words: `from the settings`. */
const originWords: Readonly<Record<Origin, string>> = {
  launch: 'from the launch configuration',
  chosen: 'chosen in this window',
  project: 'from ps2ml.json',
  setting: 'from the settings',
  remembered: 'remembered',
  found: 'found next to the model',
  default: 'default',
};

/** Where an answer comes from, in words. @param launch what a launch is called here. */
export const originText = (from: Origin, launch = originWords.launch): string =>
  from === 'launch' ? launch : originWords[from];

/** Where the answers of a run come from, each in words. */
export interface OriginTexts {
  readonly tokenizer?: string;
  readonly layout?: string;
  readonly disc?: string;
}

/** The origins of what the resolver answered. @param tokenizer where the tokenizer comes from, if the run has one. */
export const originTexts = (
  { layout, discType }: Pick<Resolution, 'layout' | 'discType'>,
  tokenizer: Origin | undefined,
  launch?: string,
): OriginTexts => ({
  ...(tokenizer !== undefined && { tokenizer: originText(tokenizer, launch) }),
  layout: originText(layout.from, launch),
  disc: originText(discType.from, launch),
});

/** What a run is planned with. */
export interface PlannedWith {
  /** The tokenizer by its path, if it is known; absent if the run shows token ids. */
  readonly tokenizer?: { readonly path?: string };
  readonly layout: DiscLayout;
  /** Absent where no disc is read or its type is unknown. */
  readonly disc?: DiscType;
}

/** One line: `Tokenizer: a.bin (found next to the model). Layout: resident (from ps2ml.json). Disc: DVD (default).` */
export function originLine({ tokenizer, layout, disc }: PlannedWith, origins: OriginTexts): string {
  const { default: byDefault, found } = originWords;
  const path = tokenizer?.path;
  const facts = [
    tokenizer === undefined
      ? `Tokenizer: none, token ids are shown${origins.tokenizer === undefined ? '' : ` (${origins.tokenizer})`}.`
      : path === undefined
        ? `Tokenizer: ${found}.`
        : `Tokenizer: ${path.split(/[\\/]/).at(-1) ?? path} (${origins.tokenizer ?? found}).`,
    `Layout: ${layoutInWords(layout)} (${origins.layout ?? byDefault}).`,
    ...(disc === undefined ? [] : [`Disc: ${disc.toUpperCase()} (${origins.disc ?? byDefault}).`]),
  ];
  return facts.join(' ');
}

/** A layout in the words of `ps2ml.json`: `resident`, or `weights resident, placement outer`. */
export function layoutInWords(layout: DiscLayout): string {
  const value = layoutValueOf(layout);
  if (typeof value === 'string') return value;
  return Object.entries(value)
    .map(([name, word]) => `${name} ${word}`)
    .join(', ');
}
