import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions, WorkspaceEdit } from 'vscode-languageclient';
import type { InitializationOptions } from '../../language-server/files/fileRequests';
import { isOfLanguage, languages } from '../../language-server/services/languages';
import { Disposables } from '../disposables';
import { errorText } from '../../common/errorText';
import type { Platform } from '../platform';
import { answerFileRequests } from './fileAnswers';
import type { RecentFile } from './recentFile';

/** Makes a client that is not started yet; loads the library on its first call. */
export type ClientFactory = (options: LanguageClientOptions) => Promise<BaseLanguageClient>;

/** Starts the language server when the first document opens that it serves, and ends it with the extension. */
export class LanguageClientStarter implements vscode.Disposable {
  private isRunning = false;
  private files: RecentFile | undefined;
  private started: Promise<BaseLanguageClient | undefined> | undefined;
  private readonly starts = new vscode.EventEmitter<BaseLanguageClient>();
  /** The server runs. */
  readonly onDidStart = this.starts.event;
  private readonly owned = new Disposables();

  constructor(
    private readonly platform: Platform,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { workspace } = vscode;
    this.owned.add(workspace.onDidOpenTextDocument((document) => this.consider(document)));
    // A running client follows on its own.
    this.owned.add(
      workspace.onWillRenameFiles((event) => {
        if (!this.isRunning) event.waitUntil(this.editsForRename(event.files));
      }),
    );
    vscode.workspace.textDocuments.forEach((document) => this.consider(document));
  }

  /** The running client; undefined when it cannot start, which the log explains. */
  client(): Promise<BaseLanguageClient | undefined> {
    return (this.started ??= this.start());
  }

  /** The client if it has been started; does not start it. */
  running(): Promise<BaseLanguageClient | undefined> {
    return this.started ?? Promise.resolve(undefined);
  }

  dispose(): void {
    this.starts.dispose();
    this.owned.dispose();
    this.files?.dispose();
    void this.started?.then((client) => client?.dispose()).catch(() => undefined);
  }

  private consider({ uri, languageId }: vscode.TextDocument): void {
    const name = uri.toString();
    if (languages.some((language) => isOfLanguage(language, name, languageId))) void this.client();
  }

  /** What renamed files change in projects of the workspace, if it has any. */
  private async editsForRename(
    files: vscode.FileWillRenameEvent['files'],
  ): Promise<vscode.WorkspaceEdit | undefined> {
    const [project] = await vscode.workspace.findFiles('**/ps2ml.json', '**/node_modules/**', 1);
    const client = project && (await this.client());
    if (client === undefined) return undefined;
    const renames = files.map(({ oldUri, newUri }) => ({
      oldUri: oldUri.toString(),
      newUri: newUri.toString(),
    }));
    const edit = await client.sendRequest<WorkspaceEdit | null>('workspace/willRenameFiles', {
      files: renames,
    });
    return client.protocol2CodeConverter.asWorkspaceEdit(edit);
  }

  private async start(): Promise<BaseLanguageClient | undefined> {
    const initializationOptions: InitializationOptions = {
      readsFiles: true,
      jsonSchema: true,
      converts: this.platform.converter !== undefined,
    };
    try {
      const client = await this.platform.languageClient({
        documentSelector: languages.flatMap(({ ids, fileNames = [] }) => [
          ...ids.map((language) => ({ language })),
          ...fileNames.map((name) => ({ pattern: `**/${name}` })),
        ]),
        initializationOptions,
        outputChannel: this.log,
        synchronize: {
          fileEvents: vscode.workspace.createFileSystemWatcher(
            '**/*.{psnt,bin,gguf,safetensors,pt,pth,model,elf,json}',
          ),
        },
      });
      this.files = answerFileRequests(client, this.platform);
      await client.start();
      this.isRunning = true;
      this.starts.fire(client);
      return client;
    } catch (error) {
      this.log.error(`The language server failed to start: ${errorText(error)}`);
      return undefined;
    }
  }
}
