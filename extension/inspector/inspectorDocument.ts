import * as vscode from 'vscode';
import type { Plan } from '../../model/plan/plan';
import type { InspectorContent } from '../../webviews/messages/inspector';
import type { TokenizerChoice } from '../debug/tokenizerChoice';
import { Disposables } from '../disposables';
import { errorText } from '../../common/errorText';
import { openInImage } from '../image/imageFiles';
import type { KnownImages } from '../image/knownImages';
import type { Platform } from '../platform';
import type { ModelPlans } from '../project/modelPlans';
import { ResolutionWatch } from '../project/resolutionWatch';
import { fileNameOf } from '../uris';
import { watchFile } from '../watchFile';
import type { Pulled } from '../webview/pullChannel';
import { tokenizerOf, type ModelTokenizer } from './modelTokenizer';
import { openedModel, type OpenedModel } from './openModelFile';

/** One model file that is open in any number of inspectors; read again whenever the file changes. */
export class InspectorDocument implements vscode.CustomDocument, Pulled<InspectorContent> {
  private readonly owned = new Disposables();
  private readonly changes = this.owned.add(new vscode.EventEmitter<void>());
  private current: InspectorContent;
  private opened: OpenedModel | undefined;
  private foundTokenizer: Promise<ModelTokenizer | undefined> | undefined;
  private readonly resolution: ResolutionWatch;
  private closed = false;
  /** Counts the readings, so that an older one that ends later is dropped. */
  private turn = 0;
  private readonly disposals = new vscode.EventEmitter<void>();
  /** No editor shows the file any more. */
  readonly onDidDispose = this.disposals.event;
  /** −1 until the file has been read once, so that no page is given an empty file before. */
  revision = -1;
  readonly onDidChange = this.changes.event;
  /** The file's name. */
  readonly label: string;

  constructor(
    readonly uri: vscode.Uri,
    private readonly platform: Platform,
    private readonly tokenizers: TokenizerChoice,
    private readonly plans: ModelPlans,
    private readonly images: KnownImages,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.label = fileNameOf(uri);
    this.current = { fileName: this.label, fileBytes: 0, fields: [], matrices: [] };
    this.owned.add(watchFile(uri, () => void this.read()));
    this.resolution = this.owned.add(new ResolutionWatch(uri, log));
    this.owned.add(this.resolution.onDidChange(() => void this.read()));
    this.owned.add(
      images.onDidChoose((model) => {
        if (model.toString() === uri.toString()) void this.read();
      }),
    );
  }

  content(): InspectorContent {
    return this.current;
  }

  /** The plan of what was read last; undefined when the model cannot be planned. */
  get plan(): Plan | undefined {
    return this.opened?.plan;
  }

  /** The file as it was read last. @throws Error with a sentence when it could not be opened. */
  file(): OpenedModel {
    if (this.opened !== undefined) return this.opened;
    throw new Error(this.current.problem ?? `${this.label} is not open.`);
  }

  /** The tokenizer that goes with the model, opened once for each reading of the file. */
  tokenizer(): Promise<ModelTokenizer | undefined> {
    this.foundTokenizer ??= this.findTokenizer();
    return this.foundTokenizer;
  }

  /** Looks for the tokenizer again the next time. */
  forgetTokenizer(): void {
    this.foundTokenizer = undefined;
  }

  /** Reads the file anew. Never fails: what is wrong becomes the content's problem. */
  async read(): Promise<void> {
    const turn = ++this.turn;
    const started = performance.now();
    const { content, opened } = await this.inspect();
    // The file changed meanwhile, or nobody looks any more.
    if (turn !== this.turn || this.closed) {
      await opened?.close();
      return;
    }
    const before = this.opened;
    this.opened = opened;
    this.forgetTokenizer();
    this.current = content;
    this.revision++;
    this.log.debug(
      `read ${this.uri.toString()} in ${(performance.now() - started).toFixed(0)} ms: ${opened?.source.bytesRead ?? 0} bytes, ${opened?.source.pagesKept ?? 0} pages kept`,
    );
    this.changes.fire();
    await before?.close();
  }

  dispose(): void {
    this.closed = true;
    this.disposals.fire();
    this.disposals.dispose();
    this.owned.dispose();
    const { opened } = this;
    this.opened = undefined;
    opened?.close().catch((error: unknown) => this.log.warn(errorText(error)));
  }

  private async findTokenizer(): Promise<ModelTokenizer | undefined> {
    const config = this.file().psnt?.model?.config;
    const ofProject = this.resolution.current.tokenizer?.value ?? undefined;
    return config && tokenizerOf(this.platform, this.tokenizers, this.uri, config, ofProject);
  }

  private async inspect(): Promise<{ content: InspectorContent; opened?: OpenedModel }> {
    try {
      const inImage = await openInImage(this.platform, this.uri);
      const file = inImage?.file ?? (await this.platform.openFile(this.uri));
      const answers = this.resolution.current;
      const opened = await openedModel(file, {
        ...(answers.order && { order: answers.order.value }),
        planRequest: (config) => this.plans.requestOf(this.uri, config, answers),
      });
      const image = inImage?.place ?? (await this.images.placeOf(this.uri, opened.source));
      if (image === undefined) return { content: opened.content, opened };
      const content = { ...opened.content, image };
      return { content, opened: { ...opened, content } };
    } catch (error) {
      const problem = errorText(error);
      this.log.warn(`${this.uri.toString()}: ${problem}`);
      return { content: { fileName: this.label, fileBytes: 0, problem, fields: [], matrices: [] } };
    }
  }
}
