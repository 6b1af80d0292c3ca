/** What a page has of VS Code: messages to and from the extension, and a state that outlives the page. */
export interface Host {
  postMessage(message: unknown): void;
  /** @param received gets each message of the extension, which may be anything. */
  listen(received: (message: unknown) => void): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): Omit<Host, 'listen'>;

/** VS Code hands it out once for each page. */
export function acquireHost(): Host {
  const api = acquireVsCodeApi();
  return {
    postMessage: (message) => api.postMessage(message),
    listen: listenToWindow,
    getState: () => api.getState(),
    setState: (state) => api.setState(state),
  };
}

/** The extension's messages arrive at the window. */
export const listenToWindow: Host['listen'] = (received) =>
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => received(data));
