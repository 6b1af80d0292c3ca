import type { DiscType } from '../../disc/sector';
import type { DiscLayout } from '../../model/plan/discLayout';
import { layoutValueOf } from '../../model/plan/layoutWords';
import type { Plan } from '../../model/plan/plan';
import { layoutFallback } from '../../model/plan/sharedReads';
import type { Origin, Resolution } from './resolve';
import type { FoundProject } from './resolveFile';

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

/**
 * Which of several projects of the same depth applies to a model, as a sentence; undefined if only one refers to it.
 */
export function tieText({ file, tied = [] }: Omit<FoundProject, 'project'>): string | undefined {
  if (tied.length === 0) return undefined;
  const [used = '', ...ignored] = withoutCommonFolders([file, ...tied]);
  const are = ignored.length === 1 ? 'is' : 'are';
  return `Several projects refer to this model: ${used} is used, ${ignored.join(' and ')} ${are} ignored.`;
}

function withoutCommonFolders(files: readonly string[]): string[] {
  const paths = files.map((file) => file.split(/[/\\]/));
  const first = paths[0] ?? [];
  const differs = first.findIndex((part, index) => paths.some((path) => path[index] !== part));
  return paths.map((path) => path.slice(Math.max(0, differs)).join('/'));
}

/** Where the answers of a run come from, each in words. */
export interface OriginTexts {
  /** Which of several projects is used (`tieText`). */
  readonly tie?: string;
  readonly tokenizer?: string;
  readonly layout?: string;
  readonly disc?: string;
}

/** What the resolver answered for a model. */
interface OriginsOf {
  readonly answers: Pick<Resolution, 'layout' | 'discType'>;
  readonly project?: FoundProject;
}

function tieOf(project: FoundProject | undefined): Pick<OriginTexts, 'tie'> {
  const tie = project && tieText(project);
  return tie === undefined ? {} : { tie };
}

/** The origins of what the resolver answered. @param tokenizer where the tokenizer comes from, if the run has one. */
export const originTexts = (
  { answers: { layout, discType }, project }: OriginsOf,
  tokenizer: Origin | undefined,
  launch?: string,
): OriginTexts => ({
  ...tieOf(project),
  ...(tokenizer !== undefined && { tokenizer: originText(tokenizer, launch) }),
  layout: originText(layout.from, launch),
  disc: originText(discType.from, launch),
});

/** What a run is planned with. */
export interface PlannedWith {
  /** The tokenizer by its path, if it is known; absent if the run shows token ids. */
  readonly tokenizer?: { readonly path?: string };
  readonly layout: DiscLayout;
  /** The plan if there is one, to say what it does not have of the layout. */
  readonly plan?: Pick<Plan, 'reads'> | undefined;
  /** Absent where no disc is read or its type is unknown. */
  readonly disc?: DiscType;
}

/** One line: `Tokenizer: a.bin (found next to the model). Layout: resident (from ps2ml.json). Disc: DVD (default).` */
export function originLine({ tokenizer, layout, plan, disc }: PlannedWith, origins: OriginTexts): string {
  const { default: byDefault, found } = originWords;
  const path = tokenizer?.path;
  const fallback = plan && layoutFallback(plan, layout);
  const facts = [
    tokenizer === undefined
      ? `Tokenizer: none, token ids are shown${origins.tokenizer === undefined ? '' : ` (${origins.tokenizer})`}.`
      : path === undefined
        ? `Tokenizer: ${found}.`
        : `Tokenizer: ${path.split(/[\\/]/).at(-1) ?? path} (${origins.tokenizer ?? found}).`,
    `Layout: ${layoutInWords(layout)} (${origins.layout ?? byDefault})${fallback === undefined ? '' : `; ${fallback}`}.`,
    ...(disc === undefined ? [] : [`Disc: ${disc.toUpperCase()} (${origins.disc ?? byDefault}).`]),
    ...(origins.tie === undefined ? [] : [origins.tie]),
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
