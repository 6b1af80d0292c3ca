import * as vscode from 'vscode';
import type { ByteSource } from '../../disc/byteSource';
import type { ModelConfig } from '../../model/model';
import {
  findAdjacentTokenizer,
  defaultTokenizerNames,
  type AdjacentTokenizer,
} from '../../model/tokenizer/adjacent';
import { tokenizerOnDisc } from '../image/discTokenizer';
import { folderOf, partsInImage } from '../image/imageUri';
import type { Origin, Resolution, Statements } from '../../project/program/resolve';
import type { Platform } from '../platform';
import { textAt } from '../tokenizer/openTokenizerAt';
import { fileNameOf, fromLaunchPath, launchPath } from '../uris';

/** What was chosen for a model: a tokenizer's launch path, or to see token ids. */
type Choice = { readonly path: string } | { readonly ids: true };

/** A model's tokenizer, and how it was found. */
export interface KnownTokenizer {
  readonly uri: vscode.Uri;
  readonly found: 'project' | 'chosen' | 'on disc' | 'beside';
}

/** Files next to a model that are not, or may not be, its tokenizer. */
interface OtherTokenizers extends Pick<AdjacentTokenizer, 'dismissed'> {
  readonly undecided: readonly vscode.Uri[];
}

/** What the resolver says about a model's tokenizer: which one, else the launch path of the file that it is next to. */
export interface TokenizerAnswer {
  readonly tokenizer: Resolution['tokenizer'];
  readonly source: string;
}

/**
 * Finds a model's tokenizer where the resolver names none: the one on the disc image with the model, the one next to
 * the model, or the answer to a question that is asked once.
 */
export class TokenizerChoice implements vscode.Disposable {
  private readonly choices = new vscode.EventEmitter<vscode.Uri>();
  /** A tokenizer was chosen for this model. */
  readonly onDidChoose = this.choices.event;

