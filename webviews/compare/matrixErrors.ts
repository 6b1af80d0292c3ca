import { errorText } from '../../common/errorText';
import { count, counted } from '../common/numbers';
import { isAbort, type Requests } from '../common/requests';
import { isMatrixFigures } from '../guards/compareGuard';
import type { ComparedMatrix, MatrixError } from '../messages/compare';

export interface MatrixErrorEvents {
  /** Another error is known. */
  readonly arrived: () => void;
  /** What to say of the progress or the end. */
  readonly said: (text: string) => void;
  readonly busy: (isBusy: boolean) => void;
}

/** How far the values of two models differ, matrix by matrix. Results survive a cancel. */
export class MatrixErrors {
  private readonly known = new Map<string, MatrixError>();
  private asking = new AbortController();

  constructor(
    private readonly requests: Requests,
    private readonly events: MatrixErrorEvents,
  ) {}

  of(matrix: string): MatrixError | undefined {
    return this.known.get(matrix);
  }

  /** Forgets all: other models are compared. */
  reset(): void {
    this.cancel();
    this.known.clear();
  }

  cancel(): void {
    this.asking.abort();
  }

  /** Asks for the errors one by one, so that the first ones can be read while the others are on their way. */
  async measure(matrices: readonly ComparedMatrix[]): Promise<void> {
    const wanted = matrices.filter(({ comparable }) => comparable).map(({ name }) => name);
    const total = counted(wanted.length, 'matrix', 'matrices');
    this.cancel();
    this.asking = new AbortController();
    const { signal } = this.asking;
    if (wanted.every((name) => this.known.has(name))) this.known.clear();
    this.events.busy(true);
    try {
      for (const [done, name] of wanted.entries()) {
        // Known from before a cancel.
        if (this.known.has(name)) continue;
        this.known.set(name, await this.ask(name, `${count(done)} of ${total} compared`, signal));
        this.events.arrived();
      }
      this.events.busy(false);
      const equal = [...this.known.values()].filter(({ snrDb }) => snrDb === Infinity).length;
      this.events.said(`${total} compared, ${count(equal)} equal`);
    } catch (error) {
      if (signal !== this.asking.signal) return;
      this.events.busy(false);
      this.events.said(
        isAbort(error) ? `Cancelled: ${count(this.known.size)} of ${total} compared` : errorText(error),
      );
    }
  }

  private async ask(matrix: string, before: string, signal: AbortSignal): Promise<MatrixError> {
    this.events.said(before);
    const onProgress = (rows: number, total: number): void =>
      this.events.said(`${before} · ${matrix}: ${count(rows)} of ${counted(total, 'row')}`);
    const options = { isResult: isMatrixFigures, signal, onProgress };
    return matrixErrorOf(await this.requests.ask('matrixError', { matrix }, options));
  }
}

/** The figures of an answer to `matrixError` by their names. */
function matrixErrorOf([
  maxError = NaN,
  rmsError = NaN,
  rmsWeight = NaN,
  snrDb = NaN,
]: Float64Array): MatrixError {
  return { maxError, rmsError, rmsWeight, snrDb };
}
