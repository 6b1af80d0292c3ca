import type { Io } from '../../cli/io';
import { runProgram } from '../../cli/program';

/** What a call of `ps2ml` has printed and its exit code. */
export interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Calls `ps2ml` in this process. */
export async function ps2ml(
  args: readonly string[],
  signal = new AbortController().signal,
): Promise<Printed> {
  let [out, err] = ['', ''];
  const io: Io = { out: (text) => (out += text), err: (text) => (err += text), signal };
  const code = await runProgram(args, io);
  return { code, out, err };
}
