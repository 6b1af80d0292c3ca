import { isProject, openProject } from '../project/node/projectFolder';
import { compilers, findProgram } from '../project/node/build/runtimeStep';
import { checkAgain, type DoctorCheck } from '../targets/doctorCheck';
import type { DoctorSubject } from './checks';

const install = 'sudo apt-get install make gcc-mipsel-linux-gnu';

/** What compiles a program for the console. */
export const compilerCheck = ({ folder }: DoctorSubject): DoctorCheck => ({
  id: 'compiler',
  title: 'Compiler',
  async run() {
    const [make, compiler] = [await findProgram(['make']), await findProgram(compilers)];
    if (make !== undefined && compiler !== undefined) {
      const what = `${compiler} and ${make} are there.`;
      return { status: 'ok', what, why: 'Programs of your own can be compiled.', action: checkAgain };
    }
    const missing = [
      ...(make === undefined ? ['make'] : []),
      ...(compiler === undefined ? [`a compiler for the console (${compilers.join(', ')})`] : []),
    ];
    const isNeeded = folder !== undefined && (await needsMake(folder));
    return {
      status: isNeeded ? 'error' : 'skipped',
      what: `There is no ${missing.join(' and no ')} on the PATH.`,
      why: isNeeded
        ? 'The project compiles its own program ("elf.make").'
        : 'It is needed only for programs of your own: the one that comes with PS2 ML is compiled already.',
      details: [`On Debian and Ubuntu: ${install}. Elsewhere: ps2dev.`],
      action: { kind: 'copy', label: 'Copy Command', text: install },
    };
  },
});

async function needsMake(folder: string): Promise<boolean> {
  if (!(await isProject(folder))) return false;
  return openProject(folder).then(
    ({ project }) => project.elf?.make !== undefined,
    () => false,
  );
}
