import { resolve } from 'node:path';
import type { Command } from '../command';
import { pcsx2 } from '../../targets/pcsx2';
import { ps2link } from '../../targets/ps2link';
import { doctorChecks } from '../../doctor/checks';
import { linkOptionsOf } from './servePs2link';
import { runCheck, type Result } from '../../doctor/run';

export const doctorCommand: Command = {
  name: 'doctor',
  operand: 'FOLDER',
  isOperandOptional: true,
  summary: 'Check PCSX2, its settings and connection, a console, the compiler and the project.',
  options: {
    pcsx2: { value: 'PATH', help: 'path of the PCSX2 executable; default: search for it' },
    ps2link: {
      value: 'ADDRESS',
      help: 'address of a console with ps2link (or ADDRESS:FILEPORT:COMMANDPORT)',
    },
    json: { help: 'print one JSON object' },
  },
  async run(call, io) {
    const place = call.text('ps2link');
    const subject = {
      folder: resolve(call.file ?? '.'),
      own: {
        [pcsx2.id]: { path: call.text('pcsx2') ?? '' },
        ...(place !== undefined && { [ps2link.id]: linkOptionsOf(place) }),
      },
    };
    const results: Result[] = [];
    for (const check of doctorChecks(subject)) {
      const result = await runCheck(check, io.signal);
      results.push(result);
      if (!call.has('json')) io.out(textOf(result));
    }
    if (call.has('json')) io.out(`${JSON.stringify({ checks: results }, undefined, 2)}\n`);
  },
};

function textOf({ title, status, what, why, details = [], action }: Result): string {
  const more = [why, ...details, ...(action.kind === 'copy' ? [action.text] : [])];
  return [`${status.padEnd(9)}${title}: ${what}`, ...more.map((line) => `${' '.repeat(9)}${line}`), ''].join(
    '\n',
  );
}
