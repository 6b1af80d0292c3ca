/** What a server is started with. */
export interface HostOptions {
  /** User settings, in addition to those that hide unrelated UI. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether a browser needs a secret; use one for a server that a person opens. */
  readonly token?: boolean;
  /** A packaged extension to install. */
  readonly vsix?: string;
  /** A folder to use as an installed extension in place. */
  readonly extensionLink?: string;
  /** More arguments for the server. */
  readonly arguments?: readonly string[];
  /** More environment variables; they reach the extension host. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A running server. */
export interface Host {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  readonly port: number;
  /** The secret, if requested. */
  readonly token: string | undefined;
  /** The folder with all of the server's data; it is removed with the server. */
  readonly home: string;
  /** What the server has printed so far. */
  readonly log: readonly string[];
  /** Resolves when the server has ended for any reason. */
  readonly ended: Promise<void>;
  /** Ends the server and everything that it started, and removes its folder. */
  readonly dispose: () => Promise<void>;
}

/** Installs the pinned server unless it is installed. */
export function installHost(): Promise<void>;

/** Starts the server on a free port of 127.0.0.1. */
export function startHost(options?: HostOptions): Promise<Host>;
