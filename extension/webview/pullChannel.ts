import { isRecord } from '../../common/guards';
import type { FromView, ToView } from '../../webviews/messages/pull';

/** What a view can pull: a content that is replaced as a whole, and a number that grows with each change. */
export interface Pulled<Content> {
  readonly revision: number;
  /** Undefined when there is nothing to show. Called only when a view asks and has not got it. */
  content(): Content | undefined;
}

/** Least time between two answers, so that a fast run costs a view at most ten updates a second. */
const intervalMs = 100;
/** How long a page that was answered before it asked may take to say that it has the answer. */
const deliveryMs = 500;

/**
 * Answers one view's pulls: at once when there is something newer than what it shows, else as soon as there is.
 * A view that does not ask gets nothing.
 */
export class PullChannel<Content> {
  /** The revision that the waiting view has; undefined when no view waits. */
  private asking: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The page that loads has not asked yet: an answer goes ahead of its question. */
  private isExpected = false;
  /** An answer was sent before the page asked, and the page has not confirmed it. */
  private isOnItsWay = false;
  private answeredAt = -Infinity;

  constructor(
    private readonly pulled: Pulled<Content>,
    private readonly post: (message: ToView<Content>) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** A page begins to load. It is answered before it asks, which saves it the way here and back. */
  expect(): void {
    this.forget();
    this.asking = -1;
    this.isExpected = true;
    this.answerSoon();
  }

  /** A message from the view; ignored unless it is a pull. */
  receive(message: unknown): void {
    if (!isPull(message)) return;
    this.asking = message.revision;
    // An empty page asked before the answer reached it; it asks again when it has the answer.
    const least = this.isOnItsWay && message.revision === -1 ? deliveryMs : 0;
    this.isExpected = this.isOnItsWay = false;
    this.endTimer();
    this.answerSoon(least);
  }

  /** There may be something new. */
  changed(): void {
    this.answerSoon();
  }

  /** The page that asked was closed. */
  forget(): void {
    this.endTimer();
    this.asking = undefined;
    this.isExpected = this.isOnItsWay = false;
  }

  dispose(): void {
    this.forget();
  }

  private endTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** @param least milliseconds to wait at least. */
  private answerSoon(least = 0): void {
    if (this.asking === undefined || this.timer !== undefined) return;
    if (this.asking === this.pulled.revision) return;
    const wait = Math.max(least, this.answeredAt + intervalMs - this.now());
    if (wait <= 0) this.answer();
    else {
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.answer();
      }, wait);
    }
  }

  private answer(): void {
    if (this.asking === undefined) return;
    this.asking = undefined;
    this.isOnItsWay = this.isExpected;
    this.isExpected = false;
    this.answeredAt = this.now();
    const { revision } = this.pulled;
    const content = this.pulled.content();
    this.post(content === undefined ? { type: 'empty', revision } : { type: 'content', revision, content });
  }
}

function isPull(message: unknown): message is FromView {
  if (!isRecord(message)) return false;
  const { type, revision } = message;
  return type === 'pull' && typeof revision === 'number';
}
