/** What VS Code gives a webview: messages to the extension, and a state that outlives the page. */
export interface Host {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): Host;

/** VS Code hands it out once for each page. */
export function acquireHost(): Host {
  return acquireVsCodeApi();
}
