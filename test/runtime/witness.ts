import { spawnSync } from 'node:child_process';
import { make, temporaryFolder, versionOf } from './toolchain';

/** The console's C of plan execution, built for a PC. */
export interface Witness {
  readonly name: string;
  /** @param flags see runtime/witness/main.c; @param script commands of the debugger */
  run(folder: string, flags?: readonly string[], script?: string): WitnessResult;
  readonly remove: () => void;
}

export interface WitnessResult {
  readonly status: number | null;
  readonly lines: readonly string[];
  /** The model's text when it is debugged. */
  readonly text: string;
}

/** By the PC's own compiler; undefined where there is none. */
export function nativeWitness(): Witness | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  return versionOf('gcc') === undefined ? undefined : build('native', 'witness', []);
}

/** For MIPS n32, executed by qemu; undefined where compiler or qemu are missing. */
export function qemuWitness(): Witness | undefined {
  const isThere = versionOf('mipsel-linux-gnu-gcc') !== undefined && versionOf('qemu-mipsn32el') !== undefined;
  return isThere ? build('qemu-mipsn32el', 'witness-n32', ['qemu-mipsn32el']) : undefined;
}

function build(name: string, target: string, emulator: readonly string[]): Witness {
  const { folder: output, remove } = temporaryFolder();
  const program = make(output, target);
  const run: Witness['run'] = (folder, flags = [], script = '') => {
    const [command = program, ...rest] = [...emulator, program, folder, ...flags];
    const { status, stdout, stderr } = spawnSync(command, rest, {
      encoding: 'utf8',
      input: script,
      timeout: 15000,
      maxBuffer: 1 << 28,
    });
    return { status, lines: stdout.split('\n').filter((line) => line !== ''), text: stderr };
  };
  return { name, run, remove };
}
