import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { blaming, type Work } from './work';

/** Compilers for the console's EE: the one of Debian, and those of ps2dev. */
export const compilers = ['mipsel-linux-gnu-gcc', 'mips64r5900el-ps2-elf-gcc', 'ee-gcc'] as const;

/** Builds the project's own EE program with its Makefile. @throws ProjectError, or the reason of the abort. */
export async function runtimeStep(work: Work): Promise<void> {
  const { folder, say } = work;
  const { elf } = folder.project;
  if (elf?.make === undefined) {
    say('Nothing to compile: the project uses the EE program of PS2 ML ("elf.make" is not set).');
    return;
  }
  const where = folder.pathOf(elf.make);
  await blaming(work, 'elf.make', async () => {
    if ((await findProgram(['make'])) === undefined) throw new Error('make not found in PATH: install it.');
    if ((await findProgram(compilers)) === undefined) {
      throw new Error(
        `No EE compiler found in PATH (${compilers.join(', ')}): install gcc-mipsel-linux-gnu or ps2dev.`,
      );
    }
    await runMake(where, work);
  });
}

/** The absolute path of the first of these programs that is in PATH. */
export async function findProgram(names: readonly string[]): Promise<string | undefined> {
  const endings = process.platform === 'win32' ? ['.exe', ''] : [''];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    for (const folder of folders) {
      for (const ending of endings) {
        const path = join(folder, `${name}${ending}`);
        const isThere = await access(path, constants.X_OK).then(
          () => true,
          () => false,
        );
        if (isThere) return path;
      }
    }
  }
  return undefined;
}

function runMake(folder: string, { say, signal }: Work): Promise<void> {
  return new Promise((done, reject) => {
    const child = spawn('make', ['-C', folder], { signal, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on('line', (line) => say(withAbsoluteFile(line, folder)));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) done();
      else reject(new Error(`make in ${folder} failed with exit code ${code ?? 'none'}.`));
    });
  });
}

/** The compiler prints paths relative to its folder. With absolute paths, an editor can always open the files. */
function withAbsoluteFile(line: string, folder: string): string {
  return line.replace(/^(?![/\\])([^\s:]+)(?=:\d+:\d+: (?:fatal )?(?:error|warning|note):)/, (name) =>
    resolve(folder, name),
  );
}
