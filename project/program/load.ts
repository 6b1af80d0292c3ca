import { tokensBytesOf } from '../../image/bootFiles';
import { damageTexts, findDamage } from '../../model/inspect/damage';
import type { Model } from '../../model/model';
import { openModel, openTokenizer } from '../../model/openModel';
import type { Plan } from '../../model/plan/plan';
import { choicesThatFit, promptProblem } from '../../model/plan/runFile';
import { greedy, type RunSettings } from '../../model/plan/runSettings';
import type { ChatMessage } from '../../model/tokenizer/chat';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { workHere, type TextWork } from '../../model/tokenizer/worker/textTask';
import { modelHash } from '../../model/trace/file/modelHash';
import { mostTokenizerBytes } from '../../model/tokenizer/tokenizerBin';
import { checkVocabulary } from '../../model/tokenizer/vocabulary';
import { hashedBytes } from './hashedBytes';
import { planOf } from './plan';
import {
  PromptError,
  type TokenizerBeside,
  type OpenFile,
  type Program,
  type ProgramFiles,
  type ProgramRequest,
} from './program';

/** A program that is ready for a target, and the file that its weights are read from. */
export interface LoadedProgram {
  readonly program: Program;
  readonly run: RunSettings;
  /** Identifies the model (`model/trace/file/modelHash.ts`). Absent for files that take too long to hash. */
  readonly modelHash?: string;
  /** Signs of damage in the model, one sentence each; none for files that would take long. */
  readonly warnings: readonly string[];
  close(): Promise<void>;
}

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
    const { found: named, dismissed } = await loadTokenizer(request, model, files);
    const tokenizer = named?.tokenizer;
    signal.throwIfAborted();
    if (named !== undefined) progress(`Using the tokenizer ${named.name}`);
    progress('Compiling the plan');
    const plan = planOf(model, { ...request, tokensBytes: tokensBytesOf(tokenizer) });
    const known = { plan, tokenizer, dismissed, texts: files.texts, signal };
    if (tokenizer !== undefined) progress('Turning the prompt into tokens');
    const run = await runSettingsOf(request, known);
    const choices = await choicesOf(request, run, known);
    const left = choices && choicesThatFit(plan, run.prompt, choices);
    const program: Program = {
      model,
      ...(file.path !== undefined && { modelPath: file.path }),
      ...reading,
      plan,
      placement: request.layout.placement,
      ...(named && { tokenizer: named.tokenizer, tokenizerName: named.name }),
      arithmetic: request.arithmetic,
      ...(request.disc && { disc: request.disc }),
      ...(left && { choices: left }),
    };
    const isSmall = file.source.size <= hashedBytes;
    const hash = isSmall ? await modelHash(file.source, signal) : undefined;
    const tokens = tokenizer?.vocabSize;
    const found = isSmall ? await findDamage(model, { signal, ...(tokens !== undefined && { tokens }) }) : [];
    return {
      program,
      run,
      ...(hash !== undefined && { modelHash: hash }),
      warnings: [...damageTexts(found), ...menuWarning(left?.length, choices?.length)],
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function loadTokenizer(
  request: ProgramRequest,
  model: Model,
  files: ProgramFiles,
): Promise<TokenizerBeside> {
  if (request.tokenizer === undefined)
    return (await files.adjacentTokenizer?.(request.source ?? request.program, model)) ?? { dismissed: [] };
  const file: OpenFile = await files.openFile(request.tokenizer);
  try {
    const path = request.tokenizer;
    const tokenizer = await openTokenizer(file.source, file.label, (name) => textBeside(files, path, name));
    checkVocabulary(tokenizer, model, file.label);
    return { found: { name: file.label, tokenizer }, dismissed: [] };
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

/** The prompts of the menu, that of the run first. */
async function choicesOf(
  request: ProgramRequest,
  run: RunSettings,
  known: PromptParts,
): Promise<(readonly number[])[] | undefined> {
  const { menu, prompt: first } = request;
  const others = menu?.filter((prompt) => prompt !== first);
  return others && [run.prompt, ...(await promptsOf(others, request, known))];
}

function menuWarning(has = 0, wanted = 0): string[] {
  if (has >= wanted) return [];
  return [
    `The menu has ${has} of ${wanted} prompts: there is no room for more in RUN.BIN. Shorten the prompts to have all.`,
  ];
}

/** The first token of a run without a tokenizer: the beginning-of-sequence id of llama2.c models. */
const defaultFirstToken = 1;

/** What a prompt is turned into tokens with. */
export interface PromptParts {
  readonly plan: Plan;
  readonly tokenizer: Tokenizer | undefined;
  /** Without a tokenizer: why files next to the model are not it. */
  readonly dismissed?: readonly string[];
  /** Default: in this thread. */
  readonly texts?: TextWork | undefined;
  readonly signal?: AbortSignal;
}

/** The ids of each prompt, in the same order. @throws PromptError as `runSettingsOf`. */
export async function promptsOf(
  prompts: readonly string[],
  request: ProgramRequest,
  parts: PromptParts,
): Promise<(readonly number[])[]> {
  const all: (readonly number[])[] = [];
  for (const prompt of prompts) all.push((await runSettingsOf({ ...request, prompt }, parts)).prompt);
  return all;
}

/** @throws PromptError when the prompt cannot be converted to tokens or is too long. */
export async function runSettingsOf(request: ProgramRequest, parts: PromptParts): Promise<RunSettings> {
  const { plan, tokenizer } = parts;
  const prompt = await promptOf(request, parts);
  const problem = promptProblem(plan, prompt.length);
  if (problem !== undefined) throw new PromptError(problem);
  return {
    ...greedy,
    prompt,
    maxTokens: request.tokens,
    stopIds: await stopIdsOf(request, parts),
    // Rows without a token pad the vocabulary.
    sampledIds:
      tokenizer !== undefined && tokenizer.vocabSize < plan.config.vocabSize ? tokenizer.vocabSize : 0,
    ...(request.chat && tokenizer?.chat?.sampling),
    ...request.sampling,
  };
}

function checkedIds(ids: readonly number[], { model, config }: Plan): number[] {
  const unknown = ids.find((id) => id >= config.vocabSize);
  if (unknown === undefined) return [...ids];
  throw new PromptError(
    `Token ${unknown} of the prompt is not in the vocabulary of ${model} (0 to ${config.vocabSize - 1}).`,
  );
}

async function promptOf(
  request: ProgramRequest,
  { plan, tokenizer, dismissed = [], texts = workHere, signal }: PromptParts,
): Promise<number[]> {
  const { prompt, chat, promptIds } = request;
  if (promptIds !== undefined) return checkedIds(promptIds, plan);
  if (!tokenizer) {
    if (prompt === '' && !chat) return [defaultFirstToken];
    const [reason] = dismissed;
    throw new PromptError(
      `A prompt needs a tokenizer: set "tokenizer" to the path of one, or remove "prompt".${reason === undefined ? '' : ` The one next to the model does not fit. ${reason}`}`,
    );
  }
  const task = chat
    ? ({ kind: 'chat', messages: conversationOf(request) } as const)
    : ({ kind: 'prompt', text: prompt } as const);
  const ids = await texts.ids(tokenizer, task, signal);
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

async function stopIdsOf(
  request: ProgramRequest,
  { tokenizer, texts = workHere, signal }: PromptParts,
): Promise<number[]> {
  if (tokenizer === undefined) return [];
  const task = { kind: 'ends', messages: conversationOf(request) } as const;
  const ends = request.chat ? await texts.ids(tokenizer, task, signal) : [];
  const { bos, eos, ends: stated = [] } = tokenizer;
  return [...new Set([bos, eos, ...stated, ...ends])].filter((id) => id !== undefined);
}
