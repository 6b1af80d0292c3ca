import type { Comparison, Divergence } from '../../debug-adapter/divergence/finding';
import { divergenceKinds } from '../../debug-adapter/divergence/kinds';
import { textTable } from '../../model/textTable';

/** The result of `ps2ml diverge` for programs: `operation` is null when nothing differs. */
export function divergenceJson({ divergence, ...compared }: Comparison): object {
  const none = { operation: null, matrix: null, pass: null, position: null, kind: null };
  return { ...(divergence ?? none), compared };
}

/** The same for people. */
export function divergenceText(model: string, comparison: Comparison): string {
  const { divergence, operations, passes, tokens, drift, remarks } = comparison;
  const counts = `${operations} operations in ${passes} ${passes === 1 ? 'pass' : 'passes'}, ${tokens} tokens`;
  const lines = [
    ...remarks,
    ...(divergence ? foundLines(divergence) : [`${model}: nothing differs (${counts}).`]),
    ...(drift.length === 0 ? [] : ['', 'Drift from the free-running reference, at the end of each layer']),
    ...(drift.length === 0
      ? []
      : [
          textTable(
            [
              ['layer', 'largest relative difference', 'in pass'],
              ...drift.map(({ layer, relative, pass }) => [layer, relative.toExponential(2), String(pass)]),
            ],
            [1, 2],
          ),
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

function foundLines(found: Divergence): string[] {
  const { operation, matrix, pass, position, kind, words, difference, vectors, weights, damaged } = found;
  const rows = [
    ['operation', operation],
    ['matrix', matrix ?? '–'],
    ['pass', pass === null ? '–' : String(pass)],
    ['position', position === null ? '–' : String(position)],
    ['kind', `${kind}: ${divergenceKinds[kind]}`],
    ...(difference
      ? [
          ['values that differ', `${difference.differing} of ${difference.elements}`],
          [
            'largest',
            `element ${difference.worst.index}: ${difference.worst.found}, expected ${difference.worst.expected}`,
          ],
          ['relative difference', difference.relative.toExponential(3)],
        ]
      : []),
    ...(vectors
      ? [
          [`found, from ${vectors.from}`, vectors.found.map(short).join('  ')],
          ['expected', vectors.expected.map(short).join('  ')],
        ]
      : []),
    ...(weights
      ? [
          ['weight', `row ${weights.row}, column ${weights.column}`],
          ...(weights.file === undefined ? [] : [['in the model file', `byte ${hex(weights.file)}`]]),
          ...(weights.disc ? [['on the disc', discText(weights.disc)]] : []),
          ['in RAM', weights.ram === undefined ? 'read in each pass' : hex(weights.ram)],
        ]
      : []),
    ...(damaged
      ? [['sectors of WEIGHTS.BIN', `${damaged.sector} to ${damaged.sector + damaged.sectors - 1}`]]
      : []),
  ];
  return [`First divergence: ${operation}`, words, textTable(rows, [])];
}

function discText({
  imageOffset,
  lba,
  fileOffset,
}: NonNullable<NonNullable<Divergence['weights']>['disc']>): string {
  const inImage =
    imageOffset === undefined ? '' : `byte ${hex(imageOffset)} of the image, sector ${String(lba)}; `;
  return `${inImage}byte ${hex(fileOffset)} of WEIGHTS.BIN`;
}

const short = (value: number): string => value.toPrecision(6);
const hex = (value: number): string => `0x${value.toString(16)}`;
