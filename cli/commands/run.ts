import { loadProgram, type LoadedProgram } from '../../project/program/load';
import type { Target } from '../../debug-adapter/targets/target';
import { contextText } from '../../model/plan/contextsThatFit';
import type { TraceEvent } from '../../model/trace/events';
import { nothingLost, sumOfLost, type RunTotals } from '../../model/trace/runTotals';
import { defaultSlot } from '../../ps2/pine/wire';
import type { Call, Command } from '../command';
import { convertForRun, needsConversion } from '../convertedFolder';
import { mostCyclesOf, secondsOption, timingOf, timingOption } from '../consoleRun';
import type { LaunchArguments } from '../../debug-adapter/launch/launchArguments';
import { builtIn } from '../../targets/builtIn';
import { reference } from '../../targets/reference';
import { cliHost } from '../host';
import { orderOf } from '../order';
import { promptIdsOf, promptIdsOption } from '../promptIds';
import { LogitsRecorder } from '../logitsFile';
import { exitCodes, UsageError, type Io } from '../io';
import { launchOf, runOptions, statementsOf, targetOf } from '../sampling';
import { refuseStandardOutput } from '../outputFile';
import { infoOfRun, recordTrace, withTexts } from '../traceRecorder';
import { televisionOf, televisionOptions, usesTelevision } from '../television';
import { isElf, runElf } from './runElf';
import { isImage, runImage } from './runImage';
import { servePine } from './servePine';
import { linkAddressOf, serveLink } from './servePs2link';

export const runCommand: Command = {
  name: 'run',
  operand: 'FILE',
  isOperandOptional: true,
  summary:
    'Run a model (a file, or a folder with config.json and weights), or boot a disc image or an ELF on the built-in console, and print the generated text.',
  options: {
    ...runOptions(),
    ...promptIdsOption,
    logits: { value: 'FILE', help: 'write the logits of each token to FILE, a NumPy array (.npy)' },
    json: { help: 'print one JSON object instead of the text' },
    ...secondsOption,
    ...timingOption,
    ...televisionOptions,
    interactive: { help: 'show the menu of an image that has one, and wait for the controller (--press)' },
    trace: { value: 'FILE', help: 'write a trace of the run to FILE (.ps2trace)' },
    'serve-pine': {
      value: 'SLOT',
      help: `run an image for PINE clients like PCSX2, until Ctrl+C; the default slot of PCSX2 is ${defaultSlot}`,
    },
    'serve-ps2link': {
      value: 'ADDRESS',
      help: 'act as a console with ps2link at ADDRESS (or ADDRESS:FILEPORT:COMMANDPORT) until Ctrl+C, with the image FILE in its drive, if given',
    },
    'ps2link-log': { value: 'ADDRESS:PORT', help: 'address that this console sends its log to' },
  },
  async run(call, io) {
    const place = call.text('serve-ps2link');
    if (place !== undefined) {
      refuseOthers(call, ['serve-ps2link', 'ps2link-log'], 'a console that others control');
      const address = linkAddressOf(place, call.text('ps2link-log'));
      if (call.file !== undefined && !(await isImage(call.file)))
        throw new UsageError('--serve-ps2link needs a disc image, or no file for an empty drive.');
      await serveLink(call.file, address, io);
      return exitCodes.done;
    }
    const { file } = call;
    if (file === undefined) throw new UsageError('FILE is missing. Usage: ps2ml run FILE');
    // Usage errors are reported before the file is opened.
    const target = targetOf(call, io, reference.id);
    statementsOf(call);
    const promptIds = promptIdsOf(call);
    for (const option of ['trace', 'logits'])
      refuseStandardOutput(call.text(option), `--${option}`, 'because the text of the run goes there');
    const mostCycles = mostCyclesOf(call);
    const timing = timingOf(call);
    const television = televisionOf(call);
    const isFolder = await needsConversion(file);
    if (!isFolder && (await isElf(file))) {
      refuseOthers(call, ['json', 'seconds', 'timing', ...Object.keys(televisionOptions)], 'an ELF');
      return runElf(file, io, { isJson: call.has('json'), mostCycles, television, timing });
    }
    const slot =
      call.text('serve-pine') === undefined ? undefined : call.integer('serve-pine', defaultSlot, 1, 65535);
    const logitsFile = call.text('logits');
    if (!isFolder && (await isImage(file))) {
      if (logitsFile !== undefined || promptIds !== undefined)
        throw new UsageError(
          '--logits and --prompt-ids need a model: use the model that the image was built from.',
        );
      // The only target that boots an image.
      const target = call.text('target') === builtIn.id ? ['target'] : [];
      const shown = ['interactive', ...Object.keys(televisionOptions)];
      const used = [
        'json',
        'seconds',
        'timing',
        'trace',
        'tokenizer',
        'serve-pine',
        'order',
        ...shown,
        ...target,
      ];
      refuseOthers(call, used, 'a disc image, which has its own settings and boots on the built-in console');
      const trace = call.text('trace');
      if (trace !== undefined && slot !== undefined)
        throw new UsageError('--trace cannot be used with --serve-pine: the client traces the run.');
      const tokenizer = call.text('tokenizer');
      if (tokenizer !== undefined && slot !== undefined)
        throw new UsageError('--tokenizer cannot be used with --serve-pine: the client names the tokenizer.');
      if (slot === undefined)
        return runImage(file, io, {
          isJson: call.has('json'),
          mostCycles,
          order: orderOf(call),
          television,
          timing,
          isInteractive: call.has('interactive'),
          ...(trace !== undefined && { trace }),
          ...(tokenizer !== undefined && { tokenizer }),
        });
      if (mostCycles !== Infinity) throw new UsageError('--seconds cannot be used with --serve-pine.');
      if (usesTelevision(call))
        throw new UsageError('--screenshot and --press cannot be used with --serve-pine.');
      if (call.text('timing') !== undefined)
        throw new UsageError('--timing cannot be used with --serve-pine: its clients pace the console.');
      await servePine(file, slot, call.has('interactive'), io);
      return exitCodes.done;
    }
    if (mostCycles !== Infinity)
      throw new UsageError('--seconds needs a disc image or an ELF: a model ends after --tokens.');
    if (usesTelevision(call))
      throw new UsageError(
        '--screenshot and --press need a disc image or an ELF: a model alone shows nothing. Build a disc with ps2ml build.',
      );
    if (slot !== undefined)
      throw new UsageError('--serve-pine needs a disc image: build one with ps2ml build.');
    if (call.text('timing') !== undefined && target !== builtIn.id)
      throw new UsageError(
        `--timing needs the built-in console: add --target ${builtIn.id}, or run a disc image or an ELF.`,
      );
    const launch = { ...(await launchOf(call, file, target, io)), ...(promptIds && { promptIds }) };
    if (!isFolder) return runModel(call, launch, logitsFile, io);
    const converted = await convertForRun(file, io);
    try {
      return await runModel(call, { ...launch, program: converted.file }, logitsFile, io);
    } finally {
      await converted.remove();
    }
  },
};

