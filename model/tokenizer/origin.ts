import type { ByteSource } from '../../disc/byteSource';

/** The answer to a read: where, and the bytes. */
type Piece = readonly [offset: number, bytes: Uint8Array];

/** What a tokenizer was read from, so that another thread can read the same one. */
export interface TokenizerOrigin {
  readonly label: string;
  /** Bytes of the file. */
  readonly size: number;
  readonly pieces: readonly Piece[];
  /** Texts of the files next to it, by name. */
  readonly beside: ReadonlyMap<string, string | undefined>;
}

const origins = new WeakMap<object, TokenizerOrigin>();

/** What `openTokenizer` read for this tokenizer; undefined for one that is not from a file. */
export function originOf(tokenizer: object): TokenizerOrigin | undefined {
  return origins.get(tokenizer);
}

/** Keeps what is read from a file, and from the files next to it. */
export class OriginRecorder implements ByteSource {
  private readonly pieces: Piece[] = [];
  private readonly texts = new Map<string, string | undefined>();

  constructor(
    private readonly source: ByteSource,
    private readonly label: string,
    private readonly readBeside: (name: string) => Promise<string | undefined>,
  ) {}

  get size(): number {
    return this.source.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = await this.source.read(offset, length);
    // A view would keep all of a large file in memory.
    this.pieces.push([offset, bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice()]);
    return bytes;
  }

  readonly beside = async (name: string): Promise<string | undefined> => {
    const text = await this.readBeside(name);
    this.texts.set(name, text);
    return text;
  };

  /** Everything was read for this tokenizer. */
  keepFor(tokenizer: object): void {
    const { label, size, pieces, texts } = this;
    origins.set(tokenizer, { label, size, pieces, beside: texts });
  }
}

/** Gives the bytes that were read, to the same reads. */
export class OriginSource implements ByteSource {
  readonly size: number;

  constructor(private readonly origin: TokenizerOrigin) {
    this.size = origin.size;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    const piece = this.origin.pieces.find(([at, bytes]) => at === offset && bytes.length === length);
    if (piece === undefined)
      return Promise.reject(new RangeError(`${length} bytes at offset ${offset} were not read before.`));
    return Promise.resolve(piece[1]);
  }
}
