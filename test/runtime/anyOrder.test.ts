// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { bootFiles } from '../../image/bootFiles';
import { generateModel } from '../../model/convert/generated';
import { compilePlan } from '../../model/plan/compile';
import type { PlanOptions } from '../../model/plan/options';
import type { Plan } from '../../model/plan/plan';
import { greedy } from '../../model/plan/runSettings';
import { everyFeature } from '../support/randomModel';
import { retyped } from '../support/retyped';
import { streamed } from '../support/streamed';
import { compareSteps } from './comparison';
import { ConsoleProgram } from './consoleProgram';
import { expectedLines } from './expectation';
import { writeFiles, type Project } from './project';
import { prebuiltElf, temporaryFolder } from './toolchain';
import { nativeWitness } from './witness';

const sectorBytes = 2048;

/** The same plan with everything in WEIGHTS.BIN the other way round: the last part first, the vectors last. */
function reversed(plan: Plan): Plan {
  const vectors = plan.reads.filter(({ matrix }) => matrix === undefined);
  const isVector = (sector: number): boolean =>
    vectors.some((read) => sector >= read.sector && sector < read.sector + read.sectors);
  const parts = plan.matrices.flatMap(({ parts: own }) =>
    own.map(({ fileOffset, bytes }) => ({
      sector: fileOffset / sectorBytes,
      sectors: Math.ceil(bytes / sectorBytes),
    })),
  );
  const ranges = [...vectors, ...parts.filter(({ sector }) => !isVector(Math.floor(sector)))];
  const moved = new Map<number, number>();
  let next = 1;
  for (const { sector, sectors } of ranges.sort((a, b) => b.sector - a.sector)) {
    moved.set(sector, next);
    next += sectors;
  }
  assert.equal(next, plan.weightsFile.sectors);
  const place = (offset: number): number => {
    const found = ranges.find(
      ({ sector, sectors }) => offset >= sector * sectorBytes && offset < (sector + sectors) * sectorBytes,
    );
    const start = found?.sector ?? assert.fail();
    return offset + ((moved.get(start) ?? 0) - start) * sectorBytes;
  };
  return {
    ...plan,
    matrices: plan.matrices.map((matrix) => ({
      ...matrix,
      parts: matrix.parts.map((part) => ({ ...part, fileOffset: place(part.fileOffset) })),
    })),
    reads: plan.reads.map((read) => ({ ...read, sector: place(read.sector * sectorBytes) / sectorBytes })),
  };
}

describe('WEIGHTS.BIN in another order', function () {
  this.timeout(180_000);

  for (const arithmeticVersion of [1, 2] as const) {
    it(`runs on the built-in console and in the console's C: version ${arithmeticVersion}`, async function () {
      const model = await retyped(generateModel({ seed: 14, config: everyFeature }), 'q4');
      const options: Partial<PlanOptions> = { maxPartBytes: 600, embedding: 'streamed', context: 16 };
      const plan = reversed(compilePlan(model, { ...streamed, ...options, arithmeticVersion }));
      const settings = { ...greedy, prompt: [1, 5], maxTokens: 2, waitForDebuggerMs: 1000 };
      const elf = new Uint8Array(await readFile(prebuiltElf));
      const files = new Map<string, Uint8Array>();
      for (const { name, source } of await bootFiles({ model, plan, run: settings, elf }))
        files.set(name, await source.read(0, source.size));
      const { folder, remove } = temporaryFolder();
      try {
        writeFiles(folder, files);
        const project: Project = { plan, settings, folder, files, remove };
        const console = await ConsoleProgram.boot(files);
        assert.equal(await compareSteps(model, project, console), 2 * plan.operations.length);
        const witness = nativeWitness();
        if (witness === undefined) return;
        const expected = await expectedLines(model, plan, settings, 'ieee');
        const found = witness.run(folder, ['--step']).lines.filter((line) => /^(operation|read) /.test(line));
        assert.deepEqual(
          found,
          expected.filter((line) => /^(operation|read) /.test(line)),
        );
      } finally {
        remove();
      }
    });
  }
});
