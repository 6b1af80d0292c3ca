import type { Model } from '../../model/model';
import { openModel, openTokenizer } from '../../model/openModel';
import { compilePlan } from '../../model/plan/compile';
import { defaultDiscLayout, planOptionsOf, type DiscLayout } from '../../model/plan/discLayout';
import { defaultPlanOptions } from '../../model/plan/options';
import type { Plan } from '../../model/plan/plan';
import { greedy, type RunSettings } from '../../model/plan/runSettings';
import { encodeTokens } from '../../model/plan/tokensFile';
import type { RamSettings } from '../../project/project';
import { chatEnds, encodeChat, type ChatMessage } from '../../model/tokenizer/chat';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { modelHash } from '../../model/trace/file/modelHash';
import { mostTokenizerBytes } from '../../model/tokenizer/tokenizerBin';
import { checkVocabulary } from '../../model/tokenizer/vocabulary';
import type { OpenFile, Program, SessionHost } from '../session/sessionHost';
import type { LaunchArguments } from './launchArguments';
import { LaunchArgumentsError } from './launchArguments';

/** A program that is ready for a target, with the file that its weights are read from. */
export interface LoadedProgram {
  readonly program: Program;
  readonly run: RunSettings;
  /** What tells models apart (`model/trace/file/modelHash.ts`); absent for files that would take long. */
  readonly modelHash?: string;
  close(): Promise<void>;
}

/** Files up to this size are hashed at every launch: about 0.2 s. */
const hashedBytes = 64 * 1024 * 1024;

/**
 * Opens the model and the tokenizer of a launch configuration and compiles the plan.
 * @param progress called with what is done next.
 * @throws Error whose message is a sentence for the user; then nothing stays open.
 */
export async function loadProgram(
  launch: LaunchArguments,
  host: SessionHost,
  progress: (message: string) => void,
  signal: AbortSignal,
): Promise<LoadedProgram> {
  progress('Opening the model');
  const file = await host.openFile(launch.program);
  try {
    const reading = launch.order === undefined ? {} : { order: launch.order };
    const model = await openModel(file.source, file.label, reading);
    signal.throwIfAborted();
    progress('Opening the tokenizer');
    const tokenizer = await loadTokenizer(launch, model, host);
    signal.throwIfAborted();
    progress('Compiling the plan');
    const run = runSettingsOf(launch, model, tokenizer);
    const program: Program = {
      model,
      ...(file.path !== undefined && { modelPath: file.path }),
      ...reading,
      plan: planOf(model, tokenizer, launch.layout, launch.ram),
      placement: launch.layout.placement,
      ...(tokenizer && { tokenizer }),
      arithmetic: launch.arithmetic,
      ...(launch.disc && { disc: launch.disc }),
    };
    const hash = file.source.size > hashedBytes ? undefined : await modelHash(file.source, signal);
    return { program, run, ...(hash !== undefined && { modelHash: hash }), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The plan that sessions execute: with room for the texts of the tokens when there is a tokenizer. */
export function planOf(
  model: Model,
  tokenizer: Tokenizer | undefined,
  layout: DiscLayout = defaultDiscLayout,
  ram?: RamSettings,
): Plan {
  const { arena } = defaultPlanOptions;
  return compilePlan(model, {
    ...planOptionsOf(layout),
    ...(tokenizer && { tokensBytes: encodeTokens(tokenizer).length }),
    ...(ram?.budgetKiB !== undefined && {
      arena: { start: arena.start, end: arena.start + ram.budgetKiB * 1024 },
    }),
  });
}

async function loadTokenizer(
  launch: LaunchArguments,
  model: Model,
  host: SessionHost,
): Promise<Tokenizer | undefined> {
  if (launch.tokenizer === undefined) return host.adjacentTokenizer?.(launch.program, model);
  const file: OpenFile = await host.openFile(launch.tokenizer);
  try {
    const path = launch.tokenizer;
    const tokenizer = await openTokenizer(file.source, file.label, (name) => textBeside(host, path, name));
    checkVocabulary(tokenizer, model, file.label);
    return tokenizer;
  } finally {
    await file.close();
  }
}

/** The text of another file in the folder of `path`, where there is one. */
async function textBeside(host: SessionHost, path: string, name: string): Promise<string | undefined> {
  const beside = path.replace(/[^/\\]*$/, name);
  const file = await host.openFile(beside).catch(() => undefined);
  try {
    if (file === undefined || file.source.size > mostTokenizerBytes) return undefined;
    return new TextDecoder().decode(await file.source.read(0, file.source.size));
  } finally {
    await file?.close();
  }
}

/** Where a run without a tokenizer begins: the beginning-of-sequence id of llama2.c models. */
const defaultFirstToken = 1;

/** @throws LaunchArgumentsError when the prompt cannot become tokens or is too long. */
export function runSettingsOf(
  launch: LaunchArguments,
  model: Model,
  tokenizer: Tokenizer | undefined,
): RunSettings {
  const prompt = promptOf(launch, tokenizer);
  const { seqLen } = model.config;
  if (prompt.length > seqLen) {
    throw new LaunchArgumentsError(
      `The prompt has ${prompt.length} tokens, and the context of ${model.label} holds ${seqLen}: write a shorter "prompt".`,
    );
  }
  const { temperature, topK, topP, repetitionPenalty, noRepeatNgram, seed } = launch;
  return {
    ...greedy,
    prompt,
    maxTokens: launch.tokens,
    stopIds: stopIdsOf(launch, tokenizer),
    temperature,
    topK,
    topP,
    repetitionPenalty,
    noRepeatNgram,
    seed,
  };
}

function promptOf(launch: LaunchArguments, tokenizer: Tokenizer | undefined): number[] {
  const { prompt, chat } = launch;
  if (!tokenizer) {
    if (prompt === '' && !chat) return [defaultFirstToken];
    throw new LaunchArgumentsError(
      'A prompt needs a tokenizer to become tokens: write the tokenizer\'s file as "tokenizer", or leave "prompt" out.',
    );
  }
  const ids = chat ? encodeChat(tokenizer, conversationOf(launch)) : tokenizer.encodePrompt(prompt);
  if (ids.length > 0) return ids;
  throw new LaunchArgumentsError(
    'The prompt is empty, and this tokenizer has no token that begins a text: write for example "prompt": "Hello".',
  );
}

/** The prompt as the user's message, after what the model is told about its part. */
function conversationOf({ prompt, system }: LaunchArguments): ChatMessage[] {
  const told = system === undefined ? [] : [{ role: 'system', content: system }];
  return [...told, { role: 'user', content: prompt }];
}

function stopIdsOf({ chat }: LaunchArguments, tokenizer: Tokenizer | undefined): number[] {
  if (tokenizer === undefined) return [];
  const ends = chat ? chatEnds(tokenizer) : [];
  return [...new Set([tokenizer.bos, tokenizer.eos, ...ends])].filter((id) => id !== undefined);
}
