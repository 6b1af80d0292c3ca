import { element } from '../common/dom';
import type { Host } from '../common/host';
import { Tabs } from '../common/tabs';
import type { ViewPlace } from '../common/viewPlace';
import { startDiscReads } from '../discReads/discReadsView';
import { isFiguresTab, isTabMessage } from '../guards/tabGuard';
import { isToView } from '../guards/pullGuard';
import { isSubject } from '../guards/subjectGuard';
import { isRecord } from '../../common/guards';
import type { FiguresTab, LinkFocus } from '../messages/figures';
import { startRam } from '../ram/ramView';
import { startTimeline } from '../timeline/timelineView';
import { startTokens } from '../tokens/tokensView';
import { TabHost, TabsState } from './tabHost';

/** Each tab with its title and what builds it. */
const views: Readonly<
  Record<FiguresTab, { readonly title: string; readonly start: (place: ViewPlace) => void }>
> = {
  tokens: { title: 'Tokens', start: startTokens },
  disc: { title: 'Disc', start: startDiscReads },
  ram: { title: 'RAM', start: startRam },
  time: { title: 'Time', start: startTimeline },
};
const names = Object.keys(views) as readonly FiguresTab[];
/** The tab that is shown first. */
const firstTab: FiguresTab = 'disc';

/** The view "PS2 ML": a summary line, and tabs that are built when they are first shown. */
class FiguresView {
  private readonly state: TabsState;
  private readonly hosts = new Map<FiguresTab, TabHost>();
  private readonly panels = new Map(names.map((name) => [name, element('section')]));
  private readonly summaries = new Map(names.map((name) => [name, element('div', { class: 'summary' })]));
  private readonly tabs: Tabs;

  constructor(
    root: HTMLElement,
    private readonly host: Host,
  ) {
    this.state = new TabsState(host);
    this.tabs = new Tabs(
      'PS2 ML',
      [...this.panels].map(([name, panel]) => ({ id: `view-${name}`, title: views[name].title, panel })),
      (id) => this.changed(tabOf(id)),
    );
    root.append(
      element(
        'main',
        { class: 'figures' },
        element('div', { class: 'figures-bar' }, this.tabs.element, ...this.summaries.values()),
        ...this.panels.values(),
      ),
    );
    host.listen((message) => this.receive(message));
    const { shown } = this.state;
    const tab = isFiguresTab(shown) ? shown : firstTab;
    if (this.tabs.current === idOf(tab)) this.bring(tab);
    else this.tabs.show(idOf(tab));
  }

  private changed(tab: FiguresTab): void {
    this.state.keep({ shown: tab });
    this.bring(tab);
  }

  private bring(tab: FiguresTab): void {
    for (const [name, summary] of this.summaries) summary.hidden = name !== tab;
    for (const [name, host] of this.hosts) if (name !== tab) host.setShown(false);
    this.hostOf(tab).setShown(true);
  }

  private hostOf(tab: FiguresTab): TabHost {
    const known = this.hosts.get(tab);
    if (known !== undefined) return known;
    const host = new TabHost(tab, this.host, this.state);
    this.hosts.set(tab, host);
    const [root, summary] = [this.panels.get(tab), this.summaries.get(tab)];
    if (root !== undefined && summary !== undefined) views[tab].start({ root, host, summary });
    return host;
  }

  /** A link may lead to another tab than the one that is shown. */
  private receive(message: unknown): void {
    const { tab, serial = 0 } = focusOf(message) ?? {};
    if (tab === undefined || serial <= this.state.followed) return;
    this.state.keep({ followed: serial });
    this.tabs.show(idOf(tab));
  }
}

const idOf = (tab: FiguresTab): string => `view-${tab}`;

function tabOf(id: string): FiguresTab {
  return names.find((name) => idOf(name) === id) ?? firstTab;
}

function focusOf(message: unknown): LinkFocus | undefined {
  if (!isTabMessage(message) || !isToView(message.message)) return undefined;
  const { message: answer } = message;
  if (answer.type === 'empty' || !isRecord(answer.content)) return undefined;
  const { subject } = answer.content;
  return isSubject(subject) ? subject.focus : undefined;
}

/**
 * Builds the page into `root` and starts it.
 * @param only the one tab that an editor shows; any other value builds all of them.
 */
export function startFigures(root: HTMLElement, host: Host, only: unknown): void {
  if (!isFiguresTab(only)) {
    new FiguresView(root, host);
    return;
  }
  const own = new TabHost(only, host, new TabsState(host));
  own.setShown(true);
  views[only].start({ root, host: own });
}
