import { element } from '../common/dom';
import { isInspectorContent, isRevealMessage } from '../guards/inspectorGuard';
import type { Host } from '../common/host';
import { isNull } from '../../common/guards';
import { Page } from '../common/page';
import { Requests } from '../common/requests';
import { Tabs } from '../common/tabs';
import type { InspectorContent } from '../messages/inspector';
import { BytesPane, type BytesState } from './bytes/bytesPane';
import { ForecastPane } from './forecast/forecastPane';
import { HeaderPane } from './headerPane';
import { MatricesPane, type MatricesState } from './matrices/matricesPane';
import type { Links, Pane, PaneName } from './inspectorPane';
import { titleOf } from './inspectorTitle';
import type { TokenizerState } from '../tokenizer/tokenizerPane';
import { TokenizerTab } from './tokenizerTab';
import { ValuesPane, type ValuesState } from './values/valuesPane';

/** What the inspector keeps over a reload, in addition to the content. */
interface InspectorState {
  readonly pane?: string;
  readonly matrices?: MatricesState;
  readonly bytes?: BytesState;
  readonly values?: ValuesState;
  readonly tokenizer?: TokenizerState;
}

/** The inspector of one file: a title, and one pane for each tab. */
class Inspector {
  private readonly title = element('header', { class: 'title' });
  private readonly requests: Requests;
  private readonly page: Page<InspectorContent, InspectorState>;
  private readonly header: HeaderPane;
  private readonly matrices: MatricesPane;
  private readonly bytes: BytesPane;
  private readonly values: ValuesPane;
  private readonly tokenizer: TokenizerTab;
  private readonly panes: readonly Pane[];
  private readonly tabs: Tabs;
  /** Panes that have not shown the current content yet. */
  private readonly stale = new Set<PaneName>();
  private content: InspectorContent | undefined;
  /** A place that was asked for before there was content. */
  private pending: (() => void) | undefined;
  /** The pane that the user was in, also while a file that is broken for the moment has nothing to show there. */
  private wantedPane: string | undefined;
  private isShowing = false;

  constructor(root: HTMLElement, host: Host) {
    this.requests = new Requests(host);
    const links = this.links();
    const keep = (): void => this.keep();
    this.header = new HeaderPane(links);
    this.matrices = new MatricesPane(links, keep);
    this.bytes = new BytesPane(this.requests, links, keep);
    this.values = new ValuesPane(this.requests, links, keep);
    this.tokenizer = new TokenizerTab(this.requests, keep);
    const forecast = new ForecastPane(links);
    this.panes = [this.header, this.matrices, this.bytes, this.values, forecast, this.tokenizer];
    this.tabs = new Tabs(
      'Inspector',
      this.panes.map(({ id, title, element: panel }) => ({ id, title, panel })),
      () => this.onPane(),
    );
    this.page = new Page<InspectorContent, InspectorState>({
      host,
      isContent: isInspectorContent,
      show: (content) => this.show(content),
      showEmpty: () => undefined,
      restore: (state) => this.restore(state),
    });
    window.addEventListener('message', (event) => this.receive(event.data));
    root.append(
      element(
        'main',
        { class: 'inspector' },
        this.title,
        this.tabs.element,
        ...this.panes.map(({ element: panel }) => panel),
      ),
    );
    this.page.start();
  }

  private show(content: InspectorContent): void {
    this.content = content;
    this.title.replaceChildren(...titleOf(content, () => this.act('applyBestLayout', null)));
    this.isShowing = true;
    for (const pane of this.panes) {
      this.stale.add(pane.id);
      this.tabs.enable(pane.id, pane.isUseful(content));
    }
    if (this.wantedPane !== undefined) this.tabs.show(this.wantedPane);
    this.isShowing = false;
    this.refresh();
    if (performance.getEntriesByName(paintMark).length === 0)
      requestAnimationFrame(() => performance.mark(paintMark));
    const { pending } = this;
    this.pending = undefined;
    pending?.();
  }

  private restore(state: InspectorState): void {
    this.wantedPane = state.pane;
    if (state.matrices !== undefined) this.matrices.restore(state.matrices);
    if (state.bytes !== undefined) this.bytes.restore(state.bytes);
    if (state.values !== undefined) this.values.restore(state.values);
    if (state.tokenizer !== undefined) this.tokenizer.restore(state.tokenizer);
  }

  private keep(): void {
    const bytes = this.bytes.state;
    const values = this.values.state;
    this.page.keep({
      pane: this.wantedPane ?? this.tabs.current,
      matrices: this.matrices.state,
      ...(bytes !== undefined && { bytes }),
      ...(values !== undefined && { values }),
      tokenizer: this.tokenizer.state,
    });
  }

  private onPane(): void {
    if (this.content === undefined || this.isShowing) return;
    this.wantedPane = this.tabs.current;
    this.refresh();
    this.panes.find(({ id }) => id === this.tabs.current)?.activate?.();
    this.keep();
  }

  /** Updates the visible pane, if it has not shown the current content yet. */
  private refresh(): void {
    const { content } = this;
    const pane = this.panes.find(({ id }) => id === this.tabs.current);
    if (content === undefined || pane === undefined || !this.stale.delete(pane.id)) return;
    pane.show(content);
  }

  private links(): Links {
    return {
      showBytes: (start, end) => {
        this.tabs.show('bytes');
        this.bytes.reveal(start, end);
        this.bytes.focus();
      },
      showMatrix: (name) => {
        this.tabs.show('matrices');
        this.matrices.reveal(name);
      },
      showValues: (name) => {
        this.tabs.show('values');
        this.values.select({ matrix: name });
      },
      showField: (name) => {
        this.tabs.show('header');
        this.header.reveal(name);
      },
      reveal: (action, matrix) => this.act(action, { matrix }),
      copyLink: (place) => this.act('copyLink', place),
    };
  }

  /** Asks the extension to do something; when it cannot, it says so itself. */
  private act(name: string, argument: unknown): void {
    this.requests.ask(name, argument, { isResult: isNull }).catch(() => undefined);
  }

  /** The extension asks to show a matrix or bytes. */
  private receive(message: unknown): void {
    if (!isRevealMessage(message)) return;
    const run = (): void => {
      if (message.matrix !== undefined) this.links().showMatrix(message.matrix);
      else this.links().showBytes(message.start ?? 0, message.end ?? (message.start ?? 0) + 1);
    };
    if (this.content === undefined) this.pending = run;
    else run();
  }
}

/** When the first content was about to be painted, on the page's own clock. */
const paintMark = 'ps2ml/content';

/** Builds the inspector into `root` and starts it. */
export function startInspector(root: HTMLElement, host: Host): void {
  new Inspector(root, host);
}
