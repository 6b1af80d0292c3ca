import type { DebugProtocol } from '@vscode/debugprotocol';
import { errorText } from '../../common/errorText';
import { parseNpy } from '../../model/trace/npyFile';
import type { OpenFile } from '../../project/program/program';
import type { Debuggee } from '../debuggee/debuggee';
import type { Change } from '../debuggee/changes';
import {
  assigned,
  forced,
  npyFileOf,
  sidesOf,
  type Assignment,
  type FileValues,
} from '../expressions/assign';
import { ExpressionError } from '../expressions/error';
import { evaluate } from '../expressions/evaluate';

/** NumPy files up to this size are read: 8 million doubles. */
const mostFileBytes = 64 << 20;

/** Changes a run at a stop, by requests of the protocol and by what is written in the Debug Console. */
export class Intervention {
  constructor(
    private readonly debuggee: () => Debuggee,
    private readonly openFile: (path: string) => Promise<OpenFile>,
  ) {}

  /**
   * Gives a buffer or a part of it a value.
   * @returns the value as it is shown then.
   * @throws ExpressionError when it cannot be written, AdapterError when the target cannot.
   */
  async set(to: string, value: string): Promise<DebugProtocol.SetExpressionResponse['body']> {
    const stop = this.debuggee().current;
    const path = npyFileOf(value);
    const values = path === undefined ? undefined : await this.fileValues(path);
    await this.apply(await assigned(to, value, stop, values));
    const { value: text, type } = await evaluate(to, this.debuggee().current);
    return { value: text, ...(type !== undefined && { type }) };
  }

  /**
   * Carries out what is written in the console: `x[0] = 0`, `force " the"`, `changes`, `undo`.
   * @returns what to answer; undefined if it is something else, such as an expression.
   */
  async command(text: string): Promise<string | undefined> {
    const trimmed = text.trim();
    if (trimmed === 'changes') return listed(this.debuggee().changesMade);
    if (trimmed === 'undo') return `Taken back: ${(await this.debuggee().undoChange()).label}`;
    const [, token] = /^force\s+(.+)$/s.exec(trimmed) ?? [];
    if (token !== undefined) {
      await this.apply(await forced(token, this.debuggee().current));
      return `The next token is ${token}.`;
    }
    const sides = sidesOf(trimmed);
    return sides && (await this.set(sides.to, sides.value)).value;
  }

  private async apply({ label, parts }: Assignment): Promise<void> {
    await this.debuggee().change(label, parts);
  }

  private async fileValues(path: string): Promise<FileValues> {
    try {
      const file = await this.openFile(path);
      try {
        const { size } = file.source;
        if (size > mostFileBytes)
          throw new Error(`${file.label} has ${size} bytes; at most ${mostFileBytes} are read.`);
        return parseNpy(await file.source.read(0, size), file.label);
      } finally {
        await file.close();
      }
    } catch (error) {
      throw new ExpressionError(errorText(error));
    }
  }
}

function listed(changes: readonly Change[]): string {
  if (changes.length === 0) return 'Nothing was changed on the way to this stop.';
  return changes.map(({ number, label, place }) => `${number}. pass ${place.pass}: ${label}`).join('\n');
}
