import { MemorySource, type ByteSource } from '../../disc/byteSource';
import { ElfError, readElf } from '../../ee/elf';
import { checkpointFile, openCheckpointFolder } from '../../model/convert/checkpoint/folder';
import type { Model } from '../../model/model';
import { openModel } from '../../model/openModel';
import { findAdjacentTokenizer, type AdjacentTokenizer } from '../../model/tokenizer/adjacent';
import { settingsFileNames } from '../../model/tokenizer/folderSettings';
import { openTokenizer, type FileTokenizer } from '../../model/tokenizer/openTokenizer';
import { mostTokenizerBytes } from '../../model/tokenizer/tokenizerBin';
import { readText, uriBeside, type Files, type OpenedFile } from './files';
import { fileNameOf } from '../services/languages';
import { Recent } from './recent';

/** How many files of each kind are cached while they do not change. */
const kept = 6;
/** A larger program does not fit on a console with 32 MiB. */
const mostElfBytes = 64 * 1024 * 1024;
/** The symbol of a mailbox (docs/mailbox.md). */
const mailboxSymbol = 'ps2ml_mailbox';

/** The debugging facts of an ELF. */
type MailboxState = 'present' | 'absent' | 'unknown';

/** Models, tokenizers and programs; an unchanged file is read once. */
export class Sources {
  private readonly models = new Recent<Promise<Model>>(kept);
  private readonly tokenizers = new Recent<Promise<FileTokenizer>>(kept);
  private readonly mailboxes = new Recent<Promise<MailboxState>>(kept);

  constructor(readonly files: Files) {}

  /**
   * The description of a model; its bytes can no longer be read.
   * @param uri of a file, or of a folder with `config.json` and safetensors.
   * @throws FormatError when it is damaged, Error when it cannot be read.
   */
  async model(uri: string, order?: string): Promise<Model> {
    const status = await this.files.status(uri);
    if (status?.kind === 'folder') return this.checkpoint(`${uri.replace(/\/$/, '')}/`, undefined);
    if (uri.endsWith('.safetensors')) return this.checkpoint(uriBeside(uri, '.'), fileNameOf(uri));
    // A PyTorch checkpoint may have its configuration beside it.
    const stamps = await this.stampsOf([uri, uriBeside(uri, 'config.json')]);
    return this.models.get(`${uri} ${stamps} ${order ?? ''}`, async () => {
      const file = await this.files.open(uri);
      try {
        return await openModel(file.source, fileNameOf(uri), order === undefined ? {} : { order }, (name) =>
          this.textBeside(uri, name),
        );
      } finally {
        await file.close();
      }
    });
  }

  /** @throws FormatError when it is damaged, Error when it cannot be read. */
  async tokenizer(uri: string): Promise<FileTokenizer> {
    const stamps = await this.stampsOf([uri, ...settingsFileNames.map((name) => uriBeside(uri, name))]);
    return this.tokenizers.get(`${uri} ${stamps}`, async () =>
      openTokenizer(await this.whole(uri), fileNameOf(uri), (name) => this.textBeside(uri, name)),
    );
  }

  /** The tokenizer with matching vocabulary next to a model, and why others do not match. */
  async adjacentTokenizer(uri: string, model: Model): Promise<AdjacentTokenizer> {
    const status = await this.files.status(uri);
    const folder = status?.kind === 'folder' ? `${uri.replace(/\/$/, '')}/` : uriBeside(uri, '.');
    const names = (await this.files.list(folder)).filter((name) => !name.endsWith('/'));
    const inFolder = (name: string): string => uriBeside(folder, name);
    return findAdjacentTokenizer(
      model,
      fileNameOf(uri),
      names,
      (name) => this.whole(inFolder(name)),
      (name) => this.textBeside(inFolder('tokenizer.json'), name),
    );
  }

  /** Whether a program has a mailbox, according to its symbols. @throws ElfError when it is not a program. */
  async mailbox(uri: string): Promise<MailboxState> {
    const status = await this.files.status(uri);
    return this.mailboxes.get(`${uri} ${status?.stamp ?? ''}`, async () => {
      const name = fileNameOf(uri);
      if ((status?.size ?? 0) > mostElfBytes) {
        throw new ElfError(`${name} has ${status?.size ?? 0} bytes, more than the 32 MiB of a console.`);
      }
      const file = await this.files.open(uri);
      try {
        const { symbols } = readElf(await file.source.read(0, file.source.size), name);
        if (symbols.length === 0) return 'unknown';
        return symbols.some((symbol) => symbol.name === mailboxSymbol) ? 'present' : 'absent';
      } finally {
        await file.close();
      }
    });
  }

  private async checkpoint(folder: string, chosen: string | undefined): Promise<Model> {
    const names = await this.files.list(folder);
    const wanted = names.filter((name) => checkpointFile.test(name));
    const stamps = await Promise.all(
      wanted.map(async (name) => (await this.files.status(uriBeside(folder, name)))?.stamp ?? ''),
    );
    return this.models.get(`${folder} ${chosen ?? ''} ${stamps.join(' ')}`, async () => {
      const files: OpenedFile[] = [];
      try {
        return await openCheckpointFolder(
          {
            label: fileNameOf(folder.replace(/\/$/, '')),
            names: [...names].sort(),
            text: (name) => readText(this.files, uriBeside(folder, name), mostTokenizerBytes),
            open: async (name) => {
              const file = await this.files.open(uriBeside(folder, name));
              files.push(file);
              return file.source;
            },
          },
          chosen,
        );
      } finally {
        for (const file of files) await file.close();
      }
    });
  }

  /** Tokenizers are read completely; a file that is too large is rejected by its size. */
  private async whole(uri: string): Promise<ByteSource> {
    const file = await this.files.open(uri);
    try {
      const { size } = file.source;
      if (size > mostTokenizerBytes && !uri.toLowerCase().endsWith('.gguf')) return new TooLarge(size);
      const bytes = await file.source.read(0, Math.min(size, mostTokenizerBytes));
      return new MemorySource(bytes);
    } finally {
      await file.close();
    }
  }

  /** A text that changes when one of these files does. */
  private async stampsOf(uris: readonly string[]): Promise<string> {
    const all = await Promise.all(uris.map((uri) => this.files.status(uri)));
    return all.map((status) => status?.stamp ?? '').join(' ');
  }

  private async textBeside(uri: string, name: string): Promise<string | undefined> {
    const beside = uriBeside(uri, name);
    const status = await this.files.status(beside);
    return status?.kind === 'file' && status.size < mostTokenizerBytes
      ? readText(this.files, beside, mostTokenizerBytes)
      : undefined;
  }
}

/** Only the size is used: the file is not a tokenizer. */
class TooLarge implements ByteSource {
  constructor(readonly size: number) {}
  read(_offset: number, length: number): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(length));
  }
}
