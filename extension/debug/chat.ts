import * as vscode from 'vscode';
import { errorText } from '../../common/errorText';
import type { Conversions } from '../convert/convertCommand';
import { convertedModel } from '../convert/convertedModel';
import { isFolder } from '../convert/pickers';
import type { ListingMaker, ModelListing } from '../listing/listings';
import { showError, type MessageButton } from '../messages';
import type { Platform } from '../platform';
import { openTokenizerAt } from '../tokenizer/openTokenizerAt';
import { fileNameOf, fromLaunchPath, launchPath } from '../uris';
import { configurationFor } from './configurationProvider';
import { chooseModel } from './modelChoice';
import { startRun } from './runCommands';
import type { TokenizerChoice } from './tokenizerChoice';

/** The longest answer where nobody sets a number of tokens: one usually ends before, with its end token. */
const answerTokens = 256;

/** What starting a conversation needs. */
export interface ChatParts {
  readonly platform: Platform;
  readonly conversions: Omit<Conversions, 'reports'>;
  readonly tokenizers: TokenizerChoice;
  readonly listingOf: ListingMaker;
}

/** A conversation that cannot start: the sentence for the user, and what a click can do about it. */
class ChatRefusal extends Error {
  override readonly name = 'ChatRefusal';
  constructor(
    message: string,
    readonly buttons: readonly MessageButton[],
  ) {
    super(message);
  }
}

/**
 * Starts a conversation with the model at `uri`, else with the one in front: converts it if it is not a PSNT, asks for
 * the message, and runs it on the default target, with the answer in the Debug Console.
 * @param message with it nothing is asked.
 * @returns whether a run was started.
 */
export async function startChat(parts: ChatParts, uri?: vscode.Uri, message?: unknown): Promise<boolean> {
  try {
    const source = await chooseModel(uri);
    if (source === undefined) return false;
    const model = (await isConvertible(source)) ? await convertedModel(parts.conversions, source) : source;
    if (model === undefined) return false;
    const listing = await parts.listingOf(model);
    const tokenizer = await tokenizerFor(parts, source, model, listing);
    if (tokenizer === undefined) return false;
    await checkTemplate(parts.platform, tokenizer.uri, model, listing);
    const text = typeof message === 'string' ? message : await askMessage(source);
    if (text === undefined || text.trim() === '') return false;
    const folder = vscode.workspace.getWorkspaceFolder(model);
    return await vscode.debug.startDebugging(
      folder,
      {
        ...configurationFor(model, folder),
        name: `Chat with ${fileNameOf(source)}`,
        ...(tokenizer.isElsewhere && { tokenizer: launchPath(tokenizer.uri) }),
        chat: true,
        prompt: text,
        ...(listing.resolved.answers.tokens.from === 'default' && { tokens: answerTokens }),
        internalConsoleOptions: 'openOnSessionStart',
      },
      { noDebug: true },
    );
  } catch (error) {
    showError(error, ...(error instanceof ChatRefusal ? error.buttons : []));
    return false;
  }
}

/** Whether a model is in a format that is converted before it runs. */
async function isConvertible(model: vscode.Uri): Promise<boolean> {
  return /\.(?:gguf|safetensors|pt|pth|bin)$/i.test(model.path) || (await isFolder(model).catch(() => false));
}

/** The tokenizer of a conversation. */
interface ChatTokenizer {
  readonly uri: vscode.Uri;
  /** Whether a run of the model would not find it by itself. */
  readonly isElsewhere: boolean;
}

/**
 * The tokenizer that belongs to the model or to the source of its conversion; a tie is asked.
 * @returns undefined when the user dismisses the question.
 * @throws ChatRefusal when there is none.
 */
async function tokenizerFor(
  parts: ChatParts,
  source: vscode.Uri,
  model: vscode.Uri,
  { config, resolved }: ModelListing,
): Promise<ChatTokenizer | undefined> {
  const { tokenizers } = parts;
  const { tokenizer: answer } = resolved.answers;
  // Whoever chose to see token ids of a run still wants words of a conversation.
  const showsIds = answer?.value === null;
  const tokenizer = showsIds ? undefined : answer;
  const ofRun = await tokenizers.known(model, config, { tokenizer, source: resolved.source });
  const isElsewhere = (uri: vscode.Uri): boolean => showsIds || uri.toString() !== ofRun?.uri.toString();
  const reasons: string[] = [];
  // A model in another format knows best: it may contain its tokenizer, or be in a folder of its own.
  for (const place of new Set([launchPath(source), resolved.source])) {
    const found = await tokenizers.known(model, config, { tokenizer, source: place });
    if (found !== undefined) return { uri: found.uri, isElsewhere: isElsewhere(found.uri) };
    const others = await tokenizers.others(config, place);
    reasons.push(...others.dismissed.map(({ reason }) => reason));
    if (others.undecided.length === 0) continue;
    const choice = await tokenizers.ask(model, others);
    if (choice === undefined) return undefined;
    if ('path' in choice) return { uri: fromLaunchPath(choice.path), isElsewhere: false };
  }
  const name = fileNameOf(source);
  const [reason] = reasons;
  throw new ChatRefusal(
    reason === undefined
      ? `${name} has no tokenizer beside it, and a conversation needs one. Put the model's tokenizer.json or tokenizer.model there, or choose its file.`
      : `${name} has no tokenizer beside it that fits, and a conversation needs one. ${reason.replace(/\.?$/, '.')} You can also choose another file.`,
    [
      {
        title: 'Choose Tokenizer…',
        press: async () => {
          const choice = await tokenizers.ask(model);
          if (choice !== undefined && 'path' in choice) await startChat(parts, source);
        },
      },
    ],
  );
}

/** @throws ChatRefusal when the tokenizer knows no conversations, or its template refuses one. */
async function checkTemplate(
  platform: Platform,
  uri: vscode.Uri,
  model: vscode.Uri,
  { resolved }: ModelListing,
): Promise<void> {
  const tokenizer = await openTokenizerAt(platform, uri);
  const name = fileNameOf(uri);
  const run: MessageButton = { title: 'Run with Prompt', press: () => startRun(model, { noDebug: true }) };
  if (tokenizer.chat === undefined) {
    throw new ChatRefusal(
      `${name} has no chat template, so this model cannot hold a conversation. Put the tokenizer_config.json or chat_template.jinja of a chat model beside ${name}, or run the model with a prompt.`,
      [run],
    );
  }
  const system = resolved.answers.system?.value;
  const messages = [
    ...(system === undefined ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: 'Hello' },
  ];
  try {
    await platform.texts.ids(tokenizer, { kind: 'chat', messages });
  } catch (error) {
    const advice = system === undefined ? ' If it needs a system message, set "system" in launch.json.' : '';
    throw new ChatRefusal(`The chat template beside ${name} cannot be used: ${errorText(error)}${advice}`, [
      run,
    ]);
  }
}

function askMessage(model: vscode.Uri): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: `Chat with ${fileNameOf(model)}`,
    prompt: 'Your message to the model. The answer appears in the Debug Console.',
    placeHolder: 'Message',
    ignoreFocusOut: true,
  });
}
