import { tokensBytesOf } from '../../image/bootFiles';
import type { Model } from '../../model/model';
import { openModel, openTokenizer } from '../../model/openModel';
import { greedy, type RunSettings } from '../../model/plan/runSettings';
import { chatEnds, encodeChat, type ChatMessage } from '../../model/tokenizer/chat';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { modelHash } from '../../model/trace/file/modelHash';
import { mostTokenizerBytes } from '../../model/tokenizer/tokenizerBin';
import { checkVocabulary } from '../../model/tokenizer/vocabulary';
import { planOf } from './plan';
import {
  PromptError,
  type NamedTokenizer,
  type OpenFile,
  type Program,
  type ProgramFiles,
  type ProgramRequest,
} from './program';

/** A program that is ready for a target, with the file that its weights are read from. */
export interface LoadedProgram {
  readonly program: Program;
  readonly run: RunSettings;
  /** What tells models apart (`model/trace/file/modelHash.ts`); absent for files that would take long. */
  readonly modelHash?: string;
  close(): Promise<void>;
}

/** Files up to this size are hashed at every request: about 0.2 s. */
const hashedBytes = 64 * 1024 * 1024;

/**
 * Opens the model and the tokenizer of a request and compiles the plan.
 * @param progress called with what is done next.
 * @throws Error whose message is a sentence for the user; then nothing stays open.
 */
export async function loadProgram(
  request: ProgramRequest,
  files: ProgramFiles,
  progress: (message: string) => void,
  signal: AbortSignal,
): Promise<LoadedProgram> {
  progress('Opening the model');
  const file = await files.openFile(request.program);
  try {
    const reading = request.order === undefined ? {} : { order: request.order };
    const model = await openModel(file.source, file.label, reading);
    signal.throwIfAborted();
    progress('Opening the tokenizer');
    const named = await loadTokenizer(request, model, files);
    const tokenizer = named?.tokenizer;
    signal.throwIfAborted();
    if (named !== undefined) progress(`Using the tokenizer ${named.name}`);
    progress('Compiling the plan');
    const run = runSettingsOf(request, model, tokenizer);
    const program: Program = {
      model,
      ...(file.path !== undefined && { modelPath: file.path }),
      ...reading,
      plan: planOf(model, { ...request, tokensBytes: tokensBytesOf(tokenizer) }),
      placement: request.layout.placement,
      ...(named && { tokenizer: named.tokenizer, tokenizerName: named.name }),
      arithmetic: request.arithmetic,
      ...(request.disc && { disc: request.disc }),
    };
    const hash = file.source.size > hashedBytes ? undefined : await modelHash(file.source, signal);
    return { program, run, ...(hash !== undefined && { modelHash: hash }), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function loadTokenizer(
  request: ProgramRequest,
  model: Model,
  files: ProgramFiles,
): Promise<NamedTokenizer | undefined> {
  if (request.tokenizer === undefined) return files.adjacentTokenizer?.(request.program, model);
  const file: OpenFile = await files.openFile(request.tokenizer);
  try {
    const path = request.tokenizer;
    const tokenizer = await openTokenizer(file.source, file.label, (name) => textBeside(files, path, name));
    checkVocabulary(tokenizer, model, file.label);
    return { name: file.label, tokenizer };
  } finally {
    await file.close();
  }
}

/** The text of another file in the folder of `path`, where there is one. */
async function textBeside(files: ProgramFiles, path: string, name: string): Promise<string | undefined> {
  const beside = path.replace(/[^/\\]*$/, name);
  const file = await files.openFile(beside).catch(() => undefined);
  try {
    if (file === undefined || file.source.size > mostTokenizerBytes) return undefined;
    return new TextDecoder().decode(await file.source.read(0, file.source.size));
  } finally {
    await file?.close();
  }
}

/** Where a run without a tokenizer begins: the beginning-of-sequence id of llama2.c models. */
const defaultFirstToken = 1;

/** @throws PromptError when the prompt cannot become tokens or is too long. */
export function runSettingsOf(
  request: ProgramRequest,
  model: Model,
  tokenizer: Tokenizer | undefined,
): RunSettings {
  const prompt = promptOf(request, model, tokenizer);
  const { seqLen } = model.config;
  if (prompt.length > seqLen) {
    throw new PromptError(
      `The prompt has ${prompt.length} tokens, and the context of ${model.label} holds ${seqLen}: write a shorter "prompt".`,
    );
  }
  return {
    ...greedy,
    prompt,
    maxTokens: request.tokens,
    stopIds: stopIdsOf(request, tokenizer),
    // Rows without a token pad the vocabulary.
    sampledIds:
      tokenizer !== undefined && tokenizer.vocabSize < model.config.vocabSize ? tokenizer.vocabSize : 0,
    ...(request.chat && tokenizer?.chat?.sampling),
    ...request.sampling,
  };
}

function checkedIds(ids: readonly number[], { label, config }: Model): number[] {
  const unknown = ids.find((id) => id >= config.vocabSize);
  if (unknown === undefined) return [...ids];
  throw new PromptError(
    `Token ${unknown} of the prompt is not in the vocabulary of ${label} (0 to ${config.vocabSize - 1}).`,
  );
}

function promptOf(request: ProgramRequest, model: Model, tokenizer: Tokenizer | undefined): number[] {
  const { prompt, chat, promptIds } = request;
  if (promptIds !== undefined) return checkedIds(promptIds, model);
  if (!tokenizer) {
    if (prompt === '' && !chat) return [defaultFirstToken];
    throw new PromptError(
      'A prompt needs a tokenizer to become tokens: write the tokenizer\'s file as "tokenizer", or leave "prompt" out.',
    );
  }
  const ids = chat ? encodeChat(tokenizer, conversationOf(request)) : tokenizer.encodePrompt(prompt);
  if (ids.length > 0) return ids;
  throw new PromptError(
    'The prompt is empty, and this tokenizer has no token that begins a text: write for example "prompt": "Hello".',
  );
}

/** The prompt as the user's message, after what the model is told about its part. */
function conversationOf({ prompt, system }: ProgramRequest): ChatMessage[] {
  const told = system === undefined ? [] : [{ role: 'system', content: system }];
  return [...told, { role: 'user', content: prompt }];
}

function stopIdsOf({ chat }: ProgramRequest, tokenizer: Tokenizer | undefined): number[] {
  if (tokenizer === undefined) return [];
  const ends = chat ? chatEnds(tokenizer) : [];
  return [...new Set([tokenizer.bos, tokenizer.eos, ...ends])].filter((id) => id !== undefined);
}