/** Runs a model file on the target of `launch` and prints its text. @returns the exit code. */
async function runModel(
  call: Call,
  launch: LaunchArguments,
  logitsFile: string | undefined,
  io: Io,
): Promise<number> {
  const host = cliHost(io);
  const createTarget = host.targets.get(launch.target);
  if (!createTarget) throw new Error(`The target "${launch.target}" is not available here.`);
  const loaded = await loadProgram(launch, host, () => undefined, io.signal);
  for (const warning of loaded.warnings) io.err(`Warning: ${warning}\n`);
  const executor = createTarget(loaded.program, launch);
  const { tokenizerName } = loaded.program;
  if (tokenizerName !== undefined) io.err(`Tokenizer: ${tokenizerName}\n`);
  const context = contextText(loaded.program.plan);
  if (context !== undefined) io.err(`${loaded.program.model.label} runs with ${context}.\n`);
  try {
    const isQuiet = call.has('json');
    const onText = isQuiet ? () => undefined : (text: string) => io.out(text);
    const logits = logitsFile === undefined ? undefined : new LogitsRecorder(executor);
    const run = (onEvents: OnEvents): Promise<RunResult> =>
      runToTheEnd(executor, loaded, io, { onText, onEvents, ...(logits && { logits }) });
    const trace = call.text('trace');
    const result =
      trace === undefined
        ? await run(() => undefined)
        : await recordTrace(trace, await infoOfRun(loaded, executor, launch, io), io, (record) =>
            run((events) => record(withTexts(events, loaded))),
          );
    if (logits !== undefined && logitsFile !== undefined)
      await logits.write(logitsFile, result.tokens.length, io.signal);
    if (isQuiet)
      io.out(`${JSON.stringify({ model: loaded.program.model.label, ...result }, undefined, 2)}\n`);
    else io.out('\n');
    io.err(`${result.tokens.length} tokens in ${result.passes} passes: ${result.end}.\n`);
    reportLoss(result, io);
    return exitCodes.done;
  } finally {
    await executor.dispose();
    await loaded.close();
  }
}

/** @throws UsageError for an option that the file to run has no use for. */
function refuseOthers(call: Call, used: readonly string[], what: string): void {
  const other = Object.keys(runCommand.options).find(
    (name) => !used.includes(name) && (call.has(name) || call.text(name) !== undefined),
  );
  if (other !== undefined)
    throw new UsageError(`--${other} has no use for ${what}: with it, ps2ml run takes ${listed(used)}.`);
}

/** `--json, --seconds and --trace` */
const listed = (names: readonly string[]): string =>
  names
    .map((name) => `--${name}`)
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1');

interface RunResult {
  readonly prompt: readonly number[];
  readonly tokens: readonly number[];
  readonly text: string;
  readonly passes: number;
  readonly end: string;
  /** What the program reported but this PC did not read in time. `missingTokens` counts the tokens that are missing. */
  readonly lost: RunTotals['lost'];
  readonly missingTokens: number;
}

/** Reports lost events. @throws Error when generated text is missing. */
function reportLoss({ lost, missingTokens }: RunResult, io: Io): void {
  const { events, text, log } = lost;
  if (events + text + log === 0 && missingTokens === 0) return;
  const what = `${events} events, ${text} bytes of text and ${log} bytes of log`;
  if (missingTokens === 0 && text === 0) {
    io.err(
      `Lost because the program reported faster than this PC could read: ${what}. No tokens are missing.\n`,
    );
    return;
  }
  throw new Error(
    `The program reported faster than this PC could read: ${what} are lost, and ${missingTokens} tokens are missing. Run it again while this PC is less busy.`,
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
  // The first error is reported. The other one must still be handled.
  ended.catch(() => undefined);
  await target.launch(run, signal);
  await (logits === undefined ? target.resume({ kind: 'end' }) : logits.resume());
  const end = await ended;
  return { prompt: run.prompt, tokens, text, passes, end, lost, missingTokens };
}
