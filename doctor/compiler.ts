import { isProject, openProject } from '../project/node/projectFolder';
import { compilers, findProgram } from '../project/node/build/runtimeStep';
import { checkAgain, type DoctorCheck } from '../targets/doctorCheck';
import type { DoctorSubject } from './checks';

const install = 'sudo apt-get install make gcc-mipsel-linux-gnu';

/** Checks for the tools that compile an EE program. */
export const compilerCheck = ({ folder }: DoctorSubject): DoctorCheck => ({
  id: 'compiler',
  title: 'Compiler',
  async run() {
    const [make, compiler] = [await findProgram(['make']), await findProgram(compilers)];
    if (make !== undefined && compiler !== undefined) {
      const what = `Found ${compiler} and ${make}.`;
      return { status: 'ok', what, why: 'You can compile your own EE programs.', action: checkAgain };
    }
    const missing = [
      ...(make === undefined ? ['make'] : []),
      ...(compiler === undefined ? [`EE compiler (${compilers.join(', ')})`] : []),
    ];
    const isNeeded = folder !== undefined && (await needsMake(folder));
    return {
      status: isNeeded ? 'error' : 'skipped',
      what: `No ${missing.join(' and no ')} found in PATH.`,
      why: isNeeded
        ? 'The project compiles its own EE program ("elf.make").'
        : 'Needed only for your own EE programs. The one in PS2 ML is already compiled.',
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
