import type { DriveFacts } from '../../model/trace/driveFacts';
import { textTable } from '../../model/textTable';

/** The drive's constants: those of the drive model, and those fitted to the reads of a trace. */
export function driveReport({ medium, source, constants, sentence }: DriveFacts): string {
  const cells = constants.map(({ name, unit, assumed, fitted }) => [
    `${name}, ${unit}`,
    assumed.toFixed(3),
    fitted === undefined ? 'not measured' : fitted.toFixed(3),
  ]);
  return [
    `Drive: ${medium} (${source})`,
    textTable([['constant', 'model', 'fitted'], ...cells], [1, 2]),
    sentence,
  ].join('\n');
}
