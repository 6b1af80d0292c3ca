import { viewOf } from '../../common/littleEndian';
import { formatInteger } from '../textTable';
import { contextsThatFit } from './contextsThatFit';
import { crc32 } from './crc32';
import { PlanError } from './error';
import { RecordReader, RecordWriter } from './format/references';
import { mostStopIds, runHeader, runMagic, runVersion } from './format/runHeader';
import type { Plan } from './plan';
import type { RunSettings } from './runSettings';

/** The picture on the television, for discs; a run that a host starts keeps the current one. */
export interface PictureSettings {
  readonly tvRegion: 'console' | 'ntsc' | 'pal';
  /** Moves the picture, in pixels and lines. */
  readonly screenRight: number;
  readonly screenDown: number;
}

export const ownPicture: PictureSettings = { tvRegion: 'console', screenRight: 0, screenDown: 0 };

/**
 * RUN.BIN as docs/plan.md specifies it.
 * @param choices the prompts that a person may choose from with the controller; none: nobody is asked
 * @throws PlanError when a prompt is empty, too long or has an id that is not in the vocabulary, or when all of them
 * together are too long.
 */
export function encodeRun(
  plan: Plan,
  run: RunSettings,
  picture: PictureSettings = ownPicture,
  choices: readonly (readonly number[])[] = [],
): Uint8Array {
  checkRun(plan, run);
  for (const prompt of choices) checkRun(plan, { ...run, prompt });
  const { bytes, listBytes } = sizeOf(run.prompt, choices);
  if (choices.length > 0) checkRoom(plan, bytes);
  const writer = new RecordWriter(bytes);
  runHeader.write(writer, 0, {
    ...run,
    ...picture,
    magic: runMagic,
    ...runVersion,
    fileBytes: writer.bytes.length,
    crc: 0,
    promptCount: run.prompt.length,
    seed: run.seed >>> 0,
    stopCount: run.stopIds.length,
    interactive: choices.length > 0,
    prompts: choices.length,
    promptsStart: choices.length === 0 ? 0 : bytes - listBytes,
  });
  writer.at(runHeader.bytes).u32(...run.prompt);
  if (choices.length > 0)
    writer.at(bytes - listBytes).u32(...choices.flatMap((prompt) => [prompt.length, ...prompt]));
  writer.at(runHeader.offsetOf('crc')).u32(crc32(writer.bytes));
  return writer.bytes;
}

function sizeOf(
  prompt: readonly number[],
  choices: readonly (readonly number[])[],
): { readonly bytes: number; readonly listBytes: number } {
  // The program copies the prompt that is chosen to where the first one is.
  const longest = Math.max(prompt.length, ...choices.map(({ length }) => length));
  const listBytes = choices.reduce((sum, { length }) => sum + 4 + length * 4, 0);
  return { bytes: runHeader.bytes + longest * 4 + listBytes, listBytes };
}

/** The first prompts of a list, as many as a plan has room for beside the prompt of the run. */
export function choicesThatFit(
  plan: Plan,
  prompt: readonly number[],
  choices: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const room = plan.run.end - plan.run.start;
  let count = choices.length;
  while (count > 0 && sizeOf(prompt, choices.slice(0, count)).bytes > room) count--;
  return choices.slice(0, count);
}

/** @throws PlanError when the plan has no room for so long a RUN.BIN. */
function checkRoom(plan: Plan, bytes: number): void {
  const room = plan.run.end - plan.run.start;
  if (bytes <= room) return;
  throw new PlanError(
    `The prompts to choose from need ${formatInteger(bytes)} bytes in RUN.BIN, and the plan has room for ${formatInteger(room)}. Shorten the prompts or remove some, or set "interactive" to false.`,
  );
}

/** The prompt ids of a RUN.BIN, at most as many as fit in the file. */
export function promptIn(bytes: Uint8Array): number[] {
  const view = viewOf(bytes);
  const room = Math.max(0, Math.floor((bytes.length - runHeader.bytes) / 4));
  const count = room === 0 ? 0 : Math.min(room, view.getUint32(runHeader.offsetOf('promptCount'), true));
  return Array.from({ length: count }, (_, index) => view.getUint32(runHeader.bytes + index * 4, true));
}

