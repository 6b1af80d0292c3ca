import { loadProgram, type LoadedProgram } from '../../project/program/load';
import type { Target } from '../../debug-adapter/targets/target';
import type { TraceEvent } from '../../model/trace/events';
import { nothingLost, sumOfLost, type RunTotals } from '../../model/trace/runTotals';
import { defaultSlot } from '../../ps2/pine/wire';
import type { Call, Command } from '../command';
import { reference } from '../../targets/reference';
import { cliHost } from '../host';
import { LogitsRecorder } from '../logitsFile';
import { UsageError, type Io } from '../io';
import { launchOf, runOptions, targetOf } from '../sampling';
import { infoOfRun, recordTrace, withTexts } from '../traceRecorder';
import { isImage, runImage } from './runImage';
import { servePine } from './servePine';
import { linkAddressOf, serveLink } from './servePs2link';

export const runCommand: Command = {
  name: 'run',
  operand: 'FILE',
  isOperandOptional: true,
  summary: 'Runs a model, or boots a disc image on the built-in console, and prints the text that it writes.',
  options: {
    ...runOptions(),
    'prompt-ids': { value: 'IDS', help: 'the prompt as token ids, separated by commas: 2,5,7' },
    logits: { value: 'FILE', help: 'write the logits of each token to FILE, a NumPy array (.npy)' },
    json: { help: 'print one JSON object instead of the text' },
    trace: { value: 'FILE', help: 'write what was measured to FILE, a .ps2trace' },
    'serve-pine': {
      value: 'SLOT',
      help: `run an image for clients of PINE, as PCSX2 does, until Ctrl+C; its own slot is ${defaultSlot}`,
    },
    'serve-ps2link': {
      value: 'ADDRESS',
      help: 'be a console with ps2link at ADDRESS (or ADDRESS:FILEPORT:COMMANDPORT), with the image FILE in its drive or none, until Ctrl+C',
    },
    'ps2link-log': { value: 'ADDRESS:PORT', help: 'where that console sends its log' },
  },
  async run(call, io) {
    const place = call.text('serve-ps2link');
    if (place !== undefined) {
      const address = linkAddressOf(place, call.text('ps2link-log'));
      if (call.file !== undefined && !(await isImage(call.file)))
        throw new UsageError('--serve-ps2link takes a disc image, or no file: the drive is empty then.');
      await serveLink(call.file, address, io);
      return;
    }
    const { file } = call;
    if (file === undefined) throw new UsageError('FILE is missing: ps2ml run FILE');
    const promptIds = promptIdsOf(call);
    const launch = {
      ...(await launchOf(call, file, targetOf(call, io, reference.id))),
      ...(promptIds && { promptIds }),
    };
    const slot =
      call.text('serve-pine') === undefined ? undefined : call.integer('serve-pine', defaultSlot, 1, 65535);
    const logitsFile = call.text('logits');
    if (await isImage(file)) {
      if (logitsFile !== undefined || promptIds !== undefined)
        throw new UsageError(
          '--logits and --prompt-ids take a model: name the model that the image was built from.',
        );
      const trace = call.text('trace');
      if (trace !== undefined && slot !== undefined)
        throw new UsageError('--trace and --serve-pine exclude each other: the client traces the run.');
      await (slot === undefined ? runImage(file, call.has('json'), io, trace) : servePine(file, slot, io));
      return;
    }
    if (slot !== undefined)
      throw new UsageError('--serve-pine needs a disc image: make one with ps2ml build.');
    const host = cliHost(io);
    const createTarget = host.targets.get(launch.target);
    if (!createTarget) throw new Error(`There is no target "${launch.target}" here.`);
    const loaded = await loadProgram(launch, host, () => undefined, io.signal);
    const { tokenizerName } = loaded.program;
    if (tokenizerName !== undefined) io.err(`Tokenizer: ${tokenizerName}\n`);
    const target = createTarget(loaded.program, launch);
    try {
      const isQuiet = call.has('json');
      const onText = isQuiet ? () => undefined : (text: string) => io.out(text);
      const logits = logitsFile === undefined ? undefined : new LogitsRecorder(target);
      const run = (onEvents: OnEvents): Promise<RunResult> =>
        runToTheEnd(target, loaded, io, { onText, onEvents, ...(logits && { logits }) });
      const trace = call.text('trace');
      const result =
        trace === undefined
          ? await run(() => undefined)
          : await recordTrace(trace, await infoOfRun(loaded, target, launch, io), io, (record) =>
              run((events) => record(withTexts(events, loaded))),
            );
      if (logits !== undefined && logitsFile !== undefined)
        await logits.write(logitsFile, result.tokens.length, io.signal);
      if (isQuiet)
        io.out(`${JSON.stringify({ model: loaded.program.model.label, ...result }, undefined, 2)}\n`);
      else io.out('\n');
      io.err(`${result.tokens.length} tokens in ${result.passes} passes: ${result.end}.\n`);
      reportLoss(result, io);
    } finally {
      await target.dispose();
      await loaded.close();
    }
  },
};

