import { provenanceOf } from '../debug-adapter/launch/launchTiming';
import { writeFileAtomically } from '../disc/node/atomicFile';
import type { LaunchArguments } from '../debug-adapter/launch/launchArguments';
import type { LoadedProgram } from '../project/program/load';
import { sessionDriveOf } from '../debug-adapter/session/sessionDrive';
import { sessionPlanOf } from '../debug-adapter/session/sessionPlan';
import type { Target } from '../debug-adapter/targets/target';
import { namedToken, withText } from '../debug-adapter/values/tokens';
import { renderListing } from '../model/plan/listing';
import type { RunSettings } from '../model/plan/runSettings';
import type { TraceEvent } from '../model/trace/events';
import { traceInfoOf, type RunSetting, type TraceInfo } from '../model/trace/file/info';
import { modelHash } from '../model/trace/file/modelHash';
import { TraceWriter } from '../model/trace/file/writer';
import { version } from '../package.json';
import type { Io } from './io';

/** The writer's name in traces of the command line. */
export const traceWriterName = `ps2ml ${version}`;

/**
 * Runs `body` and writes the events that it passes on to a trace at `path`. If the run fails or is interrupted, the
 * trace contains everything up to then.
 * @throws Error, the one that `body` threw, after the trace is complete.
 */
export async function recordTrace<T>(
  path: string,
  info: TraceInfo,
  io: Io,
  body: (record: (events: readonly TraceEvent[]) => void) => Promise<T>,
): Promise<T> {
  const { outcome, dropped } = await writeFileAtomically(path, async (output) => {
    const writer = new TraceWriter(info, output);
    const ran = await body((events) => writer.add(events)).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    await writer.finish();
    return { outcome: ran, dropped: writer.dropped };
  });
  const left = dropped === 0 ? '' : ` To keep it small, ${dropped} events are only in its totals.`;
  io.err(`Wrote ${path}. Open it in VS Code or with ps2ml trace.${left}\n`);
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

/** The trace's description of a program that a target is about to run. */
export async function infoOfRun(
  { program, run, modelHash: known }: LoadedProgram,
  { descriptor }: Target,
  launch: LaunchArguments,
  io: Io,
): Promise<TraceInfo> {
  const { model, plan } = program;
  const hash = known ?? (await modelHash(model.source, io.signal));
  const drive = sessionDriveOf(program, launch, descriptor);
  const sessionPlan = {
    ...sessionPlanOf(plan, renderListing(plan), {}, provenanceOf(launch)),
    modelHash: hash,
    layout: launch.layout,
    prompt: run.prompt.map((id) => namedToken(program.tokenizer, id)),
    ...(drive !== undefined && { drive }),
  };
  const text = program.tokenizer?.decode(run.prompt) ?? run.prompt.join(' ');
  return traceInfoOf(`${model.label} (${descriptor.label})`, traceWriterName, sessionPlan, {
    created: new Date(),
    settings: [{ name: 'prompt', value: text }, ...settingsOf(run)],
  });
}

/** Tokens of a trace with their text. */
export function withTexts(events: readonly TraceEvent[], { program }: LoadedProgram): TraceEvent[] {
  return events.map((event) => withText(event, program.tokenizer));
}

/** The sampling settings of a run, as shown to users. */
export function settingsOf(run: RunSettings): RunSetting[] {
  const { maxTokens, temperature, topK, topP, repetitionPenalty, noRepeatNgram, seed } = run;
  const values = { tokens: maxTokens, temperature, topK, topP, repetitionPenalty, noRepeatNgram, seed };
  return Object.entries(values).map(([name, value]) => ({ name, value: String(value) }));
}