/**
 * The run that a RUN.BIN holds.
 * @param label the file's name in messages
 * @throws FormatError when it is not one or is damaged
 */
export function runSettingsIn(bytes: Uint8Array, label: string): RunSettings {
  const reader = new RecordReader(bytes, label, 'build the image again');
  if (bytes.length < runHeader.bytes)
    throw reader.wrong('the file', 0, `${bytes.length} bytes long`, `at least ${runHeader.bytes}`);
  const header = runHeader.read(reader, 0, 'the header');
  if (header.magic !== runMagic)
    throw reader.wrong('the magic number', 0, JSON.stringify(header.magic), runMagic);
  const { maxTokens, sampledIds, temperature, topK, topP, repetitionPenalty, noRepeatNgram, seed } = header;
  return {
    ...{ prompt: promptIn(bytes), maxTokens, stopIds: header.stopIds.slice(0, header.stopCount), sampledIds },
    ...{ temperature, topK, topP, repetitionPenalty, noRepeatNgram, seed },
    waitForDebuggerMs: header.waitForDebuggerMs,
  };
}

/** Whether a RUN.BIN lets a person choose; false for the file of another program. */
export const isInteractive = (bytes: Uint8Array): boolean =>
  bytes.length >= runHeader.bytes &&
  String.fromCharCode(...bytes.subarray(0, runMagic.length)) === runMagic &&
  viewOf(bytes).getUint32(runHeader.offsetOf('interactive'), true) === 1;

/** Why a prompt of so many tokens cannot run, and what to do; undefined when it can. */
export function promptProblem(plan: Plan, tokens: number): string | undefined {
  const { config, model, modelContext } = plan;
  const { seqLen } = config;
  if (tokens <= seqLen) return undefined;
  const has = `The prompt has ${formatInteger(tokens)} tokens, but`;
  if (tokens > modelContext)
    return `${has} ${model} takes at most ${formatInteger(modelContext)}. Shorten the prompt.`;
  const planned = `${has} the plan has room for ${formatInteger(seqLen)} (${model} has a context of ${formatInteger(modelContext)}).`;
  const { asPlanned, inInt16 } = contextsThatFit(plan);
  if (tokens <= asPlanned)
    return `${planned} Set "context" to ${formatInteger(tokens + 1)} or more, or leave it out: up to ${formatInteger(asPlanned)} fit.`;
  if (tokens <= inInt16)
    return `${planned} Set "kvCache" to "int16": then a context of up to ${formatInteger(inInt16)} fits.`;
  return `${planned} No longer context fits in RAM. Shorten the prompt.`;
}

/**
 * Checks what a run asks for.
 * @throws PlanError when the plan cannot do it.
 */
export function checkRun(plan: Plan, run: RunSettings): void {
  const { vocabSize } = plan.config;
  if (run.prompt.length === 0)
    throw new PlanError(
      'The prompt has no tokens. Write a prompt, or use a tokenizer with a beginning-of-sequence token.',
    );
  const problem = promptProblem(plan, run.prompt.length);
  if (problem !== undefined) throw new PlanError(problem);
  if (run.stopIds.length > mostStopIds) {
    throw new PlanError(
      `There are ${run.stopIds.length} stop ids, but RUN.BIN holds at most ${mostStopIds}. Remove some.`,
    );
  }
  if (run.sampledIds > vocabSize) {
    throw new PlanError(
      `${run.sampledIds} ids may be sampled, and ${plan.model} has ${vocabSize} rows. Use the tokenizer that belongs to the model.`,
    );
  }
  for (const id of [...run.prompt, ...run.stopIds]) {
    if (!Number.isInteger(id) || id < 0 || id >= vocabSize) {
      throw new PlanError(
        `Token ${id} is not in the vocabulary of ${plan.model} (0 to ${vocabSize - 1}). Use the tokenizer that belongs to the model.`,
      );
    }
  }
}