/** The ids of `--prompt-ids`. @throws UsageError */
function promptIdsOf(call: Call): number[] | undefined {
  const given = call.text('prompt-ids');
  if (given === undefined) return undefined;
  if (call.text('prompt') !== undefined || call.has('chat') || call.text('system') !== undefined)
    throw new UsageError('--prompt-ids excludes --prompt, --chat and --system.');
  const words = given.split(',').map((word) => word.trim());
  const bad = words.find((word) => !/^\d{1,9}$/.test(word));
  if (bad !== undefined)
    throw new UsageError(`--prompt-ids: "${bad}" is not a token id. Write ids separated by commas: 2,5,7`);
  return words.map(Number);
}

interface RunResult {
  readonly prompt: readonly number[];
  readonly tokens: readonly number[];
  readonly text: string;
  readonly passes: number;
  readonly end: string;
  /** What the program reported and this PC did not read in time; tokens are missing only where `missingTokens` says so. */
  readonly lost: RunTotals['lost'];
  readonly missingTokens: number;
}

/** @throws Error in words when what the model wrote is not whole. */
function reportLoss({ lost, missingTokens }: RunResult, io: Io): void {
  const { events, text, log } = lost;
  if (events + text + log === 0 && missingTokens === 0) return;
  const what = `${events} events, ${text} bytes of text and ${log} bytes of log`;
  if (missingTokens === 0 && text === 0) {
    io.err(`Lost because the program reported faster than it was read: ${what}. All tokens are there.\n`);
    return;
  }
  throw new Error(
    `The program reported faster than it was read: ${what} are lost, and ${missingTokens} tokens are missing. Run it again while this PC has less to do.`,
  );
}

type OnEvents = (events: readonly TraceEvent[]) => void;

async function runToTheEnd(
  target: Target,
  { program, run }: LoadedProgram,
  { signal }: Io,
  {
    onText,
    onEvents,
    logits,
  }: {
    readonly onText: (text: string) => void;
    readonly onEvents: OnEvents;
    readonly logits?: LogitsRecorder;
  },
): Promise<RunResult> {
  const tokens: number[] = [];
  let [text, passes, missingTokens] = ['', 0, 0];
  let [lost, next] = [nothingLost, program.plan.config.registers + run.prompt.length];
  const count = (event: TraceEvent): void => {
    // The event of a pass may be lost, but not that of the last one.
    if ('pass' in event) passes = Math.max(passes, event.pass + 1);
    if (event.type === 'lost') lost = sumOfLost(lost, event);
    if (event.type !== 'token') return;
    tokens.push(event.id);
    missingTokens += event.position - next;
    next = event.position + 1;
  };
  const ended = new Promise<string>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
    target.onEvent((event) => {
      if (event.type === 'trace') {
        event.events.forEach(count);
        onEvents(event.events);
      }
      if (event.type === 'stopped' && logits !== undefined && event.reason !== 'entry')
        logits
          .read()
          .then(() => logits.resume())
          .catch(reject);
      if (event.type === 'ended') resolve(event.reason);
      if (event.type === 'failed') reject(new Error(event.message));
      if (event.type !== 'text') return;
      text += event.text;
      onText(event.text);
    });
  });
  // Whichever fails first is reported; the other must not be lost unheard.
  ended.catch(() => undefined);
  await target.launch(run, signal);
  await (logits === undefined ? target.resume({ kind: 'end' }) : logits.resume());
  const end = await ended;
  return { prompt: run.prompt, tokens, text, passes, end, lost, missingTokens };
}
