import { spawnSync } from 'node:child_process';
import { make, temporaryFolder, versionOf } from './toolchain';

/** The console's C of plan execution, built for a PC. */
export interface Witness {
  readonly name: string;
  /** @param flags see runtime/witness/main.c; @param script commands of the debugger */
  run(folder: string, flags?: readonly string[], script?: string): WitnessResult;
}

export interface WitnessResult {
  readonly status: number | null;
  readonly lines: readonly string[];
  /** The model's text when it is debugged. */
  readonly text: string;
}

const built = new Map<string, Witness>();

/** By the PC's own compiler; undefined where there is none. */
export function nativeWitness(): Witness | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64' || versionOf('gcc') === undefined)
    return undefined;
  return build('native', 'witness', []);
}

/** For MIPS n32, executed by qemu; undefined where compiler or qemu are missing. */
export function qemuWitness(): Witness | undefined {
  const needed = ['mipsel-linux-gnu-gcc', 'qemu-mipsn32el'];
  if (needed.some((program) => versionOf(program) === undefined)) return undefined;
  return build('qemu-mipsn32el', 'witness-n32', ['qemu-mipsn32el']);
}

/** Once in a process; the program is removed at its end. */
function build(name: string, target: string, emulator: readonly string[]): Witness {
  const known = built.get(name);
  if (known) return known;
  const { folder: output, remove } = temporaryFolder();
  process.once('exit', remove);
  const program = make(output, target);
  const run: Witness['run'] = (folder, flags = [], script = '') => {
    const [command = program, ...rest] = [...emulator, program, folder, ...flags];
    const options = { encoding: 'utf8', input: script, timeout: 15000, maxBuffer: 1 << 28 } as const;
    const { status, stdout, stderr } = spawnSync(command, rest, options);
    return { status, lines: stdout.split('\n').filter((line) => line !== ''), text: stderr };
  };
  const witness = { name, run };
  built.set(name, witness);
  return witness;
}
