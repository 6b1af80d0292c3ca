import type { Model } from '../../model/model';
import { openModel } from '../../model/openModel';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { modelHash } from '../../model/trace/file/modelHash';
import { hashedBytes } from './hashedBytes';
import type { OpenFile, ProgramFiles } from './program';

/** More files are not opened to look for a model. */
const mostModels = 50;

/** A model and what belongs to it. */
export interface KnownModel {
  readonly model: Model;
  /** The launch path of one that is not the session's. */
  readonly path?: string;
  readonly tokenizer?: Tokenizer;
  /** The name of its file. */
  readonly tokenizerName?: string;
  readonly modelHash?: string;
}

/** A model at hand that is not open yet. */
export interface OtherModel {
  readonly path: string;
  /** @throws Error when it cannot be opened. */
  open(): Promise<OpenedModel>;
}

/** It stays open until it is closed, or all are. */
export interface OpenedModel {
  readonly model: Model;
  /** With its tokenizer, where one is known, and its hash, if it is not too large. */
  known(): Promise<KnownModel>;
  close(): Promise<void>;
}

/** The models at hand besides that of a session. */
export class OtherModels {
  private readonly opened = new Set<OpenFile>();
  private isClosed = false;

  /** @param program launch path of the session's model */
  constructor(
    private readonly files: Pick<ProgramFiles, 'openFile' | 'others'>,
    private readonly program: string,
  ) {}

  /** At most 50, by path. */
  async list(): Promise<readonly OtherModel[]> {
    const paths = (await this.files.others?.paths(this.program)) ?? [];
    return paths
      .filter((path) => path !== this.program)
      .sort()
      .slice(0, mostModels)
      .map((path) => ({ path, open: () => this.open(path) }));
  }

  /** Closes all files, and later those that are being opened now. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const file of [...this.opened]) await this.release(file);
  }

  private async open(path: string): Promise<OpenedModel> {
    const file = await this.files.openFile(path);
    this.opened.add(file);
    const close = (): Promise<void> => this.release(file);
    try {
      if (this.isClosed) throw new Error('The session has ended.');
      const model = await openModel(file.source, file.label);
      return { model, known: () => this.known(path, model), close };
    } catch (error) {
      await close();
      throw error;
    }
  }

  private async known(path: string, model: Model): Promise<KnownModel> {
    const named = await this.files.others?.tokenizer(path, model);
    const hash = model.source.size <= hashedBytes ? await modelHash(model.source) : undefined;
    return {
      ...{ model, path },
      ...(named && { tokenizer: named.tokenizer, tokenizerName: named.name }),
      ...(hash !== undefined && { modelHash: hash }),
    };
  }

  private async release(file: OpenFile): Promise<void> {
    if (this.opened.delete(file)) await file.close();
  }
}
