import { parseArgs } from 'node:util';
import { errorText } from '../common/errorText';
import { clockBenches } from './rows/clock';
import { consoleBenches } from './rows/console';
import { editorBenches } from './rows/editor';
import { fileBenches } from './rows/files';
import { nativeBenches } from './rows/native';
import { planBenches } from './rows/plan';
import { stepBenches } from './rows/steps';
import type { BenchRow } from './row';

const benches = [
  ...planBenches,
  ...fileBenches,
  ...consoleBenches,
  ...clockBenches,
  ...stepBenches,
  ...nativeBenches,
  ...editorBenches,
];

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      interactive: { type: 'boolean', default: false },
    },
  });
  const unknown = (values.only ?? []).filter((name) => !benches.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    console.error(
      `Unknown figure ${unknown.join(', ')}. Figures: ${benches.map(({ name }) => name).join(', ')}.`,
    );
    return 2;
  }
  const rows: BenchRow[] = [];
  for (const bench of benches) {
    if (values.only && !values.only.includes(bench.name)) continue;
    const row = { name: bench.name, ...(await bench.run({ isInteractive: values.interactive })) };
    rows.push(row);
    if (!values.json) console.log(sentence(row));
  }
  if (values.json) console.log(JSON.stringify({ rows }, undefined, 2));
  return 0;
}

function sentence({ name, value, unit, low, high, other, otherValue, ratio }: BenchRow): string {
  const figure = (number: number): string => number.toLocaleString('en-US', { maximumSignificantDigits: 5 });
  const beside =
    otherValue === undefined ? '' : ` (${other ?? ''}: ${figure(otherValue)}, ratio ${figure(ratio ?? 0)})`;
  const range = low === undefined || high === undefined ? '' : ` (range ${figure(low)} to ${figure(high)})`;
  return `${name.padEnd(36)} ${figure(value)} ${unit}${range}${beside}`;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(errorText(error));
    process.exitCode = 1;
  },
);
