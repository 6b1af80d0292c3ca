import { checkAgain, type DoctorCheck } from '../../../targets/doctorCheck';
import { elsewhereHere } from './surroundings';

/** Whether a PCSX2 with a window can run where this runs. */
export const machineCheck: DoctorCheck = {
  id: 'machine',
  title: 'This machine',
  run() {
    const reason = elsewhereHere();
    const [what = '', ...rest] = (reason ?? 'Programs with a window can be started here.').split(/: (.*)/s);
    return Promise.resolve({
      status: reason === undefined ? 'ok' : 'warning',
      what: reason === undefined ? what : `${what}.`,
      why:
        reason === undefined
          ? 'PCSX2 runs beside the editor, where the debugger can reach it.'
          : sentence(rest.join('')),
      action: checkAgain,
    });
  },
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
