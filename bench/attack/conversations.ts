import { randomOfCase, type Random } from '../../test/support/mutation';
import { Consoles } from '../../test/debug-adapter/consoleTarget';
import { Conversation, tiny } from '../../test/debug-adapter/conversation';

const requests = [
  'threads',
  'stackTrace',
  'scopes',
  'variables',
  'evaluate',
  'setBreakpoints',
  'setFunctionBreakpoints',
  'setExceptionBreakpoints',
  'breakpointLocations',
  'completions',
  'source',
  'loadedSources',
  'readMemory',
  'writeMemory',
  'disassemble',
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'reverseContinue',
  'continue',
  'pause',
  'ps2ml/stepLayer',
  'ps2ml/stepToken',
  'ps2ml/saveCheckpoint',
  'ps2ml/returnToCheckpoint',
  'setVariable',
  'restart',
  'goto',
  'launch',
  'cancel',
  'constructor',
];

/** Values for any argument, right ones and wrong ones. */
const values: readonly unknown[] = [
  1,
  0,
  -1,
  1.5,
  2 ** 53,
  '',
  'x',
  'mean(x)',
  'x[0][99999]',
  'L01.attn.q',
  '0x180000',
  '-16',
  'max(x) > 1',
  '{x} {mean(x)} {',
  null,
  true,
  [],
  {},
  [{ line: 12, condition: 'max(x) > 0' }],
  [{ line: 1e9 }],
  [{ name: 'L00' }],
  { sourceReference: 1 },
  { path: '/etc/passwd' },
  'AAAA',
];
const fields = [
  'threadId',
  'frameId',
  'variablesReference',
  'expression',
  'context',
  'source',
  'sourceReference',
  'breakpoints',
  'filters',
  'text',
  'column',
  'line',
  'memoryReference',
  'offset',
  'count',
  'data',
  'instructionCount',
  'start',
  'filter',
  'granularity',
];

function argumentsOf(next: Random): unknown {
  if (next(12) === 0) return values[next(values.length)];
  const args: Record<string, unknown> = { threadId: 1, frameId: 1, sourceReference: 1 };
  for (let left = next(5); left > 0; left--)
    args[fields[next(fields.length)] ?? ''] = values[next(values.length)];
  return args;
}

/** What is wrong with the answer to a request; undefined if nothing is. */
function faultOf(
  command: string,
  response: { readonly success: boolean; readonly message?: string },
): string | undefined {
  if (response.success) return undefined;
  const { message = '' } = response;
  const isOdd =
    message === '' ||
    message.length > 4096 ||
    /\bundefined\b|\[object |^(?:Type|Range)Error|Cannot read prop/.test(message);
  return isOdd ? `${command} failed with "${message.slice(0, 200)}"` : undefined;
}

/** A session that is asked for random things in a random order, and then left. @returns what it did that it must not do. */
async function conversation(index: number, seed: number, consoles: Consoles): Promise<string[]> {
  const next = randomOfCase(seed, index);
  const isConsole = next(4) === 0;
  const faults: string[] = [];
  const talk = new Conversation(isConsole ? { target: consoles.target, targetName: 'built-in' } : {});
  await talk.initialize();
  const stopOnEntry = next(3) !== 0;
  const launch = await talk.client.ask('launch', {
    ...tiny,
    stopOnEntry,
    tokens: 1 + next(5),
    target: isConsole ? 'built-in' : 'reference',
  });
  if (!launch.success) faults.push(`launch failed: ${launch.message ?? ''}`);
  await talk.client.ask('configurationDone', {});
  // Requests come without waiting for the answers before them, some at once.
  let open: Promise<void>[] = [];
  for (let left = 10 + next(40); left > 0; left--) {
    const command = requests[next(requests.length)] ?? 'threads';
    const asked = talk.client.ask(command, argumentsOf(next) as object).then((response) => {
      const fault = faultOf(command, response);
      if (fault !== undefined) faults.push(fault);
    });
    open.push(asked);
    if (next(3) === 0) {
      await Promise.all(open);
      open = [];
    }
  }
  await Promise.all(open);
  await talk.close();
  return [...faults, ...talk.faults.map((line) => `it logged ${line.slice(0, 300)}`)];
}

/** Conversations between two lines about how far it is. */
const every = 25;

/** @returns the faults of all conversations, each with the number of its case. */
export async function converse(
  count: number,
  seed: number,
  first: number,
  tell: (line: string) => void,
): Promise<string[]> {
  const consoles = new Consoles();
  const faults: string[] = [];
  for (let index = first; index < first + count; index++) {
    const limit = new Promise<string[]>((resolve) =>
      setTimeout(() => resolve(['it does not end']), 120_000).unref(),
    );
    const found = await Promise.race([
      conversation(index, seed, consoles).catch((error: unknown) => [String(error)]),
      limit,
    ]);
    for (const fault of found) faults.push(`conversation ${index}: ${fault}`);
    const done = index - first + 1;
    if (done % every === 0)
      tell(`${'conversations'.padEnd(24)} ${done} of ${count}, ${faults.length} faults`);
  }
  consoles.remove();
  return faults;
}
