import { parseArgs } from 'node:util';
import { errorText } from '../../common/errorText';
import { converse } from './conversations';
import { kill } from './kills';
import { readers } from './readers';
import { prepareMutations, watchedMutations } from './watchedMutations';
import type { Fault } from './mutations';

const options = {
  mutations: { type: 'string', default: '0' },
  conversations: { type: 'string', default: '0' },
  kills: { type: 'string', default: '0' },
  only: { type: 'string', multiple: true },
  seed: { type: 'string', default: '1' },
  first: { type: 'string', default: '0' },
} as const;

const write = (line: string): void => void process.stdout.write(`${line}\n`);

/** Damaged files, in equal shares for every reader. */
async function mutations(
  total: number,
  only: readonly string[] | undefined,
  seed: number,
  first: number,
): Promise<Fault[]> {
  const names = (await readers()).map(({ name }) => name).filter((name) => only?.includes(name) ?? true);
  prepareMutations();
  const share = Math.ceil(total / names.length);
  const all: Fault[] = [];
  for (const name of names) {
    const start = performance.now();
    const faults = await watchedMutations({ name, first, count: share, seed });
    write(
      `${name.padEnd(24)} ${share} damaged, ${faults.length} faults, ${Math.round((performance.now() - start) / 1000)} s`,
    );
    for (const { index, what } of faults.slice(0, 10)) write(`  case ${index}: ${what}`);
    all.push(...faults);
  }
  return all;
}

/**
 * Attacks every reader, the debugger and the writers with damaged files, random requests and kills:
 * `npm run attack -- --mutations 100000 --conversations 300 --kills 100 [--only elf] [--seed 1] [--first 0]`. Kills need
 * `npm run build` before.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  const faults: unknown[] = [];
  if (Number(values.mutations) > 0)
    faults.push(
      ...(await mutations(Number(values.mutations), values.only, Number(values.seed), Number(values.first))),
    );
  if (Number(values.conversations) > 0) {
    const [count, seed, first] = [values.conversations, values.seed, values.first].map(Number);
    const found = await converse(count ?? 0, seed ?? 1, first ?? 0, write);
    for (const fault of found.slice(0, 40)) write(`  ${fault}`);
    faults.push(...found);
  }
  if (Number(values.kills) > 0) {
    const found = await kill(Number(values.kills), Number(values.seed), write);
    for (const fault of found.slice(0, 40)) write(`  ${fault}`);
    faults.push(...found);
  }
  write(faults.length === 0 ? 'No fault.' : `${faults.length} faults.`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = 1;
});
