import { resolve } from 'node:path';
import type { Command } from '../command';
import { pcsx2 } from '../../targets/pcsx2';
import { ps2link } from '../../targets/ps2link';
import type { Status } from '../../targets/doctorCheck';
import { doctorChecks } from '../../doctor/checks';
import { linkOptionsOf } from './servePs2link';
import { runCheck, type Result } from '../../doctor/run';

/** What stands before a line. */
const marks: Readonly<Record<Status, string>> = { good: 'good', loss: 'loss', bad: 'BAD ', idle: ' -- ' };

export const doctorCommand: Command = {
  name: 'doctor',
  operand: 'FOLDER',
  isOperandOptional: true,
  summary: 'Checks PCSX2, its settings, the link to it, a console, the compiler and the project.',
  options: {
    pcsx2: { value: 'PATH', help: 'the program of PCSX2; looked for when not given' },
    ps2link: {
      value: 'ADDRESS',
      help: 'the address of a console with ps2link (or ADDRESS:FILEPORT:COMMANDPORT)',
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
  return [`${marks[status]}  ${title}: ${what}`, ...more.map((line) => `      ${line}`), ''].join('\n');
}
