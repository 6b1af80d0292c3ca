import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { errorText } from '../../common/errorText';
import { writeFileAtomically } from '../../disc/node/atomicFile';
import { FileSource } from '../../disc/node/fileSource';
import { generateModel } from '../../model/convert/generated';
import { Engine } from '../../model/engine/engine';
import { cachedParts } from '../../model/engine/partCache';
import { compilePlan } from '../../model/plan/compile';
import { greedy } from '../../model/plan/runSettings';
import { openModelFile } from '../../model/node/modelFile';
import { writePsnt } from '../../model/psnt/writer';
import { compared, type Bench } from '../row';
import { tenMillionConfig } from '../tenMillion';

const run = promisify(execFile);

/** Tokens of the mean, after warm-up tokens. */
const positions = { first: 8, last: 23 } as const;

/** Our TypeScript compared with C code for the same work. Needs a C compiler as `cc`. */
export const nativeBenches: readonly Bench[] = [
  {
    name: 'reference-over-c',
    run: () =>
      inFolder(async (folder) => {
        const { dim, hiddenDim, layers, uniqueLayers, heads, kvHeads, vocabSize } = tenMillionConfig;
        const shape = [dim, hiddenDim, layers, uniqueLayers, heads, kvHeads, vocabSize];
        const c = await timed(folder, 'forward', [...shape, positions.first, positions.last].map(String));
        return compared(await referenceMs(folder), 'ms per token of the 10M shape', 'C, cc -O2', c);
      }),
  },
  {
    name: 'convert-over-c',
    run: () =>
      inFolder(async (folder) => {
        const model = generateModel({ seed: 1, config: tenMillionConfig, label: '10M' });
        const raw = path.join(folder, 'floats.bin');
        const whole = await model.source.read(0, model.source.size);
        const file = await open(raw, 'w');
        await file.writeFile(whole);
        await file.close();
        const target = path.join(folder, 'c.bin');
        const c = await timed(folder, 'quantise', [raw, target, String(tenMillionConfig.dim)]);
        const source = await FileSource.open(raw);
        const start = performance.now();
        await writeFileAtomically(path.join(folder, 'ts.psnt'), (output) =>
          writePsnt({ ...model, source }, (bytes) => output.write(bytes)),
        );
        const value = performance.now() - start;
        await source.close();
        return compared(value, 'ms for the 10M shape, f32 to Q8', 'C, cc -O2', c);
      }),
  },
];

/** Milliseconds per token on the reference engine, which computes in floats as the C does, with its weights in memory. */
async function referenceMs(folder: string): Promise<number> {
  const file = path.join(folder, '10M.psnt');
  await writeFileAtomically(file, (output) =>
    writePsnt(generateModel({ seed: 1, config: tenMillionConfig, label: '10M' }), (bytes) =>
      output.write(bytes),
    ),
  );
  const { model, close } = await openModelFile(file);
  const plan = compilePlan(model, { arithmeticVersion: 1 });
  const tokens = positions.last + 1;
  const settings = { ...greedy, prompt: [1], maxTokens: tokens };
  const engine = new Engine({ plan, loader: cachedParts(model, plan), settings, mode: 'ieee' });
  await engine.preload();
  let start = 0;
  for (let told = 0; engine.ended === undefined;) {
    for (const { type } of await engine.step())
      if (type === 'token' && ++told === positions.first) start = performance.now();
  }
  await close();
  return (performance.now() - start) / (tokens - positions.first);
}

/**
 * Compiles a program of bench/c and returns the milliseconds that it prints.
 * @throws Error when there is no compiler.
 */
async function timed(folder: string, name: string, args: readonly string[]): Promise<number> {
  const program = path.join(folder, name);
  const source = path.resolve('bench', 'c', `${name}.c`);
  await run('cc', ['-O2', '-o', program, source, '-lm']).catch((error: unknown) => {
    const why = errorText(error);
    throw new Error(`This figure needs a C compiler as "cc" (on Debian: apt install gcc): ${why}`);
  });
  return Number((await run(program, args)).stdout);
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
