import type { Target } from '../debug-adapter/targets/target';
import { writeFileAtomically } from '../disc/node/atomicFile';
import { npyHeader } from '../model/trace/npy';

/** The logits of a run: read while the target is stopped before it samples. */
export class LogitsRecorder {
  private readonly rows: Uint8Array[] = [];
  private readonly address: number;
  private readonly cols: number;
  private readonly operation: number;

  constructor(private readonly target: Target) {
    const { operations, buffers } = target.plan;
    const logits = buffers.find(({ name }) => name === 'logits');
    const sample = operations.find(({ kind }) => kind === 'sample');
    if (logits === undefined || sample === undefined)
      throw new Error('This plan has no logits: it does not sample.');
    this.address = logits.start;
    this.cols = logits.cols;
    this.operation = sample.index;
  }

  /** Runs to the next sample operation, or to the end. */
  resume(): Promise<void> {
    return this.target.resume({ kind: 'operations', operations: [this.operation] });
  }

  /** Reads the row of the token that is sampled next. */
  async read(): Promise<void> {
    const bytes = await this.target.readMemory(this.address, this.cols * 4);
    if (bytes.length !== this.cols * 4)
      throw new Error(
        `The target ${this.target.descriptor.id} cannot read the logits: ${bytes.length} of ${this.cols * 4} bytes are readable. Use another target for --logits.`,
      );
    this.rows.push(bytes.slice());
  }

  /** Writes one row for each token. */
  async write(path: string, tokens: number, signal: AbortSignal): Promise<void> {
    const rows = this.rows.slice(0, tokens);
    if (rows.length !== tokens)
      throw new Error(`The run wrote ${tokens} tokens, and the logits of ${rows.length} were read.`);
    await writeFileAtomically(
      path,
      async (output) => {
        await output.write(npyHeader(tokens, this.cols));
        for (const row of rows) await output.write(row);
      },
      signal,
    );
  }
}
