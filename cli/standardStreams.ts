import { createInterface } from 'node:readline/promises';
import type { Io } from './io';
import { withoutControls } from './reports/plainText';

/** The exit code of a program whose reader has left, as shells show it: 128 + SIGPIPE. */
const brokenPipeCode = 141;

/** How long a command may take to clean up after its reader has left. */
const cleanUpMs = 5_000;

/** Signals that stop a command, so that it cleans up. A second one ends the process at once. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The process's own streams and signals, for a command. */
interface StandardStreams {
  readonly io: Omit<Io, 'targets'>;
  readonly brokenPipeCode: number;
  /** Whether whoever read the results, such as `head`, has ended. */
  hasReaderLeft(): boolean;
}

/** Connects a command to the process. A reader that leaves early stops the command without a message. */
export function standardStreams(): StandardStreams {
  const stop = new AbortController();
  let hasLeft = false;
  for (const signal of stopSignals) process.once(signal, () => stop.abort(new Error('stopped')));
  const left = (): void => {
    if (hasLeft) return;
    hasLeft = true;
    stop.abort(new Error('stopped'));
    setTimeout(() => process.exit(brokenPipeCode), cleanUpMs).unref();
  };
  process.stdout.on('error', left);
  // Messages for a terminal that is gone are lost.
  process.stderr.on('error', () => undefined);
  const outBytes = (bytes: Uint8Array): Promise<void> =>
    new Promise((done, reject) => {
      if (stop.signal.aborted) {
        reject(new Error('stopped'));
        return;
      }
      process.stdout.write(bytes, (error) => (error ? reject(error) : done()));
    });
  return {
    io: {
      out: (text) => {
        if (!hasLeft) process.stdout.write(shown(text, process.stdout));
      },
      outBytes,
      err: (text) => {
        if (!hasLeft) process.stderr.write(shown(text, process.stderr));
      },
      ...(process.stdin.isTTY && process.stderr.isTTY && { ask: (question) => ask(question, stop.signal) }),
      signal: stop.signal,
    },
    brokenPipeCode,
    hasReaderLeft: () => hasLeft,
  };
}

/**
 * Text as it is written to a stream. A terminal interprets control characters, which tokens, programs and names of files
 * may contain; a file or a pipe gets every byte.
 */
function shown(text: string, stream: { readonly isTTY?: boolean }): string {
  return stream.isTTY === true ? withoutControls(text) : text;
}

async function ask(question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(withoutControls(question), { signal });
    return /^\s*y(es)?\s*$/i.test(answer);
  } finally {
    lines.close();
  }
}
