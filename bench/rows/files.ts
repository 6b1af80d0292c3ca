import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { FileSource } from '../../disc/node/fileSource';
import type { ModelConfig } from '../../model/model';
import { encodeHeader } from '../../model/psnt/encodeHeader';
import { inspectPsnt } from '../../model/psnt/file';
import { tenMillionConfig } from '../tenMillion';
import type { Bench } from '../row';

/** A shape whose Q8 file has a little over 4 GB, nearly all of it in two matrices. */
const large: ModelConfig = {
  ...tenMillionConfig,
  dim: 16384,
  hiddenDim: 16384,
  layers: 2,
  uniqueLayers: 2,
  heads: 128,
  kvHeads: 128,
  headDim: 128,
  kvDim: 16384,
  vocabSize: 32768,
};

export const fileBenches: readonly Bench[] = [
  {
    name: 'open-4gb-ms',
    run: async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-bench-'));
      try {
        const file = path.join(folder, 'large.psnt');
        const handle = await open(file, 'w');
        await handle.write(encodeHeader(3, 8, large));
        await handle.truncate(4_294_967_296);
        await handle.close();
        const start = performance.now();
        const source = await FileSource.open(file);
        await inspectPsnt(source, 'large.psnt');
        const value = performance.now() - start;
        await source.close();
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
