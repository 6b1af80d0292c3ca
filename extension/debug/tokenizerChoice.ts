import * as vscode from 'vscode';
import type { ByteSource } from '../../disc/byteSource';
import type { ModelConfig } from '../../model/model';
import {
  findAdjacentTokenizer,
  defaultTokenizerNames,
  type AdjacentTokenizer,
} from '../../model/tokenizer/adjacent';
import { tokenizerOnDisc } from '../image/discTokenizer';
import { folderOf } from '../image/imageUri';
import type { Platform } from '../platform';
import { fileNameOf, fromLaunchPath, launchPath } from '../uris';

/** What was chosen for a model: a tokenizer's launch path, or to see token ids. */
type Choice = { readonly path: string } | { readonly ids: true };

/** A model's tokenizer, and how it was found. */
export interface KnownTokenizer {
  readonly uri: vscode.Uri;
  readonly found: 'project' | 'chosen' | 'on disc' | 'beside';
}

/**
 * Finds a model's tokenizer: the one chosen before, the one on the disc image with the model, the one next to the
 * model, or the answer to a question that is asked once.
 */
export class TokenizerChoice {
  constructor(
    private readonly memory: vscode.Memento,
    private readonly platform: Platform,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** The tokenizer's launch path; undefined shows token ids; null when the question was dismissed. */
  async find(model: vscode.Uri, config: ModelConfig): Promise<string | undefined | null> {
    if (this.showsIds(model)) return undefined;
    const known = await this.known(model, config);
    if (known !== undefined) return launchPath(known.uri);
    const { undecided = [] } = await this.adjacent(model, config);
    const answer = await this.ask(model, undecided);
    if (answer === undefined) return null;
    return 'ids' in answer ? undefined : answer.path;
  }

  /** The tokenizer chosen before, else the one on the model's disc, else the one next to it; asks nothing. */
  async known(model: vscode.Uri, config: ModelConfig): Promise<KnownTokenizer | undefined> {
    const chosen = this.memory.get<Choice>(keyOf(model));
    const choice = chosen !== undefined && 'path' in chosen ? fromLaunchPath(chosen.path) : undefined;
    if (choice !== undefined && (await exists(choice))) return { uri: choice, found: 'chosen' };
    const onDisc = await tokenizerOnDisc(this.platform, model, config, (file) => this.dismiss(file));
    if (onDisc !== undefined) return { uri: onDisc, found: 'on disc' };
    const { found } = await this.adjacent(model, config);
    return found && { uri: vscode.Uri.joinPath(folderOf(model), found.name), found: 'beside' };
  }

  /** The default tokenizer of a run; undefined if the run would show ids, or ask. */
  async used(model: vscode.Uri, config: ModelConfig): Promise<vscode.Uri | undefined> {
    return this.showsIds(model) ? undefined : (await this.known(model, config))?.uri;
  }

  private showsIds(model: vscode.Uri): boolean {
    const chosen = this.memory.get<Choice>(keyOf(model));
    return chosen !== undefined && 'ids' in chosen;
  }

  /**
   * Asks, and remembers the answer for this model.
   * @param undecided files next to the model that may be its tokenizer.
   */
  async ask(model: vscode.Uri, undecided: readonly string[] = []): Promise<Choice | undefined> {
    const file = {
      label: '$(folder-opened) Choose a tokenizer file…',
      description: 'llama2.c .bin, SentencePiece .model or tokenizer.json',
    };
    const ids = {
      label: '$(symbol-numeric) Show token ids',
      description: 'Run without a tokenizer and without a prompt',
    };
    const fitting = undecided.map((name) => ({
      label: `$(file) ${name}`,
      description: 'has the vocabulary of the model',
      path: launchPath(vscode.Uri.joinPath(folderOf(model), name)),
    }));
    const picked = await vscode.window.showQuickPick([...fitting, file, ids], {
      title: `Tokenizer for ${fileNameOf(model)}`,
      placeHolder: 'The answer is remembered for this model.',
    });
    if (picked === undefined) return undefined;
    const beside = fitting.find((item) => item === picked);
    const choice =
      picked === ids ? { ids: true as const } : beside ? { path: beside.path } : await this.pickFile(model);
    if (choice !== undefined) await this.memory.update(keyOf(model), choice);
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
    const folder = folderOf(model);
    const opened: { close(): Promise<void> }[] = [];
    const open = async (name: string): Promise<ByteSource> => {
      const file = await this.platform.openFile(vscode.Uri.joinPath(folder, name));
      opened.push(file);
      return file.source;
    };
    try {
      const label = fileNameOf(model);
      const names = await namesIn(folder, label);
      const adjacent = await findAdjacentTokenizer({ label, config }, label, names, open);
      for (const file of adjacent.dismissed) this.dismiss(file);
      return adjacent;
    } finally {
      for (const file of opened) await file.close();
    }
  }
}

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
