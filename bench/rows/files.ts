import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { FileSource } from '../../disc/node/fileSource';
import { openedModel } from '../../extension/inspector/openModelFile';
import { writeSparseModel } from '../../test/support/sparseModel';
import type { Bench } from '../row';

export const fileBenches: readonly Bench[] = [
  {
    name: 'open-4gb-ms',
    run: async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-bench-'));
      try {
        const file = path.join(folder, 'large.psnt');
        await writeSparseModel(file);
        const start = performance.now();
        const source = await FileSource.open(file);
        const opened = await openedModel({ label: 'large.psnt', source, close: () => source.close() }, {});
        const value = performance.now() - start;
        await opened.close();
        return { value, unit: 'ms' };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  },
  {
    name: 'package-bytes',
    run: async () => {
      const root = process.cwd();
      const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
      const sizes = await Promise.all(files.map(async (file) => (await stat(path.join(root, file))).size));
      return { value: sizes.reduce((sum, size) => sum + size, 0), unit: 'bytes before compression' };
    },
  },
];
