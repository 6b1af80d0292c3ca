import type * as vscode from 'vscode';
import type { Plan } from '../../model/plan/plan';
import type { InspectorContent } from '../../webviews/messages/inspector';
import type { TokenizerChoice } from '../debug/tokenizerChoice';
import { FileDocument } from '../document/fileDocument';
import type { Reading } from '../document/latestReading';
import { openInImage } from '../image/imageFiles';
import type { KnownImages } from '../image/knownImages';
import type { Platform } from '../platform';
import type { ModelPlans } from '../project/modelPlans';
import { ResolutionWatch } from '../project/resolutionWatch';
import { tokenizerOf, type ModelTokenizer } from './modelTokenizer';
import { openedModel, type OpenedModel } from './openModelFile';

/** One model file that is open in any number of inspectors. */
export class InspectorDocument extends FileDocument<InspectorContent, OpenedModel> {
  private foundTokenizer: Promise<ModelTokenizer | undefined> | undefined;
  private readonly resolution: ResolutionWatch;

  constructor(
    uri: vscode.Uri,
    private readonly platform: Platform,
    private readonly tokenizers: TokenizerChoice,
    private readonly plans: ModelPlans,
    private readonly images: KnownImages,
    log: vscode.LogOutputChannel,
  ) {
    super(uri, log);
    this.resolution = this.owned.add(new ResolutionWatch(uri, plans, log));
    this.owned.add(this.resolution.onDidChange(() => void this.read()));
    this.owned.add(
      tokenizers.onDidChoose((model) => {
        if (model.toString() === uri.toString()) this.resolution.again();
      }),
    );
    this.owned.add(
      images.onDidChoose((model) => {
        if (model.toString() === uri.toString()) void this.read();
      }),
    );
    this.owned.add(this.onDidChange(() => this.forgetTokenizer()));
  }

  /** The plan of the newest reading; undefined if the model cannot be planned. */
  get plan(): Plan | undefined {
    return this.opened?.plan;
  }

  /** The file as it was read last. @throws Error with the reason when it could not be opened. */
  file(): OpenedModel {
    return this.openedFile();
  }

  /** The tokenizer of the model, opened once for each reading of the file. */
  tokenizer(): Promise<ModelTokenizer | undefined> {
    this.foundTokenizer ??= this.findTokenizer();
    return this.foundTokenizer;
  }

  /** Looks for the tokenizer again the next time. */
  forgetTokenizer(): void {
    this.foundTokenizer = undefined;
  }

  private async findTokenizer(): Promise<ModelTokenizer | undefined> {
    const config = this.file().psnt?.model?.config;
    if (config === undefined) return undefined;
    const { answers, source } = await this.resolution.latest();
    const { tokenizer } = answers;
    return tokenizerOf(this.platform, this.tokenizers, this.uri, config, { tokenizer, source });
  }

  protected async openFile(): Promise<Reading<InspectorContent, OpenedModel>> {
    const started = performance.now();
    const inImage = await openInImage(this.platform, this.uri);
    const file = inImage?.file ?? (await this.platform.openFile(this.uri));
    const planned = this.resolution.current;
    const { order } = planned.answers;
    const opened = await openedModel(file, {
      ...(order && { order: order.value }),
      planRequest: (config) => this.plans.requestOf(this.uri, config, planned),
    });
    const image = inImage?.place ?? (await this.images.placeOf(this.uri, opened.source));
    const { bytesRead, pagesKept } = opened.source;
    this.log.debug(
      `read ${this.uri.toString()} in ${(performance.now() - started).toFixed(0)} ms: ${bytesRead} bytes, ${pagesKept} pages kept`,
    );
    const content = image === undefined ? opened.content : { ...opened.content, image };
    return { content, opened: { ...opened, content }, close: () => opened.close() };
  }

  protected withProblem(problem: string): InspectorContent {
    return { fileName: this.label, fileBytes: 0, problem, fields: [], matrices: [] };
  }
}
