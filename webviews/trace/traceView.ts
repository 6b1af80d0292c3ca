import { errorText } from '../../common/errorText';
import { button } from '../common/controls';
import { element } from '../common/dom';
import type { Host } from '../common/host';
import { Page } from '../common/page';
import { Requests } from '../common/requests';
import type { TableState } from '../common/table/tableOptions';
import { Tabs } from '../common/tabs';
import type { OpenedTrace, TraceContent, TraceRequest } from '../messages/trace';
import { isNull } from '../../common/guards';
import { isTraceContent } from '../guards/traceGuard';
import { tracePanes } from './tracePanes';

/** What the editor keeps over a reload, in addition to the content. */
interface TraceState {
  readonly pane?: string;
  readonly tables?: Readonly<Record<string, TableState>>;
}

/** The editor of one trace: its name, actions, and one pane for each tab. */
class TraceView {
  private readonly name = element('h1');
  private readonly problem = element('p', { class: 'notice error', attributes: { role: 'alert' } });
  private readonly status = element('p', { class: 'trace-status', attributes: { role: 'status' } });
  private readonly requests: Requests;
  private readonly panes = tracePanes(() => this.keep());
  private readonly tabs: Tabs;
  private readonly endComparison: HTMLButtonElement;
  private readonly showListing: HTMLButtonElement;
  private readonly body: HTMLElement;
  private readonly page: Page<TraceContent, TraceState>;
  private trace: OpenedTrace | undefined;
  /** Panes that have not shown the current trace yet. */
  private readonly stale = new Set<string>();
  private wanted: string | undefined;

  constructor(root: HTMLElement, host: Host) {
    this.requests = new Requests(host);
    this.tabs = new Tabs(
      'Trace',
      this.panes.map(({ id, title, element: panel }) => ({ id, title, panel })),
      () => this.onPane(),
    );
    this.endComparison = this.action('End Comparison', 'endComparison');
    this.showListing = this.action('Show Listing', 'showListing', 'Show the forward pass that was run');
    const actions = element(
      'div',
      { class: 'actions', attributes: { role: 'group', 'aria-label': 'Trace' } },
      this.action('Compare…', 'compare', 'Compare with an earlier trace'),
      this.endComparison,
      this.action('Export…', 'export', 'Export for Perfetto, as CSV or as a report'),
      this.showListing,
      this.action('Show in Panel', 'showInViews', 'Show this trace in the panel PS2 ML'),
    );
    this.body = element(
      'div',
      { class: 'trace-body' },
      actions,
      this.status,
      this.tabs.element,
      ...this.panes.map(({ element: panel }) => panel),
    );
    // There is nothing to show yet.
    this.name.hidden = this.problem.hidden = this.body.hidden = true;
    root.append(element('main', { class: 'trace' }, this.name, this.problem, this.body));
    this.page = new Page<TraceContent, TraceState>({
      host,
      isContent: isTraceContent,
      show: (content) => this.show(content),
      showEmpty: () => undefined,
      restore: (state) => this.restore(state),
    });
    this.page.start();
  }

  private show({ fileName, problem = '', trace }: TraceContent): void {
    const hadComparison = this.trace?.comparison !== undefined;
    this.trace = trace;
    this.name.hidden = false;
    this.name.textContent = trace?.name ?? fileName;
    this.problem.textContent = problem;
    this.problem.hidden = problem === '';
    this.body.hidden = trace === undefined;
    if (trace === undefined) return;
    this.endComparison.hidden = trace.comparison === undefined;
    this.showListing.hidden = trace.isProgram === true;
    for (const pane of this.panes) {
      this.stale.add(pane.id);
      this.tabs.enable(pane.id, pane.isUseful(trace));
    }
    if (this.wanted !== undefined) this.tabs.show(this.wanted);
    if (trace.comparison !== undefined && !hadComparison) this.tabs.show('comparison');
    this.refresh();
  }

  private restore({ pane, tables = {} }: TraceState): void {
    this.wanted = pane;
    for (const candidate of this.panes) {
      const state = tables[candidate.id];
      if (state !== undefined) candidate.restore?.(state);
    }
  }

  private keep(): void {
    const tables = this.panes.flatMap(({ id, state }) => (state === undefined ? [] : [[id, state] as const]));
    this.page.keep({ pane: this.tabs.current, tables: Object.fromEntries(tables) });
  }

  private onPane(): void {
    this.wanted = this.tabs.current;
    this.refresh();
    this.keep();
  }

  /** Updates the visible pane, if it has not shown the current trace yet. */
  private refresh(): void {
    const pane = this.panes.find(({ id }) => id === this.tabs.current);
    if (this.trace === undefined || pane === undefined || !this.stale.delete(pane.id)) return;
    pane.show(this.trace);
  }

  private action(text: string, name: TraceRequest, title?: string): HTMLButtonElement {
    return button(
      text,
      () => {
        this.status.textContent = '';
        this.requests.ask(name, null, { isResult: isNull }).catch((error: unknown) => {
          this.status.textContent = errorText(error);
        });
      },
      title,
    );
  }
}

/** Builds the editor of a trace into `root` and starts it. */
export function startTrace(root: HTMLElement, host: Host): void {
  new TraceView(root, host);
}
