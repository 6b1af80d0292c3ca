import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { openTrace } from '../../model/trace/file/reader';
import { MemorySource } from '../../disc/byteSource';
import { projectRoot } from '../../test/support/project';
import { randomOfCase } from '../../test/support/mutation';

/** A program that writes one file, and is killed while it does. */
interface Victim {
  readonly name: string;
  /** Arguments of Node in a folder with the sample model, a checkpoint and a project. */
  readonly args: (folder: string) => readonly string[];
  /** What it writes, from that folder. */
  readonly output: string;
  /** A trace may end before its run; other files are whole or not there. */
  readonly isTrace?: boolean;
}

const cli = path.join(projectRoot, 'dist', 'cli.js');
const extensionBuild = path.join(projectRoot, 'out', 'attack', 'extensionBuild.js');
const victims: readonly Victim[] = [
  {
    name: 'convert',
    args: (folder) => [
      cli,
      'convert',
      path.join(folder, 'big.psnt'),
      '--type',
      'q8',
      '-o',
      path.join(folder, 'new.psnt'),
    ],
    output: 'new.psnt',
  },
  {
    name: 'build',
    args: (folder) => [cli, 'build', path.join(folder, 'tiny.psnt'), '-o', path.join(folder, 'new.iso')],
    output: 'new.iso',
  },
  {
    name: 'trace',
    args: (folder) => [
      ...[
        cli,
        'run',
        path.join(folder, 'tiny.psnt'),
        '--target',
        'reference',
        '--prompt',
        'Once',
        '--tokens',
        '12',
      ],
      ...['--trace', path.join(folder, 'new.ps2trace')],
    ],
    output: 'new.ps2trace',
    isTrace: true,
  },
  {
    name: 'extension build',
    args: (folder) => [extensionBuild, path.join(folder, 'project')],
    output: 'project/build',
  },
];

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Each file of a folder, temporary ones and folders of the product's own state left out; a file itself. */
async function hashes(output: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const names = await readdir(output, { recursive: true }).catch(() => undefined);
  for (const name of names ?? ['']) {
    if (/\.tmp$|\.ps2ml/.test(name)) continue;
    const bytes = await readFile(path.join(output, name)).catch(() => undefined);
    if (bytes !== undefined) found.set(name, hashOf(bytes));
  }
  return found;
}

async function temporaries(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.tmp'));
}

/** Runs to its end, or until it is killed. @returns the exit code, null when it was killed. */
async function run(args: readonly string[], killAfterMs?: number): Promise<number | null> {
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const exit = once(child, 'exit');
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [code] = (await exit) as [number | null];
  clearTimeout(timer);
  return code;
}

async function prepared(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-kills-'));
  await cp(path.join(projectRoot, 'samples', 'tiny'), folder, { recursive: true });
  await cp(path.join(projectRoot, 'samples', 'stories', 'stories.psnt'), path.join(folder, 'big.psnt'));
  const project = path.join(folder, 'project');
  await cp(path.join(projectRoot, 'samples', 'tiny'), project, { recursive: true });
  const fields = {
    model: 'tiny.psnt',
    tokenizer: 'tiny.tokenizer.bin',
    prompts: ['Once'],
    conversion: { type: 'q4' },
  };
  await writeFile(path.join(project, 'ps2ml.json'), JSON.stringify(fields));
  return folder;
}

/** Bundles the build of the extension. */
function prepareExtensionBuild(): void {
  buildSync({
    entryPoints: [path.join(__dirname, 'extensionBuild.ts')],
    outfile: extensionBuild,
    bundle: true,
    platform: 'node',
    alias: { 'jsonc-parser': path.join(projectRoot, 'node_modules/jsonc-parser/lib/esm/main.js') },
    logLevel: 'error',
  });
}

/** What is wrong with the output of a program that was killed. */
async function faultsOf(
  victim: Victim,
  folder: string,
  whole: ReadonlyMap<string, string>,
): Promise<string[]> {
  const output = path.join(folder, victim.output);
  if (victim.isTrace === true) {
    const bytes = await readFile(output).catch(() => undefined);
    if (bytes === undefined) return [];
    return openTrace(new MemorySource(bytes), 't').then(
      () => [],
      (error: unknown) => [`the trace cannot be read: ${String(error)}`],
    );
  }
  const found = await hashes(output);
  return [...found].flatMap(([name, hash]) =>
    whole.get(name) === hash ? [] : [`${victim.output}/${name} is torn`],
  );
}

/**
 * Kills each program `count` times at random moments.
 * @returns what they left behind that they must not.
 */
export async function kill(count: number, seed: number, tell: (line: string) => void): Promise<string[]> {
  prepareExtensionBuild();
  const faults: string[] = [];
  for (const victim of victims) {
    const folder = await prepared();
    const output = path.join(folder, victim.output);
    const start = performance.now();
    if ((await run(victim.args(folder))) !== 0) faults.push(`${victim.name} fails when nobody kills it`);
    const ms = performance.now() - start;
    const whole = await hashes(output);
    let killed = 0;
    for (let index = 0; index < count; index++) {
      // Every other time nothing is there before.
      if (index % 2 === 0) await rm(output, { recursive: true, force: true });
      const next = randomOfCase(seed, index);
      if ((await run(victim.args(folder), Math.round((ms * next(1000)) / 1000))) === null) killed++;
      for (const fault of await faultsOf(victim, folder, whole))
        faults.push(`${victim.name}, kill ${index}: ${fault}`);
    }
    if ((await run(victim.args(folder))) !== 0) faults.push(`${victim.name} fails after the kills`);
    if (victim.isTrace !== true)
      for (const [name, hash] of whole)
        if ((await hashes(output)).get(name) !== hash)
          faults.push(`${victim.name} builds another ${name} after the kills`);
    if (victim.name === 'extension build') {
      await run([cli, 'clean', path.join(folder, 'project')]);
      for (const name of await temporaries(folder)) faults.push(`${name} stays after ps2ml clean`);
    }
    tell(
      `${victim.name.padEnd(24)} ${killed} of ${count} killed, ${Math.round(ms)} ms a run, ${(await temporaries(folder)).length} temporaries left`,
    );
    await rm(folder, { recursive: true });
  }
  return faults;
}
