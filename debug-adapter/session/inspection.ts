import type { DebugProtocol } from '@vscode/debugprotocol';
import { AdapterError } from '../errors/adapterError';
import { base64Of, bytesOfBase64 } from '../values/base64';
import { completionsAt } from '../expressions/complete';
import { copyOf } from '../expressions/copy';
import { evaluate } from '../expressions/evaluate';
import { isRecord } from '../../common/guards';
import type { SessionAnswers } from '../../model/trace/session';
import { copyFormats } from '../values/copied';
import { formatAddress } from '../../model/plan/units';
import { addressOf, readMemoryBlock } from '../values/memory';
import { scopesOf } from '../scopes/scopes';
import type { Stop } from '../debuggee/stop';
import { VariableStore } from '../variables/store';
import { withLimit } from '../waits/wait';

/** How long a target may take to read the values of one request. */
const readLimitMs = 60_000;

/** Answers an editor's questions about the current stop. */
export class Inspection {
  private readonly store = new VariableStore();
  private seen: Stop | undefined;

  /**
   * @param current the current stop; throws while the program runs.
   * @param writeMemory changes EE RAM; throws AdapterError when the target does not allow it.
   */
  constructor(
    private readonly current: () => Stop,
    private readonly writeMemory: (address: number, bytes: Uint8Array) => Promise<number>,
  ) {}

  scopes(): DebugProtocol.ScopesResponse['body'] {
    return { scopes: scopesOf(this.stop, this.store) };
  }

  variables(args: DebugProtocol.VariablesArguments): Promise<DebugProtocol.VariablesResponse['body']> {
    const { variablesReference, filter, start, count } = args;
    return this.read(async () => ({
      variables: await this.store.open(variablesReference, filter, start, count),
    }));
  }

  /** The expression of a variable. @throws AdapterError when it has none, or belongs to an earlier stop. */
  async expressionOf(reference: number, name: string): Promise<string> {
    const { evaluateName } = await this.read(() => this.store.find(reference, name));
    if (evaluateName !== undefined) return evaluateName;
    throw new AdapterError('notSupported', `${name} cannot be set: only values of buffers can.`);
  }

  async evaluate({
    expression,
  }: DebugProtocol.EvaluateArguments): Promise<DebugProtocol.EvaluateResponse['body']> {
    const item = await this.read((stop) => evaluate(expression, stop));
    const { value: result, ...rest } = this.store.variable(item);
    return { ...rest, result };
  }

  /** The values of an expression as a text. @throws AdapterError when it is no tensor, or too large. */
  async copy(args: unknown): Promise<SessionAnswers['ps2ml/copy']> {
    const { expression, format } = isRecord(args) ? args : {};
    const known = copyFormats.find((each) => each === format);
    if (typeof expression !== 'string' || known === undefined)
      throw new AdapterError(
        'arguments',
        `"ps2ml/copy" needs "expression" as a string, and "format" as one of ${copyFormats.join(', ')}.`,
      );
    return { text: await this.read((stop) => copyOf(expression, known, stop)) };
  }

  /** @param column column of the cursor in `text`, from 1. */
  completions(text: string, column: number): DebugProtocol.CompletionsResponse['body'] {
    return { targets: completionsAt(text, column - 1, this.stop) };
  }

  /** @throws AdapterError when the reference is not an address. */
  async memory({
    memoryReference,
    offset = 0,
    count,
  }: DebugProtocol.ReadMemoryArguments): Promise<DebugProtocol.ReadMemoryResponse['body']> {
    const start = addressOf(memoryReference, offset);
    const { address, bytes, unreadableBytes } = await this.read(({ facts }) =>
      readMemoryBlock(facts.target, start, count),
    );
    return { address: formatAddress(address), data: base64Of(bytes), unreadableBytes };
  }

  /** @throws AdapterError when the target's memory cannot be changed there. */
  async write({
    memoryReference,
    offset = 0,
    data,
  }: DebugProtocol.WriteMemoryArguments): Promise<DebugProtocol.WriteMemoryResponse['body']> {
    return { bytesWritten: await this.writeMemory(addressOf(memoryReference, offset), bytesOfBase64(data)) };
  }

  /** @throws AdapterError when the program resumed meanwhile: values of a later stop must not appear as those of this one. */
  private async read<T>(work: (stop: Stop) => Promise<T>): Promise<T> {
    const { stop } = this;
    const advice = 'the target does not respond; restart the session';
    const result = await withLimit(work(stop), readLimitMs, 'Reading the values', advice);
    if (this.current() !== stop)
      throw new AdapterError(
        'programRunning',
        'The program resumed while values were being read. Read them again.',
      );
    return result;
  }

  /** References are valid for one stop only. */
  private get stop(): Stop {
    const stop = this.current();
    if (stop !== this.seen) this.store.clear();
    this.seen = stop;
    return stop;
  }
}
