import path from 'node:path';
import { errorText } from '../common/errorText';
import { DapClient } from '../cli/dapClient';
import { Consoles } from '../test/debug-adapter/consoleTarget';
import { startInProcess } from '../debug-adapter/targets/inProcess';
import { ReferenceTarget } from '../debug-adapter/targets/reference';
import type { TargetFactory } from '../debug-adapter/session/sessionHost';
import { Session } from '../debug-adapter/session/session';
import { adjacentTokenizer, openFile } from '../project/program/node/files';

/** What a process holds, after garbage was collected. */
interface Held {
  readonly heapBytes: number;
  readonly bufferBytes: number;
  readonly handles: number;
}

const model = path.join(__dirname, '..', 'samples', 'tiny', 'tiny.psnt');

type TargetName = 'reference' | 'built-in';

const consoles = new Consoles();
const targets = new Map<TargetName, TargetFactory>([
  ['reference', (program) => new ReferenceTarget(program, startInProcess)],
  ['built-in', consoles.target],
]);

/** A session over streams whose client keeps nothing. */
function session(): { readonly client: DapClient; readonly closed: Promise<void> } {
  let close = (): void => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  const client = DapClient.inProcess((input, output) =>
    new Session({
      openFile,
      adjacentTokenizer,
      targets,
      log: (line) => process.stderr.write(`${line}\n`),
      closed: close,
    }).start(input, output),
  );
  return { client, closed };
}

async function launched(client: DapClient, target: TargetName): Promise<void> {
  await client.request('initialize', { adapterID: 'ps2ml' });
  await client.request('launch', { program: model, target, prompt: 'Once', tokens: 100 });
  const stopped = client.next('stopped');
  await client.request('configurationDone');
  await stopped;
}

async function held(): Promise<Held> {
  if (globalThis.gc === undefined) throw new Error('Run this with node --expose-gc.');
  // Finalisers run between turns.
  for (let i = 0; i < 4; i++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { heapBytes: heapUsed, bufferBytes: arrayBuffers, handles: process.getActiveResourcesInfo().length };
}

function show(what: string, { heapBytes, bufferBytes, handles }: Held): void {
  const mib = (bytes: number): string => (bytes / (1 << 20)).toFixed(1);
  process.stdout.write(
    `${what.padEnd(26)} heap ${mib(heapBytes)} MiB, buffers ${mib(bufferBytes)} MiB, ${handles} handles\n`,
  );
}

/** Steps through runs, as a person does who looks at each stop; a run that has ended starts again. */
async function steps(target: TargetName, count: number, every: number): Promise<void> {
  let { client, closed } = session();
  await launched(client, target);
  for (let done = 1; done <= count; done++) {
    const next = client.next('stopped', 'terminated');
    await client.request('next', { threadId: 1 });
    if ((await next).event === 'terminated') {
      await client.request('disconnect');
      await closed;
      ({ client, closed } = session());
      await launched(client, target);
    }
    await client.request('stackTrace', { threadId: 1 });
    if (done % every === 0) show(`${target}, ${done} steps`, await held());
  }
  await client.request('disconnect');
  await closed;
}

async function sessions(target: TargetName, count: number, every: number): Promise<void> {
  for (let done = 1; done <= count; done++) {
    const { client, closed } = session();
    await launched(client, target);
    await client.request('disconnect');
    await closed;
    if (done % every === 0) show(`${target}, ${done} sessions`, await held());
  }
}

/**
 * Steps and sessions in one process, on one target after the other, with what the process holds in between:
 * `npm run soak -- [STEPS] [SESSIONS] [TARGET]`.
 */
async function main([mostSteps = '10000', mostSessions = '200', only]: readonly string[]): Promise<void> {
  show('start', await held());
  for (const target of targets.keys()) {
    if (only !== undefined && only !== target) continue;
    await sessions(target, Number(mostSessions), Math.max(1, Math.ceil(Number(mostSessions) / 8)));
    await steps(target, Number(mostSteps), Math.max(1, Math.ceil(Number(mostSteps) / 10)));
  }
  consoles.remove();
  show('end', await held());
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = 1;
});
