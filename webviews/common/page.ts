import type { Guard } from '../guards/combinators';
import { isToView } from '../guards/pullGuard';
import { isRecord } from '../../common/guards';
import type { FromView } from '../messages/pull';
import type { Host } from './host';

/** What a view keeps over a reload: what it showed, and how. */
interface Kept<Content, Settings> {
  readonly content?: Content;
  readonly settings?: Settings;
  /** The last link that was followed. */
  readonly followed?: number;
}

interface PageOptions<Content, Settings> {
  readonly host: Host;
  readonly isContent: Guard<Content>;
  /** `fresh` is false for what the page remembers from before a reload. */
  readonly show: (content: Content, fresh: boolean) => void;
  /** There is nothing to show, not even from before a reload. */
  readonly showEmpty: () => void;
  /** Sort, filter and the like, as far as they are remembered. */
  readonly restore?: (settings: Settings) => void;
}

/**
 * The life of a view's page: shows what it remembers, then pulls; each answer is shown, remembered, and followed by
 * the next pull, so that a slow page is never overloaded.
 */
export class Page<Content, Settings> {
  private kept: Kept<Content, Settings> = {};
  private revision = -1;
  /** The content came from the extension, not from before a reload. */
  private isFresh = false;

  constructor(private readonly options: PageOptions<Content, Settings>) {}

  start(): void {
    const { host, isContent, show, restore } = this.options;
    const state = host.getState();
    if (isRecord(state)) {
      const { content, settings, followed } = state as Kept<unknown, Settings>;
      if (settings !== undefined) restore?.(settings);
      this.kept = {
        ...(isContent(content) && { content }),
        ...(settings !== undefined && { settings }),
        ...(followed !== undefined && { followed }),
      };
      if (this.kept.content !== undefined) show(this.kept.content, false);
    }
    host.listen((message) => this.receive(message));
    this.pull();
  }

  /** Remembers how the view shows its content. */
  keep(settings: Settings): void {
    this.kept = { ...this.kept, settings };
    this.options.host.setState(this.kept);
  }

  /** Whether a link is later than the last one that was followed; it counts as followed then. */
  follows(serial: number): boolean {
    const { followed = 0 } = this.kept;
    if (serial <= followed) return false;
    this.kept = { ...this.kept, followed: serial };
    this.options.host.setState(this.kept);
    return true;
  }

  private receive(message: unknown): void {
    const { isContent, show, showEmpty, host } = this.options;
    if (!isToView(message)) return;
    if (message.type === 'content') {
      if (!isContent(message.content)) return;
      this.kept = { ...this.kept, content: message.content };
      host.setState(this.kept);
      this.isFresh = true;
      show(message.content, true);
    } else if (this.isFresh || this.kept.content === undefined) {
      const { settings, followed } = this.kept;
      this.kept = {
        ...(settings !== undefined && { settings }),
        ...(followed !== undefined && { followed }),
      };
      host.setState(this.kept);
      showEmpty();
    }
    this.revision = message.revision;
    this.pull();
  }

  private pull(): void {
    this.options.host.postMessage({ type: 'pull', revision: this.revision } satisfies FromView);
  }
}
