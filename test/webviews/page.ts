import { Window } from 'happy-dom';
import { listenToWindow, type Host } from '../../webviews/common/host';

/** One window for all tests. */
const view = new Window({ width: 1000, height: 600 });
// Nothing is laid out here, so each viewport is said to have this many pixels.
Object.defineProperty(view.HTMLElement.prototype, 'clientHeight', { get: () => viewportHeight });

export const viewportHeight = 220;

/** Puts the names of a browser into the global scope; the returned function takes them away again. */
export function enterBrowser(): () => void {
  const scope = globalThis as unknown as Record<string, unknown>;
  const before = new Map<string, PropertyDescriptor | undefined>();
  const names = new Set([...Object.getOwnPropertyNames(view), 'window', 'document', 'navigator']);
  for (const name of names) {
    const isOurs =
      name in globalThis &&
      !['window', 'document', 'navigator', 'Event', 'CustomEvent', 'MessageEvent'].includes(name);
    if (isOurs) continue;
    before.set(name, Object.getOwnPropertyDescriptor(scope, name));
    const value: unknown = (view as unknown as Record<string, unknown>)[name];
    Object.defineProperty(scope, name, { value, configurable: true, writable: true });
  }
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(scope, name);
      else Object.defineProperty(scope, name, descriptor);
    }
  };
}

/** The extension's side of a page: what the page said and keeps, and a way to answer. */
export class FakeHost implements Host {
  readonly sent: unknown[] = [];
  state: unknown;
  readonly listen = listenToWindow;

  postMessage(message: unknown): void {
    this.sent.push(message);
  }

  getState(): unknown {
    return this.state;
  }

  setState(state: unknown): void {
    // As VS Code does: only what survives JSON comes back.
    this.state = JSON.parse(JSON.stringify(state));
  }

  /** A message of the extension arrives in the page. */
  answer(data: unknown): void {
    window.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const messageListeners: (() => void)[] = [];
const listen = view.addEventListener.bind(view);
view.addEventListener = (...values: Parameters<typeof listen>) => {
  listen(...values);
  if (values[0] === 'message') messageListeners.push(() => view.removeEventListener(values[0], values[1]));
};

/** An empty body that no page listens in any more. */
export function freshBody(): HTMLElement {
  for (const forget of messageListeners.splice(0)) forget();
  document.body.replaceChildren();
  return document.body;
}

export const all = (root: ParentNode, selector: string): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>(selector),
];

/** The only element that matches. */
export function one(root: ParentNode, selector: string): HTMLElement {
  const found = all(root, selector);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} elements match ${selector}`);
  return first;
}

export const texts = (elements: readonly Element[]): string[] =>
  elements.map(({ textContent }) => textContent);

export function press(target: Element, key: string): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

/** Types into the control library's text field. */
export function type(root: ParentNode, text: string): void {
  const field = one(root, 'vscode-text-field') as HTMLElement & { value: string };
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
