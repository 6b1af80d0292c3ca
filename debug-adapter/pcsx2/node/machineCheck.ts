import { checkAgain, type DoctorCheck } from '../../../targets/doctorCheck';
import { elsewhereHere } from './surroundings';

/** Checks whether PCSX2 can open its window on this machine. */
export const machineCheck: DoctorCheck = {
  id: 'machine',
  title: 'This machine',
  run() {
    const reason = elsewhereHere();
    const [what = '', ...rest] = (reason ?? 'Programs with a window can run here.').split(/: (.*)/s);
    return Promise.resolve({
      status: reason === undefined ? 'ok' : 'warning',
      what: reason === undefined ? what : `${what}.`,
      why:
        reason === undefined
          ? 'PCSX2 runs on the same machine as the editor, so the debugger can reach it.'
          : sentence(rest.join('')),
      action: checkAgain,
    });
  },
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
