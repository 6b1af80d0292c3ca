import type { FiguresTab } from '../../webviews/messages/figures';

/** The name of the view in the manifest. */
export const figuresViewId = 'ps2ml.figures';

/** What the extension knows of a tab: its title and the command that opens it as an editor. */
interface TabFacts {
  readonly title: string;
  readonly command: string;
  /** The type of its editor. */
  readonly viewType: string;
}

export const figuresTabs: Readonly<Record<FiguresTab, TabFacts>> = {
  tokens: { title: 'Tokens', command: 'ps2ml.openTokens', viewType: 'ps2ml.tokens.editor' },
  disc: { title: 'Disc', command: 'ps2ml.openDisc', viewType: 'ps2ml.disc.editor' },
  ram: { title: 'RAM', command: 'ps2ml.openRam', viewType: 'ps2ml.ram.editor' },
  time: { title: 'Time', command: 'ps2ml.openTime', viewType: 'ps2ml.time.editor' },
};

export const tabNames = Object.keys(figuresTabs) as readonly FiguresTab[];

export const isFiguresTab = (value: unknown): value is FiguresTab =>
  typeof value === 'string' && Object.hasOwn(figuresTabs, value);
