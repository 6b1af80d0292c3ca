import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Bench } from '../row';

/** The start-up time of the extension. Runs in real VS Code; see test/host. */
export const editorBenches: readonly Bench[] = [
  {
    name: 'activation-ms',
    run: async () => {
      const launcher = path.resolve('test', 'host', 'launch.ts');
      const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', launcher], {
        env: { ...process.env, PS2ML_HOST_MEASURE: '1' },
      });
      const [, value] = /^activation-ms ([\d.]+)$/m.exec(stdout) ?? [];
      if (value === undefined) throw new Error(`VS Code reported no activation time. Output: ${stdout}`);
      return { value: Number(value), unit: 'ms until active, code loaded' };
    },
  },
];
