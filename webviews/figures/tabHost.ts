import type { Host } from '../common/host';
import { isTabMessage } from '../guards/tabGuard';
import { isRecord } from '../../common/guards';
import type { FiguresTab, ShownMessage, TabMessage } from '../messages/figures';

/** What a page of tabs keeps over a reload. */
interface KeptTabs {
  /** The tab that was shown. */
  readonly shown?: unknown;
  /** The last link that was followed to a tab. */
  readonly followed?: number;
  /** What each tab keeps. */
  readonly tabs?: Readonly<Record<string, unknown>>;
}

/** The state of the page, in which each tab has its place. */
export class TabsState {
  private kept: KeptTabs;

  constructor(private readonly host: Host) {
    const state = host.getState();
    this.kept = isRecord(state) ? state : {};
  }

  get shown(): unknown {
    return this.kept.shown;
  }

  get followed(): number {
    return typeof this.kept.followed === 'number' ? this.kept.followed : 0;
  }

  of(tab: FiguresTab): unknown {
    return isRecord(this.kept.tabs) ? this.kept.tabs[tab] : undefined;
  }

  keep(change: KeptTabs): void {
    this.kept = { ...this.kept, ...change };
    this.host.setState(this.kept);
  }

  keepOf(tab: FiguresTab, state: unknown): void {
    this.keep({ tabs: { ...this.kept.tabs, [tab]: state } });
  }
}

/** A tab's own host: its messages carry its name, and while another tab is shown it pulls nothing. */
export class TabHost implements Host {
  private isShown = false;
  /** The pull that waits until the tab is shown. */
  private held: unknown;

  constructor(
    private readonly tab: FiguresTab,
    private readonly host: Host,
    private readonly state: TabsState,
  ) {}

  /** The tab comes to the front or leaves it. */
  setShown(isShown: boolean): void {
    this.isShown = isShown;
    if (!isShown) return;
    this.post({ type: 'shown' } satisfies ShownMessage);
    const { held } = this;
    this.held = undefined;
    if (held !== undefined) this.post(held);
  }

  postMessage(message: unknown): void {
    if (!this.isShown && isRecord(message) && message['type'] === 'pull') this.held = message;
    else this.post(message);
  }

  listen(received: (message: unknown) => void): void {
    this.host.listen((message) => {
      if (isTabMessage(message) && message.tab === this.tab) received(message.message);
    });
  }

  getState(): unknown {
    return this.state.of(this.tab);
  }

  setState(state: unknown): void {
    this.state.keepOf(this.tab, state);
  }

  private post(message: unknown): void {
    this.host.postMessage({ tab: this.tab, message } satisfies TabMessage);
  }
}