  constructor(
    private readonly memory: vscode.Memento,
    private readonly platform: Platform,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  dispose(): void {
    this.choices.dispose();
  }

  /** What was chosen for a model, for the resolver; a file that has gone is forgotten. */
  async remembered(model: vscode.Uri): Promise<Pick<Statements, 'tokenizer'>> {
    const chosen = this.memory.get<Choice>(keyOf(model));
    if (chosen === undefined) return {};
    if ('ids' in chosen) return { tokenizer: null };
    return (await exists(fromLaunchPath(chosen.path))) ? { tokenizer: chosen.path } : {};
  }

  /** The tokenizer's launch path and its origin; no path shows token ids; null when the question was dismissed. */
  async find(
    model: vscode.Uri,
    config: ModelConfig,
    { tokenizer, source }: TokenizerAnswer,
  ): Promise<{ readonly path?: string; readonly from: Origin } | null> {
    if (tokenizer)
      return { ...(tokenizer.value !== null && { path: tokenizer.value }), from: tokenizer.from };
    const found = await this.found(model, config, source);
    if (found !== undefined) return { path: launchPath(found.uri), from: 'found' };
    const answer = await this.ask(model, await this.others(config, source));
    if (answer === undefined) return null;
    return { ...('path' in answer && { path: answer.path }), from: 'remembered' };
  }

  /** The tokenizer of a model that the resolver names, else the one that is found; asks nothing. */
  async known(
    model: vscode.Uri,
    config: ModelConfig,
    { tokenizer, source }: TokenizerAnswer,
  ): Promise<KnownTokenizer | undefined> {
    if (tokenizer && tokenizer.value !== null) {
      const found = tokenizer.from === 'project' ? 'project' : 'chosen';
      return { uri: fromLaunchPath(tokenizer.value), found };
    }
    return this.found(model, config, source);
  }

  /** The default tokenizer of a run; undefined if the run would show ids, or ask. */
  async used(
    model: vscode.Uri,
    config: ModelConfig,
    answer: TokenizerAnswer,
  ): Promise<vscode.Uri | undefined> {
    if (answer.tokenizer?.value === null) return undefined;
    return (await this.known(model, config, answer))?.uri;
  }

  /**
   * What is next to `source` where no tokenizer was found: files that may be the model's, where no name tells which one
   * is, and why others are not.
   */
  async others(config: ModelConfig, source: string): Promise<OtherTokenizers> {
    const beside = fromLaunchPath(source);
    const { undecided = [], dismissed } = await this.adjacent(beside, config);
    const folder = await folderFor(beside);
    return { undecided: undecided.map((name) => vscode.Uri.joinPath(folder, name)), dismissed };
  }

  /** The tokenizer on the model's disc, else the one next to its source. */
  private async found(
    model: vscode.Uri,
    config: ModelConfig,
    source: string,
  ): Promise<KnownTokenizer | undefined> {
    const onDisc = await tokenizerOnDisc(this.platform, model, config, (file) => this.dismiss(file));
    if (onDisc !== undefined) return { uri: onDisc, found: 'on disc' };
    const beside = fromLaunchPath(source);
    const { found } = await this.adjacent(beside, config);
    return found && { uri: vscode.Uri.joinPath(await folderFor(beside), found.name), found: 'beside' };
  }

  /**
   * Asks, and remembers the answer for this model.
   * @param others files next to the model that may be its tokenizer, and why others are not.
   */
  async ask(
    model: vscode.Uri,
    { undecided, dismissed }: OtherTokenizers = { undecided: [], dismissed: [] },
  ): Promise<Choice | undefined> {
    const file = {
      label: '$(folder-opened) Choose a tokenizer file…',
      description: 'llama2.c .bin, SentencePiece .model or tokenizer.json',
    };
    const ids = {
      label: '$(symbol-numeric) Show token ids',
      description: 'Run without a tokenizer and without a prompt',
    };
    const fitting = undecided.map((uri) => ({
      label: `$(file) ${fileNameOf(uri)}`,
      description: 'has the vocabulary of the model',
      path: launchPath(uri),
    }));
    const picked = await vscode.window.showQuickPick([...fitting, file, ids], {
      title: `Tokenizer for ${fileNameOf(model)}`,
      placeHolder: dismissed[0]?.reason ?? 'The answer is remembered for this model.',
    });
    if (picked === undefined) return undefined;
    const beside = fitting.find((item) => item === picked);
    const choice =
      picked === ids ? { ids: true as const } : beside ? { path: beside.path } : await this.pickFile(model);
    if (choice === undefined) return undefined;
    await this.memory.update(keyOf(model), choice);
    this.choices.fire(model);
    return choice;
  }

  private async pickFile(model: vscode.Uri): Promise<Choice | undefined> {
    const files = await vscode.window.showOpenDialog({
      title: `Tokenizer for ${fileNameOf(model)}`,
      defaultUri: folderOf(model),
      filters: { Tokenizers: ['bin', 'model', 'json'] },
    });
    const uri = files?.[0];
    return uri === undefined ? undefined : { path: launchPath(uri) };
  }

  private dismiss({ name, reason }: { readonly name: string; readonly reason: string }): void {
    this.log.info(`${name} does not fit this model: ${reason}`);
  }

  private async adjacent(model: vscode.Uri, config: ModelConfig): Promise<AdjacentTokenizer> {
    const folder = await folderFor(model);
    const opened: { close(): Promise<void> }[] = [];
    const open = async (name: string): Promise<ByteSource> => {
      const file = await this.platform.openFile(vscode.Uri.joinPath(folder, name));
      opened.push(file);
      return file.source;
    };
    try {
      // A file on an image goes by the name of the image.
      const label = fileNameOf(partsInImage(model)?.image ?? model);
      const names = await namesIn(folder, label);
      const beside = (name: string): Promise<string | undefined> => textAt(vscode.Uri.joinPath(folder, name));
      const adjacent = await findAdjacentTokenizer({ label, config }, label, names, open, beside);
      for (const file of adjacent.dismissed) this.dismiss(file);
      return adjacent;
    } finally {
      for (const file of opened) await file.close();
    }
  }
}

/** The folder in which the tokenizer of a model is looked for: that of its file, or the model's own folder. */
const folderFor = async (model: vscode.Uri): Promise<vscode.Uri> =>
  (await isFolder(model)) ? model : folderOf(model);

const keyOf = (model: vscode.Uri): string => `tokenizer:${model.toString()}`;

/**
 * What a folder holds. One that is reached by HTTP, as that of the extension is in a browser, cannot be listed; there it
 * is the first of the usual names that can be read.
 */
async function namesIn(folder: vscode.Uri, modelName: string): Promise<string[]> {
  const { fs } = vscode.workspace;
  try {
    return (await fs.readDirectory(folder)).map(([name]) => name);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') throw error;
    for (const name of defaultTokenizerNames(modelName)) {
      const isThere = fs.readFile(vscode.Uri.joinPath(folder, name)).then(
        () => true,
        () => false,
      );
      if (await isThere) return [name];
    }
    return [];
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
