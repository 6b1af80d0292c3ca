import { tokensBytesOf } from '../../image/bootFiles';
import type { Model } from '../../model/model';
import { openModel, openTokenizer } from '../../model/openModel';
import type { Plan } from '../../model/plan/plan';
import { promptProblem } from '../../model/plan/runFile';
import { greedy, type RunSettings } from '../../model/plan/runSettings';
import { chatEnds, encodeChat, type ChatMessage } from '../../model/tokenizer/chat';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { modelHash } from '../../model/trace/file/modelHash';
import { mostTokenizerBytes } from '../../model/tokenizer/tokenizerBin';
import { checkVocabulary } from '../../model/tokenizer/vocabulary';
import { planOf } from './plan';
import { PromptError, type OpenFile, type Program, type ProgramFiles, type ProgramRequest } from './program';

/** A program that is ready for a target, and the file that its weights are read from. */
export interface LoadedProgram {
  readonly program: Program;
  readonly run: RunSettings;
  /** Identifies the model (`model/trace/file/modelHash.ts`). Absent for files that take too long to hash. */
  readonly modelHash?: string;
  close(): Promise<void>;
}

/** Files up to this size are hashed for every request, which takes about 0.2 s. */
const hashedBytes = 64 * 1024 * 1024;

/**
 * Opens the model and the tokenizer of a request and compiles the plan.
 * @param progress called with the next step.
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
    const tokenizer = await loadTokenizer(request, model, files);
    signal.throwIfAborted();
    progress('Compiling the plan');
    const plan = planOf(model, { ...request, tokensBytes: tokensBytesOf(tokenizer) });
    const run = runSettingsOf(request, plan, tokenizer);
    const program: Program = {
      model,
      ...(file.path !== undefined && { modelPath: file.path }),
      ...reading,
      plan,
      placement: request.layout.placement,
      ...(tokenizer && { tokenizer }),
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
): Promise<Tokenizer | undefined> {
  if (request.tokenizer === undefined)
    return files.adjacentTokenizer?.(request.source ?? request.program, model);
  const file: OpenFile = await files.openFile(request.tokenizer);
  try {
    const path = request.tokenizer;
    const tokenizer = await openTokenizer(file.source, file.label, (name) => textBeside(files, path, name));
    checkVocabulary(tokenizer, model, file.label);
    return tokenizer;
  } finally {
    await file.close();
  }
}

/** The text of another file in the folder of `path`, if it exists. */
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

/** The first token of a run without a tokenizer: the beginning-of-sequence id of llama2.c models. */
const defaultFirstToken = 1;

/** @throws PromptError when the prompt cannot be converted to tokens or is too long. */
export function runSettingsOf(
  request: ProgramRequest,
  plan: Plan,
  tokenizer: Tokenizer | undefined,
): RunSettings {
  const prompt = promptOf(request, tokenizer);
  const problem = promptProblem(plan, prompt.length);
  if (problem !== undefined) throw new PromptError(problem);
  return {
    ...greedy,
    prompt,
    maxTokens: request.tokens,
    stopIds: stopIdsOf(request, tokenizer),
    ...request.sampling,
  };
}

function promptOf(request: ProgramRequest, tokenizer: Tokenizer | undefined): number[] {
  const { prompt, chat } = request;
  if (!tokenizer) {
    if (prompt === '' && !chat) return [defaultFirstToken];
    throw new PromptError(
      'A prompt needs a tokenizer: set "tokenizer" to the path of one, or remove "prompt".',
    );
  }
  const ids = chat ? encodeChat(tokenizer, conversationOf(request)) : tokenizer.encodePrompt(prompt);
  if (ids.length > 0) return ids;
  throw new PromptError(
    'The prompt is empty, and this tokenizer has no token that begins a text. Example: "prompt": "Hello".',
  );
}

/** The prompt as the user's message, after the system message. */
function conversationOf({ prompt, system }: ProgramRequest): ChatMessage[] {
  const told = system === undefined ? [] : [{ role: 'system', content: system }];
  return [...told, { role: 'user', content: prompt }];
}

function stopIdsOf({ chat }: ProgramRequest, tokenizer: Tokenizer | undefined): number[] {
  if (tokenizer === undefined) return [];
  const ends = chat ? chatEnds(tokenizer) : [];
  return [...new Set([tokenizer.bos, tokenizer.eos, ...ends])].filter((id) => id !== undefined);
}
