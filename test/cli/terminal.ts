import type { Io } from '../../cli/io';
import { runProgram } from '../../cli/program';
import type { TargetFactory } from '../../debug-adapter/session/sessionHost';
import { referenceInProcess } from '../debug-adapter/conversation';

/** What a call of `ps2ml` has printed and its exit code. */
export interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface TerminalOptions {
  readonly signal?: AbortSignal;
  /** As on a terminal. */
  readonly ask?: (question: string) => Promise<boolean>;
  readonly targets?: ReadonlyMap<string, TargetFactory>;
}

/** Calls `ps2ml` in this process. */
export async function ps2ml(args: readonly string[], options: TerminalOptions = {}): Promise<Printed> {
  let [out, err] = ['', ''];
  const decoder = new TextDecoder();
  const io: Io = {
    out: (text) => (out += text),
    outBytes: (bytes) => {
      out += decoder.decode(bytes, { stream: true });
      return Promise.resolve();
    },
    err: (text) => (err += text),
    signal: new AbortController().signal,
    targets: new Map([['reference', referenceInProcess]]),
    ...options,
  };
  const code = await runProgram(args, io);
  return { code, out, err };
}
